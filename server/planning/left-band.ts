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

/** What of a station has left the band of a plan at `atMs`. */
export function leftBand(
  version: PlanVersion,
  station: string,
  facts: StationFacts,
  band: Band,
  atMs: number,
): PlanCause[] {
  return [
    ...(isInflowOut(version, station, facts, band) ? ['inflow' as const] : []),
    ...(isLevelOut(version, station, facts, band, atMs) ? ['level' as const] : []),
  ];
}

function isInflowOut(
  version: PlanVersion,
  station: string,
  { inflow }: StationFacts,
  { inflowPercent, inflowLeastM3s }: Band,
): boolean {
  const step = inflow ? stepAt(version, inflow.atMs) : -1;
  const plannedM3s = version.inflowM3s[station]?.[step];
  // What had ended when the plan was made, it knew.
  if (!inflow || plannedM3s === undefined || inflow.untilMs <= version.madeAt) return false;
  const wide = Math.max(inflowLeastM3s, (inflowPercent / 100) * plannedM3s);
  return Math.abs(inflow.m3s - plannedM3s) > wide;
}

/** The plan's level at an instant lies between those of its step's ends. */
function isLevelOut(
  version: PlanVersion,
  station: string,
  { levelM }: StationFacts,
  band: Band,
  atMs: number,
): boolean {
  const step = stepAt(version, atMs);
  const levels = version.plan.stations[station]?.levelM;
  if (levelM === null || step < 0 || !levels) return false;
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const share = (atMs - version.startsAt) / stepMs - step;
  const plannedM = levels[step]! + share * (levels[step + 1]! - levels[step]!);
  return Math.abs(levelM - plannedM) > band.levelM;
}
