import { type Budget, budgetFault, spreadBudget } from '#shared/energy/review/budget.ts';
import type { BudgetPage } from '#shared/energy/review/page.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { ReferenceLine } from '#client/charts/trend/course-chart.ts';
import { type ChartPoint, heldSteps } from '#client/charts/points.ts';

/** What is known of plans and targets. */
export interface ReferenceParts {
  readonly plan: PlanView | null;
  readonly station: Station;
  /** By path of the meter: what it is meant to count per hour, each value until the next one. */
  readonly targets: ReadonlyMap<string, readonly ChartPoint[]>;
}

const stepLine = (kind: ReferenceLine['kind'], points: readonly ChartPoint[]): ReferenceLine => ({
  kind,
  points,
  steps: true,
});

/** Output as ordered since midnight and for the hours to come; empty of a tag that nothing is ordered of. */
function orderedOf({ plan, station }: ReferenceParts, tag: string): readonly ChartPoint[] {
  if (!plan) return [];
  const unit = station.units.find(({ id }) => unitTag(station.id, id, 'mw') === tag);
  if (!unit && stationTag(station.id, 'export') !== tag) return [];
  const stepMs = (plan.inForce?.stepMinutes ?? 15) * MS_PER_MINUTE;
  const points = plan.ordered.map((slot): ChartPoint => [
    slot.at,
    unit ? (slot.units[unit.id] ?? null) : slot.exportMw,
  ]);
  return heldSteps(points, stepMs, (points.at(-1)?.[0] ?? 0) + stepMs);
}

/** A plan's values as points; a value of a step holds until the next one. */
function pointsOf(
  { startsAt, stepMinutes }: PlanVersion,
  values: readonly number[] | null | undefined,
): ChartPoint[] {
  const stepMs = stepMinutes * MS_PER_MINUTE;
  return (values ?? []).map((value, step): ChartPoint => [startsAt + step * stepMs, value]);
}

function heldOf(version: PlanVersion, values: readonly number[] | null | undefined): ChartPoint[] {
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const points = pointsOf(version, values);
  return heldSteps(points, stepMs, (points.at(-1)?.[0] ?? 0) + stepMs);
}

/** What the plan in force reckons with, of what is not ordered but follows from it; null: nothing of this tag. */
function plannedOf({ plan, station }: ReferenceParts, tag: string): ReferenceLine | null {
  const version = plan?.inForce;
  const own = version?.plan.stations[station.id];
  if (!version || !own) return null;
  // Levels are those of instants: between two of them the water rises or falls.
  if (tag === stationTag(station.id, 'forebayLevel'))
    return { kind: 'planned', points: pointsOf(version, own.levelM), steps: false };
  const unit = station.units.find(({ id }) => unitTag(station.id, id, 'flow') === tag);
  const held = new Map<string, readonly number[] | undefined>([
    [stationTag(station.id, 'tailraceLevel'), own.tailwaterM],
    [stationTag(station.id, 'observedInflow'), version.inflowM3s[station.id]],
    [stationTag(station.id, 'totalOutflow'), own.outflowM3s],
    [stationTag(station.id, 'spillFlow'), own.spillM3s],
    ...(unit ? [[tag, own.units[unit.id]?.flowM3s] as const] : []),
  ]);
  return stepLine('planned', heldOf(version, held.get(tag)));
}

/** The load to follow is the whole system's: a target of a station that is alone in it. */
function loadTargetOf({ plan, station }: ReferenceParts, tag: string): readonly ChartPoint[] {
  const version = plan?.inForce;
  const isExport = tag === stationTag(station.id, 'export');
  if (!version || !isExport || Object.keys(version.plan.stations).length !== 1) return [];
  return heldOf(version, version.loadMw);
}

/** What a tag is held against; empty where nothing is ordered, planned or asked of it. */
export function tagReferences(parts: ReferenceParts, tag: string): ReferenceLine[] {
  const planned = plannedOf(parts, tag);
  return [
    stepLine('ordered', orderedOf(parts, tag)),
    ...(planned ? [planned] : []),
    stepLine('target', parts.targets.get(tag) ?? loadTargetOf(parts, tag)),
  ].filter(({ points }) => points.length > 0);
}

/** A local day and its bounds, ms. */
export interface DayBounds {
  readonly date: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A year's target of each day as it was last set, kWh by date; empty where none is, or it cannot be run down. */
export function dailyTargets({ versions, usedKwh }: BudgetPage): ReadonlyMap<string, number> {
  const budget: Budget | undefined = versions.at(-1);
  if (!budget || budgetFault(budget) !== null) return new Map();
  return spreadBudget(budget, (date) => usedKwh[date] ?? null).days;
}

/** Targets of days in a row as use per hour, each over its own day; a day without one leaves a gap. */
export function targetSteps(
  days: readonly DayBounds[],
  targetOf: (date: string) => number | undefined,
): ChartPoint[] {
  return days.flatMap(({ date, startMs, endMs }): ChartPoint[] => {
    const target = targetOf(date);
    if (target === undefined) return [[startMs, null]];
    const perHour = (target * MS_PER_HOUR) / (endMs - startMs);
    return [
      [startMs, perHour],
      [endMs, perHour],
    ];
  });
}

/** Values of a line that stand within a stretch, the one that reaches into it from before among them. */
export function valuesWithin(
  { points }: Pick<ReferenceLine, 'points'>,
  [from, to]: readonly [number, number],
): number[] {
  return points.flatMap(([x, value], i) => {
    const endsAt = points[i + 1]?.[0] ?? x;
    return value !== null && x <= to && endsAt >= from ? [value] : [];
  });
}

/** What a line says at an instant; null: nothing. */
export function referenceAt({ points, steps }: ReferenceLine, at: number): number | null {
  const next = points.findIndex(([x]) => x > at);
  const [before, after] = [points[next - 1], points[next]];
  if (!before || !after) return null;
  const [[x, value], [toX, toValue]] = [before, after];
  if (steps || value === null) return value;
  return toValue === null ? null : value + ((toValue - value) * (at - x)) / (toX - x);
}
