import type { Problem, StationProblem } from './problem.ts';

/** Which units run, since when, and how often each was started on the present day. */
export interface Commitment {
  readonly on: Uint8Array;
  /** Minutes in the present state. */
  readonly forMinutes: Float64Array;
  readonly startsToday: Int32Array;
}

/** What a unit may do in a step, given where it stands. */
export type Leave = 'must-run' | 'must-rest' | 'free';

export function commitmentBefore(station: StationProblem): Commitment {
  return {
    on: Uint8Array.from(station.units, (unit) => (unit.onBefore ? 1 : 0)),
    forMinutes: Float64Array.from(station.units, (unit) => unit.forMinutes),
    startsToday: new Int32Array(station.units.length),
  };
}

/** The commitment after step t was run with the units of `running`. */
export function commitmentAfter(
  problem: Problem,
  before: Commitment,
  running: ArrayLike<number>,
  t: number,
): Commitment {
  const newDay = t > 0 && problem.localDay[t] !== problem.localDay[t - 1];
  const units = before.on.length;
  const on = new Uint8Array(units);
  const forMinutes = new Float64Array(units);
  const startsToday = new Int32Array(units);
  for (let u = 0; u < units; u++) {
    on[u] = running[u]! > 0 ? 1 : 0;
    const same = on[u] === before.on[u];
    forMinutes[u] = (same ? before.forMinutes[u]! : 0) + problem.stepMinutes;
    startsToday[u] = (newDay ? 0 : before.startsToday[u]!) + (on[u] && !same ? 1 : 0);
  }
  return { on, forMinutes, startsToday };
}

/**
 * Whether unit u must run, must rest or is free in step t: what is ordered first, then service, then
 * its shortest run and rest, its starts, and whether a start now could last its shortest run.
 */
export function leaveOf(
  problem: Problem,
  station: StationProblem,
  state: Commitment,
  u: number,
  t: number,
): Leave {
  const unit = station.units[u]!;
  const machine = station.plant.units[u]!;
  const ordered = unit.fixedFlowM3s[t]!;
  if (!Number.isNaN(ordered)) return ordered > 0 ? 'must-run' : 'must-rest';
  if (!unit.available[t]) return 'must-rest';
  if (state.on[u]) return state.forMinutes[u]! < machine.minUpMinutes ? 'must-run' : 'free';
  if (state.forMinutes[u]! < machine.minDownMinutes) return 'must-rest';
  const newDay = t > 0 && problem.localDay[t] !== problem.localDay[t - 1];
  if ((newDay ? 0 : state.startsToday[u]!) >= machine.startsPerDay) return 'must-rest';
  return startCanLast(problem, station, u, t) ? 'free' : 'must-rest';
}

/** Whether nothing takes the unit away before its shortest run is over. */
function startCanLast(problem: Problem, station: StationProblem, u: number, t: number): boolean {
  const steps = Math.ceil(station.plant.units[u]!.minUpMinutes / problem.stepMinutes - 1e-9);
  const unit = station.units[u]!;
  for (let i = t; i < Math.min(problem.steps, t + steps); i++) {
    if (!unit.available[i]) return false;
  }
  return true;
}

/** Whether a day's running keeps orders, service, shortest runs and rests and numbers of starts. */
export function keepsTimes(
  problem: Problem,
  station: StationProblem,
  running: readonly ArrayLike<number>[],
): boolean {
  let state = commitmentBefore(station);
  for (const [t, units] of running.entries()) {
    for (let u = 0; u < station.units.length; u++) {
      const leave = leaveOf(problem, station, state, u, t);
      if (leave === (units[u]! > 0 ? 'must-rest' : 'must-run')) return false;
    }
    state = commitmentAfter(problem, state, units, t);
  }
  return true;
}
