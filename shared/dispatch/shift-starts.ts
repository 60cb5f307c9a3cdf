import { levelM } from '#shared/hydraulics/reservoir.ts';
import { keepsTimes } from './commitment.ts';
import { type StationCourse, isRamped } from './label-search.ts';
import { nearestSet } from './nearest-set.ts';
import type { PolishedCourse } from './polish-course.ts';
import { priceBracket } from './price-bracket.ts';
import { runningOfSets } from './running-of-sets.ts';
import type { StationModel } from './station-model.ts';
import { type Choices, bestPlace, earnedAt, onlyFlow } from './flow-choices.ts';
import { stepChoicesOf } from './step-choices.ts';

/** Steps by which a start or stop is moved at once. */
const SHIFTS = [1, 2, 4, 8];
/** Rounds through all starts and stops. */
const ROUNDS = 6;
/** Gains below this share of the day's worth are rounding. */
const WORTH_WHILE = 1e-7;
/** Storage this near to a limit rests on it, and at the day's end, shares of a step's largest flow. */
const AT_LIMIT = 0.02;
const AT_END = 0.1;
/** Prices on top of the course's own are sought within this many times the dearest of these. */
const BEYOND_DEAREST = 2;

/** Steps from … to − 1 between two instants at which the course's storage is bound. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Σ flow that its steps use, m³/s of a step; NaN where its end is free. */
  readonly water: number;
  /** The price last found, on top of the course's own, money per Mm³. */
  price: number;
}

/**
 * The same course with starts and stops moved a few steps where that earns more: a local search, each
 * try judged with the best flows for it at one price of water between two instants at which the storage is bound
 * (for given sets the worth of its water is concave, so the price that shares it out tells its worth exactly, but
 * for heads).
 * @param alsoExchange whether other sets are tried for runs of steps and for parts of them: takes longer
 * @returns null where nothing is gained, or times, ramps or a load leave no such freedom
 */
export function shiftStarts(
  model: StationModel,
  course: PolishedCourse,
  alsoExchange = false,
): StationCourse | null {
  if (!course.perMm3 || isRamped(model) || model.task.exportMw) return null;
  const search = new StartSearch(model, course, course.perMm3);
  if (!search.improve(alsoExchange)) return null;
  const running = search.running();
  const { problem, station } = model.task;
  return keepsTimes(problem, station, running) ? { ...course, running } : null;
}

/** A run of steps and its parts: quarters, halves and three quarters, from either end. */
function partsOf(from: number, to: number): [number, number][] {
  const parts: [number, number][] = [[from, to]];
  const cuts = new Set([1, 2, 3].map((n) => from + Math.round(((to - from) * n) / 4)));
  for (const cut of cuts) if (cut > from && cut < to) parts.push([from, cut], [cut, to]);
  return parts;
}

class StartSearch {
  private readonly model: StationModel;
  private readonly course: PolishedCourse;
  private readonly perMm3: Float64Array;
  private readonly sets: Int32Array;
  private readonly before: number;
  private readonly curves: (Choices | null | undefined)[];
  /** Places of the flows last found best, where they are looked for first. */
  private readonly places: Int32Array;
  /** No price is beyond it, money per Mm³. */
  private readonly dearest: number;
  private readonly stretches: readonly Stretch[];

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
    this.places = new Int32Array(this.sets.length);
    this.dearest =
      BEYOND_DEAREST * perMm3.reduce((most, price) => Math.max(most, Math.abs(price)), 1);
    this.curves = Array.from({ length: problem.steps * model.sets.length }, () => undefined);
    this.stretches = this.stretchesOf();
  }

  private stretchesOf(): Stretch[] {
    const { model, course } = this;
    const { inflowM3s, problem } = model.task;
    const { volumeMm3 } = course;
    const mostMm3 = model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
    const stretches: Stretch[] = [];
    let from = 0;
    let water = 0;
    for (let t = 0; t < problem.steps; t++) {
      water += inflowM3s[t]! - (volumeMm3[t + 1]! - volumeMm3[t]!) / model.perFlow;
      const [lowest, highest] = model.limitsMm3(t + 1);
      const isLast = t === problem.steps - 1;
      const near = (isLast ? AT_END : AT_LIMIT) * mostMm3;
      const isBound = volumeMm3[t + 1]! - lowest < near || highest - volumeMm3[t + 1]! < near;
      if (!isBound && !isLast) continue;
      stretches.push({ from, to: t + 1, water: isBound ? water : NaN, price: 0 });
      [from, water] = [t + 1, 0];
    }
    return stretches;
  }

  improve(alsoExchange: boolean): boolean {
    const first = this.worth();
    let best = first;
    for (let round = 0; round < ROUNDS; round++) {
      const before = best;
      for (let t = 1; t < this.sets.length; t++) {
        if (this.sets[t] !== this.sets[t - 1]) best = this.tryAround(t, best);
      }
      if (alsoExchange) best = this.exchange(best);
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

  /** Takes, run by run, another set for it or for a part of it where that gains most. */
  private exchange(best: number): number {
    const { sets } = this;
    let most = best;
    let from = 0;
    while (from < sets.length) {
      let to = from + 1;
      while (to < sets.length && sets[to] === sets[from]) to++;
      most = this.tryOthers(from, to, most);
      from = to;
    }
    return most;
  }

  /** Other sets for the run of steps from … to − 1. */
  private tryOthers(from: number, to: number, best: number): number {
    const { sets } = this;
    const own = sets[from]!;
    let found: { set: number; begins: number; ends: number } | null = null;
    let most = best;
    for (const [begins, ends] of partsOf(from, to)) {
      for (let set = 0; set < this.model.sets.length; set++) {
        if (set === own) continue;
        sets.fill(set, begins, ends);
        const worth = this.worth();
        if (worth > most) [most, found] = [worth, { set, begins, ends }];
        sets.fill(own, begins, ends);
      }
    }
    if (found) sets.fill(found.set, found.begins, found.ends);
    return most;
  }

  /** What the sets as they stand can earn, money; −Infinity where one of them cannot run. */
  private worth(): number {
    if (!this.canRun()) return -Infinity;
    let worth = -this.startCosts();
    for (const stretch of this.stretches) worth += this.worthOf(stretch);
    return worth;
  }

  /** The dual of sharing out a stretch's water: convex in the price, least where as much is used as there is. */
  private worthOf(stretch: Stretch): number {
    const { water } = stretch;
    if (Number.isNaN(water)) return this.at(stretch, 0).worth;
    let least = Infinity;
    const usesMore = (price: number): boolean => {
      const { worth, flow } = this.at(stretch, price);
      least = Math.min(least, worth + price * this.model.perFlow * water);
      return flow > water;
    };
    stretch.price = priceBracket(usesMore, this.dearest, stretch.price).high;
    return least;
  }

  private canRun(): boolean {
    return this.sets.every((set, t) => this.curve(t, set) !== null);
  }

  /** Best flows in a stretch at a price on top of the course's own: what they earn, and Σ flow. */
  private at({ from, to }: Stretch, price: number): { worth: number; flow: number } {
    const { perFlow } = this.model;
    let worth = 0;
    let used = 0;
    for (let t = from; t < to; t++) {
      const curve = this.curve(t, this.sets[t]!)!;
      const perM3s = (price + this.perMm3[t]!) * perFlow;
      const x = bestPlace(curve, perM3s, this.places[t]!);
      this.places[t] = x;
      worth += earnedAt(curve, x, perM3s);
      used += curve.flow[x]!;
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
    const known = this.curves[key];
    if (known !== undefined) return known;
    const made = this.made(t, set);
    this.curves[key] = made;
    return made;
  }

  private made(t: number, set: number): Choices | null {
    const { model, course } = this;
    const { plant, units } = model.task.station;
    const ordered = units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!));
    if (ordered) {
      const own = nearestSet(model, course.running[t]!) === set;
      return own ? onlyFlow(course.turbineFlowM3s[t]!) : null;
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
