import type { Problem, StationProblem } from './problem.ts';

/** What the best schedules of one unit are worth that run, and that rest, in each step; n each. */
export interface ScheduleWorth {
  /** Money; −Infinity where the unit cannot. */
  readonly running: Float64Array;
  readonly resting: Float64Array;
  /** The greatest there is, money. */
  readonly best: number;
}

const NEVER = -Infinity;

/**
 * A unit's schedules for itself: dynamic programming over whether it runs, since when as far as its
 * shortest run and rest ask, and its starts of the day. Service, orders, times and numbers of starts are kept.
 * @param running money of each step it runs in; n
 * @param starting money that a start in each step costs, its water included; n
 */
export function scheduleWorth(
  problem: Problem,
  station: StationProblem,
  u: number,
  running: Float64Array,
  starting: Float64Array,
): ScheduleWorth {
  const clock = new UnitClock(problem, station, u);
  const { steps } = problem;
  const { states, toOn, toOff, afterMidnight } = clock;
  const way: Float64Array[] = [];
  let before = new Float64Array(states).fill(NEVER);
  before[clock.first] = 0;
  for (let t = 0; t < steps; t++) {
    const reached = new Float64Array(states).fill(NEVER);
    for (let s = 0; s < states; s++) {
      if (before[s] === NEVER) continue;
      const from = clock.isNewDay(t) ? afterMidnight[s]! : s;
      const [on, off] = [
        clock.mayRun(from, t) ? toOn[from]! : -1,
        clock.mayRest(from, t) ? toOff[from]! : -1,
      ];
      if (on >= 0) {
        const worth = before[s]! + running[t]! - (clock.isOn(s) ? 0 : starting[t]!);
        if (worth > reached[on]!) reached[on] = worth;
      }
      if (off >= 0 && before[s]! > reached[off]!) reached[off] = before[s]!;
    }
    way.push(reached);
    before = reached;
  }
  const into = {
    running: new Float64Array(steps).fill(NEVER),
    resting: new Float64Array(steps).fill(NEVER),
  };
  let onwards = new Float64Array(states);
  let best = NEVER;
  for (let t = steps - 1; t >= 0; t--) {
    for (let s = 0; s < states; s++) {
      const worth = way[t]![s]! + onwards[s]!;
      const side = clock.isOn(s) ? into.running : into.resting;
      if (worth > side[t]!) side[t] = worth;
    }
    best = Math.max(into.running[t]!, into.resting[t]!);
    const earlier = new Float64Array(states).fill(NEVER);
    for (let s = 0; s < states; s++) {
      const from = clock.isNewDay(t) ? afterMidnight[s]! : s;
      const [on, off] = [
        clock.mayRun(from, t) ? toOn[from]! : -1,
        clock.mayRest(from, t) ? toOff[from]! : -1,
      ];
      if (on >= 0) earlier[s] = onwards[on]! + running[t]! - (clock.isOn(s) ? 0 : starting[t]!);
      if (off >= 0 && onwards[off]! > earlier[s]!) earlier[s] = onwards[off]!;
    }
    onwards = earlier;
  }
  return { ...into, best };
}

/** The states of a unit in time: running or resting since so many steps, and starts of the day so far. */
class UnitClock {
  readonly states: number;
  /** Where running or resting one step more leads from each state. */
  readonly toOn: Int32Array;
  readonly toOff: Int32Array;
  /** The same state with the day's starts forgotten. */
  readonly afterMidnight: Int32Array;
  readonly first: number;
  private readonly problem: Problem;
  private readonly station: StationProblem;
  private readonly u: number;
  /** Steps from which a run, and a rest, has lasted long enough. */
  private readonly up: number;
  private readonly down: number;
  private readonly mostStarts: number;

  constructor(problem: Problem, station: StationProblem, u: number) {
    this.problem = problem;
    this.station = station;
    this.u = u;
    const machine = station.plant.units[u]!;
    const inSteps = (minutes: number): number =>
      Math.max(1, Math.ceil(minutes / problem.stepMinutes - 1e-9));
    this.up = inSteps(machine.minUpMinutes);
    this.down = inSteps(machine.minDownMinutes);
    // More starts than every other step has room for are no limit.
    const counted = machine.startsPerDay < problem.steps / 2;
    this.mostStarts = counted ? machine.startsPerDay : Infinity;
    const counts = counted ? machine.startsPerDay + 1 : 1;
    const ages = this.up + this.down;
    this.states = ages * counts;
    this.toOn = new Int32Array(this.states);
    this.toOff = new Int32Array(this.states);
    this.afterMidnight = new Int32Array(this.states);
    for (let s = 0; s < this.states; s++) {
      const [age, starts] = [s % ages, Math.floor(s / ages)];
      this.afterMidnight[s] = age;
      const started = counted ? starts + 1 : 0;
      const onAge = age < this.up ? Math.min(age + 1, this.up - 1) : 0;
      const offAge = age < this.up ? this.up : Math.min(age + 1, ages - 1);
      const on = age < this.up ? starts : started;
      this.toOn[s] = Math.min(counts - 1, on) * ages + onAge;
      this.toOff[s] = starts * ages + offAge;
    }
    this.first = this.firstState(machine.minUpMinutes, machine.minDownMinutes);
  }

  private firstState(minUpMinutes: number, minDownMinutes: number): number {
    const { onBefore, forMinutes } = this.station.units[this.u]!;
    const needed = (onBefore ? minUpMinutes : minDownMinutes) - forMinutes;
    const missing = Math.max(0, Math.ceil(needed / this.problem.stepMinutes - 1e-9));
    const lasting = (onBefore ? this.up : this.down) - 1;
    return (onBefore ? 0 : this.up) + Math.max(0, lasting - missing);
  }

  isOn(state: number): boolean {
    return state % (this.up + this.down) < this.up;
  }

  isNewDay(t: number): boolean {
    return t > 0 && this.problem.localDay[t] !== this.problem.localDay[t - 1];
  }

  mayRun(state: number, t: number): boolean {
    const unit = this.station.units[this.u]!;
    const ordered = unit.fixedFlowM3s[t]!;
    if (!Number.isNaN(ordered)) return ordered > 0;
    if (!unit.available[t]) return false;
    const ages = this.up + this.down;
    const age = state % ages;
    if (age < this.up) return true;
    return age === ages - 1 && Math.floor(state / ages) < this.mostStarts && this.canLast(t);
  }

  mayRest(state: number, t: number): boolean {
    const unit = this.station.units[this.u]!;
    const ordered = unit.fixedFlowM3s[t]!;
    if (!Number.isNaN(ordered)) return !(ordered > 0);
    if (!unit.available[t]) return true;
    return state % (this.up + this.down) >= this.up - 1;
  }

  /** Whether nothing takes the unit away before its shortest run is over. */
  private canLast(t: number): boolean {
    const { available } = this.station.units[this.u]!;
    for (let i = t; i < Math.min(this.problem.steps, t + this.up); i++) {
      if (!available[i]) return false;
    }
    return true;
  }
}
