import type { Plant } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { unitAllows } from './unit-bands.ts';

/** Shares of a unit's largest flow by which water is moved from one unit to another, coarse first. */
const MOVES = [4e-3, 5e-4];
/** Moves of each size at most, for each unit. */
const MOVES_PER_UNIT = 4;
/** A gain below this is rounding, MW. */
const GAIN_MW = 1e-9;

/**
 * The same total flow shared out so that no unit makes more of a little water than another on its kind
 * of waterway: straight pieces between a chart's points know equal marginal power only piece by piece.
 * Water is moved in pairs, within limits, by the exact power at the heads as they stand.
 * @param flowsM3s of all units, in the plant's order
 * @param running units that may be changed
 */
export function evenFlows(
  plant: Plant,
  running: readonly number[],
  grossHeadM: number,
  flowsM3s: ArrayLike<number>,
): Float64Array {
  const flows = Float64Array.from(flowsM3s);
  const groups = new Map<number, number[]>();
  for (const u of running) {
    if (!(flows[u]! > 0)) continue;
    const { conduit } = plant.units[u]!;
    groups.set(conduit, [...(groups.get(conduit) ?? []), u]);
  }
  for (const [conduit, units] of groups) {
    // Units on one waterway lose the same head by what they take together, which moves between them leave.
    const together = flows.reduce(
      (sum, q, u) => (plant.units[u]!.conduit === conduit ? sum + q : sum),
      0,
    );
    const loss = conduit < 0 ? 0 : plant.conduitLoss[conduit]! * together * together;
    if (units.length > 1) evened(plant, units, grossHeadM - loss, flows);
  }
  return flows;
}

function evened(plant: Plant, units: readonly number[], headM: number, flows: Float64Array): void {
  const powerAt = (u: number, flow: number): number => {
    const unit = plant.units[u]!;
    const net = headM - unit.lossS2PerM5 * flow * flow;
    const power = unitPowerMw(unit, net, flow);
    return unitAllows(unit, net, flow, power) ? power : -Infinity;
  };
  const now = units.map((u) => powerAt(u, flows[u]!));
  if (now.some((power) => power === -Infinity)) return;
  const gainOf = (i: number, by: number): number =>
    powerAt(units[i]!, flows[units[i]!]! + by) - now[i]!;
  const largest = Math.max(...units.map((u) => Math.max(...plant.units[u]!.flowMax.y)));
  for (const share of MOVES) {
    const by = share * largest;
    for (let moves = 0; moves < MOVES_PER_UNIT * units.length; moves++) {
      const more = units.map((_, i) => gainOf(i, by));
      const less = units.map((_, i) => gainOf(i, -by));
      const [to, from] = bestPair(more, less);
      if (to < 0 || more[to]! + less[from]! <= GAIN_MW) break;
      let moved = by;
      let gain = more[to]! + less[from]!;
      for (;;) {
        const further = gainOf(to, 2 * moved) + gainOf(from, -2 * moved);
        if (!(further > gain)) break;
        [moved, gain] = [2 * moved, further];
      }
      flows[units[to]!]! += moved;
      flows[units[from]!]! -= moved;
      for (const i of [to, from]) now[i] = powerAt(units[i]!, flows[units[i]!]!);
    }
  }
}

/** The two units, not the same, between which a move gains most: to, from; −1: none can be changed. */
function bestPair(more: readonly number[], less: readonly number[]): readonly [number, number] {
  let best: readonly [number, number] = [-1, -1];
  let most = -Infinity;
  more.forEach((gain, to) => {
    less.forEach((loss, from) => {
      if (from === to || !(gain + loss > most)) return;
      most = gain + loss;
      best = [to, from];
    });
  });
  return best;
}
