import { curveAt } from '#shared/hydraulics/curve.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { flowsBetween } from './loading-table.ts';
import type { StationModel } from './station-model.ts';

/** Prices of water tried, as shares of the one told. */
const PRICES = [0.92, 0.97, 1, 1.03, 1.08];

/**
 * The turbine flows at which a set's energy, less its water at a price of water, is worth most: for the
 * price told and a little to either side of it, for the worth of water bends. With the ends of its range
 * they are what a step needs to try.
 * @param perMm3 money per Mm³ left in store
 * @returns flows between `low` and `high`, m³/s; fewer than the prices where they agree
 */
export function marginalFlows(
  model: StationModel,
  t: number,
  level: number,
  set: number,
  [low, high]: readonly [number, number],
  perMm3: number,
): number[] {
  const { plant } = model.task.station;
  const { problem } = model.task;
  const perMw = (problem.pricePerMwh[t]! * problem.seconds) / SECONDS_PER_HOUR;
  const mostMw = model.mostExportMw(set, t);
  const service =
    plant.fixedServiceMw + model.task.station.serviceLoadMw[t]! + model.auxiliaryMw(set);
  const best = PRICES.map(() => -Infinity);
  const flows = PRICES.map(() => low);
  for (const flow of flowsBetween(low, high, model.edgesM3s(set, level))) {
    const tail = Math.max(curveAt(plant.tailwater, flow), model.task.levelBelowM[t]!);
    const power = model.table.powerMw(set, flow, level - tail);
    if (power === -Infinity || power - service > mostMw) continue;
    const perM3s = perMm3 * model.perFlow * flow;
    for (let i = 0; i < PRICES.length; i++) {
      const worth = perMw * power - PRICES[i]! * perM3s;
      if (worth > best[i]!) {
        best[i] = worth;
        flows[i] = flow;
      }
    }
  }
  return [...new Set(flows)];
}
