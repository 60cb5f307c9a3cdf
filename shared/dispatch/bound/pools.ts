import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { UnitProblem } from '../problem.ts';
import type { StationTask } from '../station-task.ts';
import type { BoundTask } from './bound-task.ts';
import type { Pool } from './pool.ts';
import { type ChargedMw, nothingCharged } from './start-charges.ts';

/**
 * A station's day with all units in one pool: each may run or rest at any time and in part, at the work
 * of a single set. Starts are free but for what running is charged.
 */
export function pooledTask(task: StationTask, chargedMw: ChargedMw): BoundTask {
  const { station, problem } = task;
  const { plant } = station;
  // A load is followed whatever output earns: it has no price to charge in.
  const charged = task.exportMw ? nothingCharged(task) : chargedMw;
  const known = new Map<string, number>();
  const all: Pool[] = [];
  const at = new Int32Array(problem.steps);
  const auxiliaryMw = new Float64Array(problem.steps);
  const creditMw = new Float64Array(problem.steps);
  for (let t = 0; t < problem.steps; t++) {
    const units = station.units.flatMap((unit, u) => (mayRun(unit, t) ? [u] : []));
    const takenMw = units.map((u) => plant.units[u]!.auxiliaryMw + charged[u]![t]!);
    const key = units.map((u, i) => `${u}:${takenMw[i]!}`).join();
    const there = known.get(key) ?? all.length;
    if (there === all.length) {
      known.set(key, there);
      all.push({ units, takenMw });
    }
    at[t] = there;
    for (const u of units) {
      auxiliaryMw[t]! += plant.units[u]!.auxiliaryMw;
      creditMw[t]! += Math.max(0, -charged[u]![t]!);
    }
  }
  const each = plant.units.map((_, u) => u);
  const total = (of: (u: number) => number): Float64Array =>
    Float64Array.of(each.reduce((sum, u) => sum + of(u), 0));
  return {
    task,
    classes: [],
    sets: [{ counts: [], units: each }],
    auxiliaryMw: Float64Array.of(0),
    readyMw: total((u) => plant.units[u]!.mwMax),
    startM3s: total((u) => plant.units[u]!.startWaterM3 / problem.seconds),
    perFlow: problem.seconds / M3_PER_MM3,
    startSet: 0,
    pools: { all, at, auxiliaryMw, creditMw, chargedMw: charged },
  };
}

/** Whether a unit is in service in step t and not ordered to rest. */
const mayRun = ({ available, fixedFlowM3s }: UnitProblem, t: number): boolean =>
  Number.isNaN(fixedFlowM3s[t]!) ? available[t] === 1 : fixedFlowM3s[t]! > 0;
