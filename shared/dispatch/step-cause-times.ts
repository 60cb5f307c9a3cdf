import type { UnitPlan } from '#shared/station/plan-schema.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import type { Problem, UnitProblem } from './problem.ts';

/** How long a unit is in its state (on or off), as each step has it; n each. */
export interface UnitTimes {
  /** Minutes in the step's state before the step begins; Infinity where the day does not say. */
  readonly before: Float64Array;
  /** Minutes from the step's start to the end of the state; Infinity where only the horizon ends it. */
  readonly after: Float64Array;
  /** Starts on the local day of the step. */
  readonly startsThatDay: Int32Array;
}

/** Far below any step, minutes. */
const ROUNDING = 1e-6;

export function unitTimes(problem: Problem, unit: UnitProblem, { on }: UnitPlan): UnitTimes {
  const { steps, stepMinutes, localDay } = problem;
  const before = new Float64Array(steps);
  const after = new Float64Array(steps);
  const startsThatDay = new Int32Array(steps);
  const starts = new Map<number, number>();
  for (let t = 0; t < steps; t++) {
    const state = on[t] === 1;
    const was = t > 0 ? on[t - 1] === 1 : unit.onBefore;
    const lasted = t > 0 ? before[t - 1]! + stepMinutes : unit.forMinutes;
    before[t] = state === was ? lasted : 0;
    if (state && !was) starts.set(localDay[t]!, (starts.get(localDay[t]!) ?? 0) + 1);
  }
  for (let t = steps - 1; t >= 0; t--) {
    const next = t === steps - 1 ? Infinity : on[t + 1] === on[t] ? after[t + 1]! : 0;
    after[t] = next + stepMinutes;
    startsThatDay[t] = starts.get(localDay[t]!) ?? 0;
  }
  return { before, after, startsThatDay };
}

/** What keeps a resting unit from running in step t as well, of the times it has to keep; null: nothing does. */
export function startBlockedBy(
  problem: Problem,
  unit: UnitProblem,
  machine: PlantUnit,
  { before, after, startsThatDay }: UnitTimes,
  { on }: UnitPlan,
  t: number,
): 'fixed' | 'outage' | 'min-down' | 'min-up' | 'starts' | null {
  const { stepMinutes } = problem;
  if (!Number.isNaN(unit.fixedFlowM3s[t]!)) return 'fixed';
  if (!unit.available[t]) return 'outage';
  const least = machine.minDownMinutes - ROUNDING;
  const ranBefore = t > 0 ? on[t - 1] === 1 : unit.onBefore;
  const runsNext = on[t + 1] === 1;
  // Run on into this step, or started one step sooner: only the rest becomes shorter.
  if (ranBefore)
    return after[t]! - stepMinutes < least && after[t]! > stepMinutes ? 'min-down' : null;
  if (before[t]! < least) return 'min-down';
  if (runsNext) return null;
  if (startsThatDay[t]! >= machine.startsPerDay) return 'starts';
  // A run of its own needs its least time before the next outage, and rests to either side.
  const needed = Math.max(stepMinutes, machine.minUpMinutes);
  for (let s = t; s < problem.steps && (s - t) * stepMinutes < needed - ROUNDING; s++) {
    if (!unit.available[s]) return 'outage';
    if (on[s] === 1) break;
  }
  return null;
}

/** What keeps a running unit from resting in step t, of the times it has to keep; null: nothing does. */
export function stopBlockedBy(
  problem: Problem,
  unit: UnitProblem,
  machine: PlantUnit,
  { before, after, startsThatDay }: UnitTimes,
  { on }: UnitPlan,
  t: number,
): 'fixed' | 'min-up' | 'starts' | null {
  const { stepMinutes } = problem;
  if (!Number.isNaN(unit.fixedFlowM3s[t]!)) return 'fixed';
  const least = machine.minUpMinutes - ROUNDING;
  const ranBefore = t > 0 ? on[t - 1] === 1 : unit.onBefore;
  const runsNext = t + 1 < problem.steps && on[t + 1] === 1;
  const shortens = before[t]! + after[t]! - stepMinutes < least;
  if (!ranBefore) return shortens ? 'min-up' : null;
  if (before[t]! < least) return 'min-up';
  if (!runsNext) return null;
  // A rest inside the run splits it: one more start.
  if (after[t]! - stepMinutes < least) return 'min-up';
  return startsThatDay[t]! >= machine.startsPerDay ? 'starts' : null;
}

/** Whether step t is the first or last of a run or rest, so that it can change sides without a new start. */
export function isAtEdge(unit: UnitProblem, { on }: UnitPlan, t: number): boolean {
  const was = t > 0 ? on[t - 1] : unit.onBefore ? 1 : 0;
  const next = on[t + 1] ?? 0;
  return was !== on[t] || next !== on[t];
}
