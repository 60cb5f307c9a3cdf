import { levelM } from '#shared/hydraulics/reservoir.ts';
import { keepsTimes } from './commitment.ts';
import { type StationCourse, isRamped } from './label-search.ts';
import { nearestSet } from './nearest-set.ts';
import type { PolishedCourse } from './polish-course.ts';
import { runningOfSets } from './running-of-sets.ts';
import type { StationModel } from './station-model.ts';
import { type Choices, stepChoicesOf } from './step-choices.ts';

/** Steps by which a start or stop is moved at once. */
const SHIFTS = [1, 2, 4, 8];
/** Rounds through all starts and stops. */
const ROUNDS = 6;
const PRICE_ROUNDS = 24;
/** Gains below this share of the day's worth are rounding. */
const WORTH_WHILE = 1e-7;

/**
 * The same course with starts and stops moved a few steps where that earns more: a local search, each
 * try judged with the best flows for it at one price of water over the day (for given sets the worth of
 * a day's water is concave, so the price that shares it out tells its worth exactly, but for heads).
 * @returns null where nothing is gained, or times, ramps or a load leave no such freedom
 */
export function shiftStarts(model: StationModel, course: PolishedCourse): StationCourse | null {
  if (!course.perMm3 || isRamped(model) || model.task.exportMw) return null;
  const search = new StartSearch(model, course, course.perMm3);
  if (!search.improve()) return null;
  const running = search.running();
  const { problem, station } = model.task;
  return keepsTimes(problem, station, running) ? { ...course, running } : null;
}

class StartSearch {
  private readonly model: StationModel;
  private readonly course: PolishedCourse;
  private readonly perMm3: Float64Array;
  private readonly sets: Int32Array;
  private readonly before: number;
  private readonly curves = new Map<number, Choices | null>();
  /** Σ flow that the day may use, m³/s of a step; NaN where the end is free. */
  private readonly water: number;

  constructor(model: StationModel, course: PolishedCourse, perMm3: Float64Array) {
    this.model = model;
    this.course = course;
    this.perMm3 = perMm3;
    const { station, problem } = model.task;
    this.sets = Int32Array.from(course.running, (running) => nearestSet(model, running));
    this.before = nearestSet(
      model,
      station.units.map((unit) => (unit.onBefore ? 1 : 0)),
    );
    const used = course.turbineFlowM3s.reduce((sum, _, t) => {
      const change = (course.volumeMm3[t + 1]! - course.volumeMm3[t]!) / model.perFlow;
      return sum + model.task.inflowM3s[t]! - change;
    }, 0);
    const [lowest, highest] = model.limitsMm3(problem.steps);
    const end = course.volumeMm3[problem.steps]!;
    const near = 0.1 * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
    this.water = end - lowest < near || highest - end < near ? used : NaN;
  }

  improve(): boolean {
    const first = this.worth();
    let best = first;
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (let t = 1; t < this.sets.length; t++) {
        if (this.sets[t] !== this.sets[t - 1]) best = this.tryAround(t, best);
      }
      if (best - before <= WORTH_WHILE * Math.abs(first)) break;
    }
    return best - first > WORTH_WHILE * Math.abs(first);
  }

  /** Moves the change at step t to either side by the shift that gains most. */
  private tryAround(t: number, best: number): number {
    const { sets } = this;
    const kept = Int32Array.from(sets);
    let found: Int32Array | null = null;
    let most = best;
    for (const shift of SHIFTS) {
      for (const later of [true, false]) {
        if (later) sets.fill(kept[t - 1]!, t, Math.min(sets.length, t + shift));
        else sets.fill(kept[t]!, Math.max(0, t - shift), t);
        const worth = this.worth();
        if (worth > most) {
          most = worth;
          found = Int32Array.from(sets);
        }
        sets.set(kept);
      }
    }
    if (found) sets.set(found);
    return most;
  }

  /** What the sets as they stand can earn, money; −Infinity where one of them cannot run. */
  private worth(): number {
    const starts = this.startCosts();
    if (Number.isNaN(this.water)) return this.at(0).worth - starts;
    // The dual of sharing out the water: convex in the price, least where as much is used as there is.
    let low = -Math.max(...this.perMm3, 1);
    let high = -low;
    let least = Infinity;
    for (let i = 0; i < PRICE_ROUNDS; i++) {
      const price = (low + high) / 2;
      const { worth, flow } = this.at(price);
      if (worth === -Infinity) return worth;
      least = Math.min(least, worth + price * this.model.perFlow * this.water);
      if (flow > this.water) low = price;
      else high = price;
    }
    return least - starts;
  }

  /** Best flows at a price on top of the course's own: what they earn, and Σ flow. */
  private at(price: number): { worth: number; flow: number } {
    const { perFlow } = this.model;
    let worth = 0;
    let used = 0;
    for (let t = 0; t < this.sets.length; t++) {
      const curve = this.curve(t, this.sets[t]!);
      if (!curve) return { worth: -Infinity, flow: 0 };
      const { flow, money } = curve;
      const perM3s = (price + this.perMm3[t]!) * perFlow;
      let x = 0;
      while (
        x + 1 < flow.length &&
        money[x + 1]! - money[x]! > perM3s * (flow[x + 1]! - flow[x]!)
      ) {
        x++;
      }
      worth += money[x]! - perM3s * flow[x]!;
      used += flow[x]!;
    }
    return { worth, flow: used };
  }

  private startCosts(): number {
    const { model, sets } = this;
    let cost = 0;
    let before = this.before;
    for (const set of sets) {
      if (set !== before) {
        model.classes.forEach(({ startCost, startWaterM3 }, c) => {
          const more = model.sets[set]!.counts[c]! - model.sets[before]!.counts[c]!;
          const water = (startWaterM3 / 1e6) * this.perMm3[0]!;
          if (more > 0) cost += more * (startCost + water);
        });
      }
      before = set;
    }
    return cost;
  }

  /** null where the set cannot run in the step, or other units are ordered to. */
  private curve(t: number, set: number): Choices | null {
    const key = t * this.model.sets.length + set;
    const known = this.curves.get(key);
    if (known !== undefined) return known;
    const made = this.made(t, set);
    this.curves.set(key, made);
    return made;
  }

  private made(t: number, set: number): Choices | null {
    const { model, course } = this;
    const { plant, units } = model.task.station;
    const ordered = units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!));
    if (ordered) {
      const own = nearestSet(model, course.running[t]!) === set;
      return own
        ? { flow: Float64Array.of(course.turbineFlowM3s[t]!), money: Float64Array.of(0) }
        : null;
    }
    const level =
      (levelM(plant, course.volumeMm3[t]!) + levelM(plant, course.volumeMm3[t + 1]!)) / 2;
    return stepChoicesOf(model).at(t, set, level);
  }

  /** Which units run: of each class as many as the set has, those that ran before first. */
  running(): Uint8Array[] {
    return runningOfSets(this.model, this.sets);
  }
}
