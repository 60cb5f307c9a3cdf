import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanCause, PlanVersion } from '#shared/wire/plan-view.ts';
import { stepAt } from './ordered-slots.ts';

/** How far facts may go from a plan before it is made anew. */
export interface Band {
  readonly inflowPercent: number;
  readonly inflowLeastM3s: number;
  readonly levelM: number;
}

/** What is measured of a station; null: nothing, and nothing is said of it. */
export interface StationFacts {
  readonly levelM: number | null;
  /** Mean inflow of the last quarter-hour that has ended, `[atMs, untilMs)`. */
  readonly inflow: { readonly atMs: number; readonly untilMs: number; readonly m3s: number } | null;
}

/** What was measured when a plan was last computed: it need not be computed again for that. */
export interface KnownFacts extends StationFacts {
  readonly atMs: number;
}

/**
 * What of a station has left the band of a plan at `atMs`, and has moved by as much since a plan was last
 * computed: a forecast that is off, or an offer that nobody takes, makes no plan again and again.
 * @param known null: nothing was measured then
 */
export function leftBand(
  version: PlanVersion,
  station: string,
  facts: StationFacts,
  known: KnownFacts | null,
  band: Band,
  atMs: number,
): PlanCause[] {
  return [
    ...(isInflowOut(version, station, facts, known, band) ? ['inflow' as const] : []),
    ...(isLevelOut(version, station, { ...facts, atMs }, known, band) ? ['level' as const] : []),
  ];
}

/** Whether it is further off than a width, and that far from how it was off before. */
const isOut = (off: number, wasOff: number, wide: number): boolean =>
  Math.abs(off) > wide && Math.abs(off - wasOff) > wide;

function isInflowOut(
  version: PlanVersion,
  station: string,
  { inflow }: StationFacts,
  known: KnownFacts | null,
  { inflowPercent, inflowLeastM3s }: Band,
): boolean {
  const planned = version.inflowM3s[station];
  const plannedM3s = inflow ? planned?.[stepAt(version, inflow.atMs)] : undefined;
  // What had ended when the plan was made, it knew.
  if (!inflow || !planned || plannedM3s === undefined || inflow.untilMs <= version.madeAt)
    return false;
  const before = known?.inflow;
  // A quarter-hour before the plan's first is held against that one.
  const wasOff = before ? before.m3s - planned[Math.max(0, stepAt(version, before.atMs))]! : 0;
  const wide = Math.max(inflowLeastM3s, (inflowPercent / 100) * plannedM3s);
  return isOut(inflow.m3s - plannedM3s, wasOff, wide);
}

function isLevelOut(
  version: PlanVersion,
  station: string,
  now: KnownFacts,
  known: KnownFacts | null,
  { levelM }: Band,
): boolean {
  const off = levelOff(version, station, now);
  const wasOff = known ? levelOff(version, station, known) : null;
  return off !== null && isOut(off, wasOff ?? 0, levelM);
}

/** Measured less planned level, m; null where one is not known. The plan's lies between its step's ends. */
function levelOff(
  version: PlanVersion,
  station: string,
  { levelM, atMs }: KnownFacts,
): number | null {
  const step = stepAt(version, atMs);
  const levels = version.plan.stations[station]?.levelM;
  if (levelM === null || step < 0 || !levels) return null;
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const share = (atMs - version.startsAt) / stepMs - step;
  return levelM - (levels[step]! + share * (levels[step + 1]! - levels[step]!));
}
