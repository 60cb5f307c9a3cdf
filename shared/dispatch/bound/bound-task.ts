import type { Plant } from '#shared/hydraulics/plant.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { firstAlike } from '../alike-units.ts';
import { type RunningSet, type UnitClass, runningSets } from '../running-sets.ts';
import type { StationTask } from '../station-task.ts';
import type { Pools } from './pool.ts';

/** More sets than this are not proved: it would take too long. */
const MOST_SETS = 300;

/**
 * A station's day as the bound sees it: units told apart by their machine alone, the cheapest start of
 * those alike for all of them. What it leaves out (times and numbers of starts) only lets more be done.
 */
export interface BoundTask {
  readonly task: StationTask;
  readonly classes: readonly UnitClass[];
  /** All sets: the product of the classes' counts, the last class counting fastest. */
  readonly sets: readonly RunningSet[];
  /** Σ of auxiliaries of each set, MW; 0 where its curves have them off already. */
  readonly auxiliaryMw: Float64Array;
  /** Σ mwMax of each set, MW. */
  readonly readyMw: Float64Array;
  /** Water that starting all units of the set takes at most, m³/s of a step. */
  readonly startM3s: Float64Array;
  /** What a m³/s of a step is in Mm³. */
  readonly perFlow: number;
  /** Set that ran before the first step. */
  readonly startSet: number;
  /** Units of which each may rest, in place of sets; else null. */
  readonly pools: Pools | null;
}

/** null where there are too many sets to prove anything in useful time. */
export function boundTask(task: StationTask): BoundTask | null {
  const { plant } = task.station;
  const first = firstAlike(plant);
  const members = new Map<number, number[]>();
  plant.units.forEach((_, u) => members.set(first[u]!, [...(members.get(first[u]!) ?? []), u]));
  const classes = [...members.values()].map((units) => ({
    members: units,
    startCost: Math.min(...units.map((u) => plant.units[u]!.startCost)),
    startWaterM3: Math.min(...units.map((u) => plant.units[u]!.startWaterM3)),
  }));
  if (classes.reduce((product, c) => product * (c.members.length + 1), 1) > MOST_SETS) return null;
  const sets = runningSets(classes);
  const total = (of: (u: number) => number): Float64Array =>
    Float64Array.from(sets, ({ units }) => units.reduce((sum, u) => sum + of(u), 0));
  const { seconds } = task.problem;
  const bound: BoundTask = {
    task,
    classes,
    sets,
    auxiliaryMw: total((u) => plant.units[u]!.auxiliaryMw),
    readyMw: total((u) => plant.units[u]!.mwMax),
    startM3s: Float64Array.from(sets, ({ counts }) =>
      counts.reduce((sum, count, c) => sum + mostStartWaterM3(plant, classes[c]!, count), 0),
    ).map((water) => water / seconds),
    perFlow: seconds / M3_PER_MM3,
    startSet: 0,
    pools: null,
  };
  const before = task.station.units.map((unit) => (unit.onBefore ? 1 : 0));
  return { ...bound, startSet: setOfRunning(bound, before) };
}

/** Water that `count` units of a class start with at most, m³. */
function mostStartWaterM3(plant: Plant, { members }: UnitClass, count: number): number {
  const waters = members.map((u) => plant.units[u]!.startWaterM3).sort((a, b) => b - a);
  return waters.slice(0, count).reduce((sum, water) => sum + water, 0);
}

/** Index of the set in which as many of each class run. */
export function setOfRunning({ classes, pools }: BoundTask, running: ArrayLike<number>): number {
  let set = 0;
  if (pools) return set;
  for (const { members } of classes) {
    let on = 0;
    for (const u of members) if (running[u]! > 0) on++;
    set = set * (members.length + 1) + on;
  }
  return set;
}

/** Whether enough units of each class are in service in step t. */
export function inService(
  { task, classes, sets, pools }: BoundTask,
  set: number,
  t: number,
): boolean {
  if (pools) return true;
  const { counts } = sets[set]!;
  return classes.every(({ members }, c) => {
    let able = 0;
    for (const u of members) if (task.station.units[u]!.available[t]) able++;
    return counts[c]! <= able;
  });
}
