import { curveAt, curveOf } from '#shared/hydraulics/curve.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Reservoir, Station } from '#shared/station/system-schema.ts';
import type { SpillOutlook } from '#shared/wire/outlook.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { SpreadPoint } from '#client/charts/level-chart.ts';
import type { ChartPoint, JudgedPoint } from '#client/charts/points.ts';

/** Past and future of the level that the wall shows, ms. */
export const LEVEL_WINDOW_MS = 24 * MS_PER_HOUR;

/** The levels that bound a reservoir on the screen, m. */
export interface LevelBounds {
  readonly deadM: number;
  readonly normalM: number;
  readonly floodLimitM: number;
}

export function levelBounds(reservoir: Reservoir): LevelBounds {
  return {
    deadM: reservoir.deadLevelM ?? reservoir.levelMinM,
    normalM: reservoir.normalLevelM ?? reservoir.levelMaxM,
    floodLimitM: reservoir.levelMaxM,
  };
}

export type LimitName = 'floodLimit' | 'floodIsNormal' | 'normal' | 'dead';

/** The bounds as named marks, each level once. */
export function namedLimits(bounds: LevelBounds): { name: LimitName; levelM: number }[] {
  const one = bounds.normalM === bounds.floodLimitM;
  return [
    { name: one ? 'floodIsNormal' : 'floodLimit', levelM: bounds.floodLimitM },
    ...(one ? [] : [{ name: 'normal' as const, levelM: bounds.normalM }]),
    { name: 'dead', levelM: bounds.deadM },
  ];
}

/** Gross heads between the lowest and the highest that the levels allow, m: the axis of the head's bar. */
export function headBand(station: Station): [lowM: number, highM: number] {
  const { levelMinM, levelMaxM } = station.reservoir;
  const tailwaterM = station.tailwater.map(([, levelM]) => levelM);
  return [levelMinM - Math.max(...tailwaterM), levelMaxM - Math.min(...tailwaterM)];
}

/** What all units can draw at full gate, m³/s: more than this cannot become energy. */
export function turbineCapacityM3s(station: Station): number {
  return station.units.reduce(
    (sum, unit) => sum + Math.max(...unit.flowRange.map(([, , highM3s]) => highM3s)),
    0,
  );
}

/** Water between the dead level and the flood limit, Mm³: the axis of the free storage's bar. */
export function liveStorageMm3(station: Station): number {
  const { deadM, floodLimitM } = levelBounds(station.reservoir);
  const volumeAtLevel = curveOf(station.reservoir.storage);
  return curveAt(volumeAtLevel, floodLimitM) - curveAt(volumeAtLevel, deadM);
}

/** The axis of the time until spill, h, and what of it calls for a decision. */
export const SPILL_AXIS_H = 72;
export const SPILL_ALERT_H = 12;

/** The present inflow says nothing of a time farther off than this, h. */
export const SPILL_MOST_H = 999;

/**
 * The past of the level: each slot's mean in its middle, where a mean of what goes on belongs, and at the end
 * the last level that was read, where there is one.
 */
export function measuredLevels(
  slots: readonly JudgedPoint[],
  slotMs: number,
  end: JudgedPoint | null,
  now: number,
): JudgedPoint[] {
  const past = slots
    .map((slot) => ({ ...slot, x: slot.x + slotMs / 2 }))
    .filter(({ x }) => x < (end?.x ?? now));
  return end && end.y !== null ? [...past, end] : past;
}

/** Levels of a plan from `now` on for the wall's window; empty where it has none for this station. */
export function plannedLevels(
  version: PlanVersion | null,
  station: string,
  now: number,
): ChartPoint[] {
  const levels = version?.plan.stations[station]?.levelM ?? [];
  if (!version) return [];
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  return levels
    .map((levelM, step): ChartPoint => [version.startsAt + step * stepMs, levelM])
    .filter(([at]) => at >= now - stepMs && at <= now + LEVEL_WINDOW_MS);
}

/** The members' levels from `now` on for the wall's window; empty where there are none. */
export function spreadLevels(spill: SpillOutlook | null, now: number): SpreadPoint[] {
  if (!spill) return [];
  const stepMs = spill.stepMinutes * MS_PER_MINUTE;
  return spill.lowM
    .map((lowM, i) => ({ at: spill.startsAt + i * stepMs, lowM, highM: spill.highM[i]! }))
    .filter(({ at }) => at >= now - stepMs && at <= now + LEVEL_WINDOW_MS);
}

/** Mean inflow that a plan reckons with over the next 24 h, m³/s, and whether it rests on a forecast. */
export function inflowOutlook(
  version: PlanVersion | null,
  station: string,
  now: number,
): { meanM3s: number; origin: 'forecast' | 'recession' } | null {
  const inflows = version?.inflowM3s[station];
  if (!version || !inflows) return null;
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const first = Math.max(0, Math.floor((now - version.startsAt) / stepMs));
  const next = inflows.slice(first, first + Math.round(LEVEL_WINDOW_MS / stepMs));
  if (next.length === 0) return null;
  const meanM3s = next.reduce((sum, inflow) => sum + inflow, 0) / next.length;
  return { meanM3s, origin: version.inflowOrigin };
}
