import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import { firstAlike } from './alike-units.ts';

/** Units that a search need not tell apart: the same machine with the same times and costs. */
export interface UnitClass {
  readonly members: readonly number[];
  readonly startCost: number;
  readonly startWaterM3: number;
}

/** How many units of each class run together. */
export interface RunningSet {
  readonly counts: readonly number[];
  /** The first `counts[c]` members of each class, ascending: the units a loading table is made for. */
  readonly units: readonly number[];
}

/** More sets than this are never listed. */
export const MOST_RUNNING_SETS = 1024;

export function unitClasses(plant: Plant): UnitClass[] {
  const first = firstAlike(plant);
  const classes = new Map<string, number[]>();
  plant.units.forEach((unit, u) => {
    const key = `${first[u]!} ${timesAndCosts(unit)}`;
    classes.set(key, [...(classes.get(key) ?? []), u]);
  });
  return [...classes.values()].map((members) => {
    const { startCost, startWaterM3 } = plant.units[members[0]!]!;
    return { members, startCost, startWaterM3 };
  });
}

function timesAndCosts(unit: PlantUnit): string {
  const { startCost, startWaterM3, minUpMinutes, minDownMinutes, startsPerDay } = unit;
  return [startCost, startWaterM3, minUpMinutes, minDownMinutes, startsPerDay].join(' ');
}

/**
 * All sets, the empty one first. Where they are too many, only those that differ from a run down the
 * classes in order by at most one class that runs in part.
 */
export function runningSets(classes: readonly UnitClass[]): RunningSet[] {
  const all = classes.reduce((product, c) => product * (c.members.length + 1), 1);
  const counts = all <= MOST_RUNNING_SETS ? everyCount(classes) : countsInOrder(classes);
  return counts.map((count) => ({
    counts: count,
    units: count.flatMap((k, c) => classes[c]!.members.slice(0, k)).sort((a, b) => a - b),
  }));
}

function everyCount(classes: readonly UnitClass[]): number[][] {
  return classes.reduce<number[][]>(
    (sets, { members }) =>
      sets.flatMap((set) => Array.from({ length: members.length + 1 }, (_, k) => [...set, k])),
    [[]],
  );
}

function countsInOrder(classes: readonly UnitClass[]): number[][] {
  const found = new Map<string, number[]>();
  for (let shift = 0; shift < classes.length; shift++) {
    const counts = classes.map(() => 0);
    found.set(counts.join(), [...counts]);
    for (let i = 0; i < classes.length; i++) {
      const c = (i + shift) % classes.length;
      for (let k = 0; k < classes[c]!.members.length; k++) {
        counts[c]!++;
        found.set(counts.join(), [...counts]);
      }
    }
  }
  return [...found.values()];
}
