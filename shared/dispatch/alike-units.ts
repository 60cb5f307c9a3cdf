import type { Plant } from '#shared/hydraulics/plant.ts';

const machines = new WeakMap<Plant, readonly number[]>();

/**
 * For each unit the first unit of the plant that is the same machine on the same waterway (itself
 * where there is none before it). Such units are interchangeable in a step's loading.
 */
export function firstAlike(plant: Plant): readonly number[] {
  const known = machines.get(plant);
  if (known) return known;
  const keys = plant.units.map((unit) =>
    JSON.stringify([
      unit.conduit,
      unit.lossS2PerM5,
      [...unit.hill.headsM],
      [...unit.hill.flowsM3s],
      [...unit.hill.efficiency],
      [...unit.flowMin.x],
      [...unit.flowMin.y],
      [...unit.flowMax.y],
      [...unit.generator.x],
      [...unit.generator.y],
      [unit.mwMin, unit.mwMax, unit.auxiliaryMw],
      unit.forbidden,
    ]),
  );
  const first = keys.map((key) => keys.indexOf(key));
  machines.set(plant, first);
  return first;
}

/** For each of `running` (unit indices, ascending) the position of the alike unit before it, −1: none. */
export function alikeBefore(plant: Plant, running: readonly number[]): number[] {
  const first = firstAlike(plant);
  return running.map((u, i) => {
    for (let j = i - 1; j >= 0; j--) if (first[running[j]!] === first[u]) return j;
    return -1;
  });
}
