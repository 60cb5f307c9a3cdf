import { localDate, localDay } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { LoadCurve } from '#shared/wire/load-curve.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { type Horizon, stepStarts } from './horizon.ts';
import { stepAt } from './ordered-slots.ts';

/** A load to follow, and the curves it comes from. */
export interface LoadOrder {
  /** MW, one value for each step of `horizon`. */
  readonly loadMw: readonly number[];
  /** Ends where nothing is ordered any more. */
  readonly horizon: Horizon;
  readonly curves: readonly string[];
}

/** The local days that a horizon touches, `YYYY-MM-DD`, first and last. */
export function daysOf(horizon: Horizon, zone: string): readonly [from: string, to: string] {
  return [localDate(horizon.startMs, zone), localDate(horizon.endMs - 1, zone)];
}

/**
 * The load that the grid has ordered on a horizon; null where it orders nothing of it. Steps before the
 * first ordered day follow what the plan in force exports; without one there is no load to follow yet.
 * After the last ordered day nothing is known, and the horizon ends there.
 */
export function loadOrderOn(
  curves: readonly LoadCurve[],
  horizon: Horizon,
  zone: string,
  inForce: PlanVersion | null,
): LoadOrder | null {
  const loads = stepStarts(horizon).map((atMs) => loadAt(curves, atMs, horizon, zone));
  const first = loads.findIndex((load) => load !== null);
  if (first < 0) return null;
  const gap = loads.indexOf(null, first);
  const steps = gap < 0 ? loads.length : gap;
  const loadMw: number[] = [];
  for (const [step, atMs] of stepStarts(horizon).slice(0, steps).entries()) {
    const load = loads[step] ?? exportAt(inForce, atMs);
    if (load === null) return null;
    loadMw.push(load);
  }
  const endMs = horizon.startMs + steps * horizon.stepMinutes * MS_PER_MINUTE;
  return {
    loadMw,
    horizon: { ...horizon, steps, endMs },
    curves: curves.map((curve) => curve.id),
  };
}

/** Mean of a day's curve in the step that begins at `atMs`; null where the day has none. */
function loadAt(
  curves: readonly LoadCurve[],
  atMs: number,
  { stepMinutes }: Horizon,
  zone: string,
): number | null {
  const day = localDate(atMs, zone);
  const curve = curves.find((one) => one.day === day);
  if (!curve) return null;
  const first = (atMs - localDay(day, zone).startMs) / (curve.stepMinutes * MS_PER_MINUTE);
  const points = curve.mw.slice(
    Math.floor(first),
    Math.ceil(first + stepMinutes / curve.stepMinutes),
  );
  return points.length === 0 ? null : points.reduce((sum, mw) => sum + mw, 0) / points.length;
}

function exportAt(inForce: PlanVersion | null, atMs: number): number | null {
  const step = inForce ? stepAt(inForce, atMs) : -1;
  if (!inForce || step < 0) return null;
  return Object.values(inForce.plan.stations).reduce(
    (sum, station) => sum + station.exportMw[step]!,
    0,
  );
}
