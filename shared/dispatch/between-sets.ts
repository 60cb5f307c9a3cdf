import type { UnitClass } from './running-sets.ts';
import type { StationModel } from './station-model.ts';

/**
 * What the starts between every two running sets come to.
 * @param of what the start of one unit of a class takes
 * @returns from set (row) to set (column)
 */
export function betweenSets(
  { sets, classes }: StationModel,
  of: (unitClass: UnitClass) => number,
): Float64Array {
  const all = new Float64Array(sets.length * sets.length);
  sets.forEach((from, f) => {
    sets.forEach((to, t) => {
      all[f * sets.length + t] = classes.reduce(
        (sum, each, c) => sum + of(each) * Math.max(0, to.counts[c]! - from.counts[c]!),
        0,
      );
    });
  });
  return all;
}
