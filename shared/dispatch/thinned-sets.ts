import type { Plant } from '#shared/hydraulics/plant.ts';
import { LoadingTable } from './loading-table.ts';
import type { RunningSet } from './running-sets.ts';

/** Sets a search works with at most. */
const MOST_SETS = 40;

const FLOWS_LOOKED_AT = 48;

/**
 * The sets nearest to the best at some flow: a set that others beat everywhere by far is not worth a
 * search's time. The empty set, the full one and the best at each flow always stay.
 */
export function thinnedSets(
  plant: Plant,
  sets: readonly RunningSet[],
  headM: number,
): readonly RunningSet[] {
  if (sets.length <= MOST_SETS) return sets;
  const table = new LoadingTable(plant, sets, Float64Array.of(headM));
  const most = Math.max(...sets.map((_, s) => table.mostFlowM3s(s, headM) || 0));
  const loss = sets.map(({ units }) =>
    units.length === 0 || units.length === plant.units.length ? 0 : Infinity,
  );
  for (let i = 1; i <= FLOWS_LOOKED_AT; i++) {
    const flow = (most * i) / FLOWS_LOOKED_AT;
    const powers = sets.map((_, s) => {
      const within = flow >= table.leastFlowM3s(s, headM) && flow <= table.mostFlowM3s(s, headM);
      return within ? table.powerMw(s, flow, headM) : -Infinity;
    });
    const best = Math.max(...powers);
    powers.forEach((power, s) => {
      if (power > 0) loss[s] = Math.min(loss[s]!, (best - power) / best);
    });
  }
  const order = sets.map((_, s) => s).sort((a, b) => loss[a]! - loss[b]! || a - b);
  const kept = new Set(order.slice(0, MOST_SETS));
  return sets.filter((_, s) => kept.has(s));
}
