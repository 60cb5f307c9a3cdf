import type { StationModel } from './station-model.ts';

/**
 * Which units run where these sets do: those that are ordered to, and of each class as many as the set has,
 * those that ran before first.
 * @param sets index of the set that runs in each step; n
 * @returns per step, in the plant's order: 1 runs
 */
export function runningOfSets(model: StationModel, sets: ArrayLike<number>): Uint8Array[] {
  const { units } = model.task.station;
  let before: ArrayLike<number> = units.map((unit) => (unit.onBefore ? 1 : 0));
  return Array.from(sets, (set, t) => {
    const running = Uint8Array.from(units, (unit) => (unit.fixedFlowM3s[t]! > 0 ? 1 : 0));
    model.classes.forEach(({ members }, c) => {
      const ordered = members.reduce((sum, u) => sum + running[u]!, 0);
      const able = members.filter(
        (u) => units[u]!.available[t] && Number.isNaN(units[u]!.fixedFlowM3s[t]!),
      );
      able.sort((a, b) => before[b]! - before[a]! || a - b);
      const more = Math.max(0, model.sets[set]!.counts[c]! - ordered);
      for (const u of able.slice(0, more)) running[u] = 1;
    });
    before = running;
    return running;
  });
}
