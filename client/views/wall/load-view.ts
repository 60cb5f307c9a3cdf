import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';
import type { OrderedSlot, PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import { type ChartPoint, heldSteps } from '#client/charts/points.ts';
import { type Measured, MISSING } from '#client/format/measured.ts';

export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** The station's local day that holds `now`. */
export function dayOf(now: number, timeZone: string): DaySpan {
  return { from: dayStartMs(now, timeZone), to: nextDayStartMs(now, timeZone) };
}

type StepSeries = (version: PlanVersion) => readonly number[] | undefined;

/** A plan's series within a day as held steps; empty without a plan. */
export function planSteps(
  version: PlanVersion | null,
  series: StepSeries,
  day: DaySpan,
): ChartPoint[] {
  if (!version) return [];
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const points = (series(version) ?? [])
    .map((value, step): ChartPoint => [version.startsAt + step * stepMs, value])
    .filter(([at]) => at >= day.from && at < day.to);
  return heldSteps(points, stepMs, day.to);
}

export function stepMsOf(view: PlanView | null): number {
  const version = view?.inForce ?? view?.offered;
  return (version?.stepMinutes ?? 15) * MS_PER_MINUTE;
}

export function slotsWithin(view: PlanView | null, day: DaySpan): readonly OrderedSlot[] {
  return view?.ordered.filter((slot) => slot.at >= day.from && slot.at < day.to) ?? [];
}

export function orderedSteps(view: PlanView | null, day: DaySpan): ChartPoint[] {
  const points = slotsWithin(view, day).map((slot): ChartPoint => [slot.at, slot.exportMw]);
  return heldSteps(points, stepMsOf(view), day.to);
}

/** Price of the day: what past orders were made at, and the plan's own from there on. */
export function priceSteps(
  view: PlanView | null,
  version: PlanVersion | null,
  day: DaySpan,
): ChartPoint[] {
  const ofPlan = planSteps(version, (plan) => plan.pricePerMwh, day);
  const until = ofPlan[0]?.[0] ?? day.to;
  const past = slotsWithin(view, { from: day.from, to: until });
  const points = past.map((slot): ChartPoint => [slot.at, slot.pricePerMwh]);
  return [...heldSteps(points, stepMsOf(view), until), ...ofPlan];
}

/** What is ordered now; null where nothing is. */
export function orderedNow(view: PlanView | null, now: number): OrderedSlot | null {
  const stepMs = stepMsOf(view);
  return view?.ordered.find((slot) => slot.at <= now && now < slot.at + stepMs) ?? null;
}

/**
 * Generation that is ordered between two instants, MWh; null where the orders leave part of it out.
 * A step that the bounds cut counts with its share.
 */
export function orderedMwh(view: PlanView | null, from: number, to: number): number | null {
  const stepMs = stepMsOf(view);
  let covered = 0;
  let mwh = 0;
  for (const slot of view?.ordered ?? []) {
    const span = Math.min(to, slot.at + stepMs) - Math.max(from, slot.at);
    if (span <= 0) continue;
    covered += span;
    mwh += (slot.generationMw * span) / MS_PER_HOUR;
  }
  return to > from && covered >= to - from - 1 ? mwh : null;
}

/** Energy made so far and what is ordered for the rest of the day, MWh: it stands as what was made does. */
export function withRest(made: Measured, restMwh: number | null): Measured {
  if (restMwh === null || made.value === null) return MISSING;
  return { ...made, value: made.value + restMwh };
}
