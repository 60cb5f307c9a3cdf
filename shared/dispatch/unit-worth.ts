import type { Plant } from '#shared/hydraulics/plant.ts';
import { concaveHull } from './band-sharing.ts';
import { unitBands } from './unit-bands.ts';

/** A running unit's flows at one gross head, rising, and its power less its auxiliaries, concave. */
export interface UnitCurve {
  readonly flowM3s: Float64Array;
  readonly netMw: Float64Array;
}

/** What a unit does for its own best at some prices of power and water. */
export interface UnitUse {
  /** Power less water, money of a step. */
  worth: number;
  flowM3s: number;
  netMw: number;
}

/**
 * The concave curve over all bands of a unit by itself under a gross head; null where it cannot run.
 * What others on its waterway take of its head is counted as if all of them ran alike.
 */
export function unitCurve(plant: Plant, u: number, grossHeadM: number): UnitCurve | null {
  const unit = plant.units[u]!;
  const bands = unitBands(unit, grossHeadM, lossS2PerM5(plant, u));
  if (bands.length === 0) return null;
  const hull = concaveHull({
    flowM3s: bands.flatMap(({ flowM3s }) => flowM3s),
    powerMw: bands.flatMap(({ powerMw }) => powerMw),
  });
  return {
    flowM3s: Float64Array.from(hull.flowM3s),
    netMw: Float64Array.from(hull.powerMw, (mw) => mw - unit.auxiliaryMw),
  };
}

function lossS2PerM5(plant: Plant, u: number): number {
  const { conduit, lossS2PerM5: own, flowMax } = plant.units[u]!;
  if (conduit < 0) return own;
  const together = plant.units.reduce(
    (sum, unit) => (unit.conduit === conduit ? sum + Math.max(...unit.flowMax.y) : sum),
    0,
  );
  return own + plant.conduitLoss[conduit]! * (together / Math.max(...flowMax.y)) ** 2;
}

/** The best flow of a running unit at these prices of a step, into `use`. */
export function bestUse(
  { flowM3s, netMw }: UnitCurve,
  perMw: number,
  perM3s: number,
  use: UnitUse,
): void {
  let best = 0;
  let most = -Infinity;
  for (let i = 0; i < flowM3s.length; i++) {
    const worth = perMw * netMw[i]! - perM3s * flowM3s[i]!;
    if (worth > most) [most, best] = [worth, i];
  }
  use.worth = most;
  use.flowM3s = flowM3s[best]!;
  use.netMw = netMw[best]!;
}
