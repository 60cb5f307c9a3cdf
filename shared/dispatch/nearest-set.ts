import type { StationModel } from './station-model.ts';

/** The set with the same counts, or the nearest to them. */
export function nearestSet(model: StationModel, running: ArrayLike<number>): number {
  const counts = model.classes.map(({ members }) =>
    members.reduce((sum, u) => sum + (running[u]! > 0 ? 1 : 0), 0),
  );
  let best = 0;
  let least = Infinity;
  model.sets.forEach((set, s) => {
    const off = set.counts.reduce((sum, count, c) => sum + Math.abs(count - counts[c]!), 0);
    if (off < least) [least, best] = [off, s];
  });
  return best;
}
