import { curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { isRamped } from './label-search.ts';
import { nearestSet } from './nearest-set.ts';
import { type OrderedOutset, orderedOutset } from './ordered-outset.ts';
import type { PolishedCourse } from './polish-course.ts';
import { priceBracket } from './price-bracket.ts';
import { runningOfSets } from './running-of-sets.ts';
import { SetChain } from './set-chain.ts';
import type { StationModel } from './station-model.ts';
import type { Choices } from './flow-choices.ts';
import { headWorth, stepChoicesOf } from './step-choices.ts';

/** Rounds in which levels, and what storage earns by its head, settle. */
const ROUNDS = 2;
/** Instants at most at which the storage is held to a limit: beyond that another search does better. */
const MOST_PINS = 40;
/** Sweeps over the stretches between them: who runs at the end of one matters to the next. */
const SWEEPS = 2;
/** A limit passed by less than this share of a step's largest flow is kept when flows are polished. */
const NEAR_LIMIT = 0.05;

/** An instant from 1 … n at which the storage is held, Mm³. */
type Pin = readonly [instant: number, volumeMm3: number];

/**
 * Courses by the price of water alone: at a known price steps touch each other only by starts, so a
 * dynamic program over running sets finds the best sets and flows, and the price is moved until the day
 * uses the water it has. Where storage then passes a limit it is held there, and each stretch between
 * such instants has its own price. Exact but for the heads, which follow round by round, and for
 * stretches whose water lies between two ways to run.
 * @returns the ways to run at either side of the price, one where they are the same, whether they keep times
 *   and numbers of starts or not; none where ramps tie steps together, orders come amid free steps, or limits bind too often
 */
export function priceCourses(model: StationModel): PolishedCourse[] {
  const { task } = model;
  const { plant } = task.station;
  const { up, down } = plant.levelRampMPerHour;
  if (plant.freeSpill || Math.min(up, down) < Infinity || isRamped(model)) return [];
  const outset = orderedOutset(model);
  return outset && outset.steps < task.problem.steps
    ? new PriceSearch(model, outset).courses()
    : [];
}

class PriceSearch {
  private readonly model: StationModel;
  private readonly outset: OrderedOutset;
  /** The first step that is free. */
  private readonly first: number;
  private readonly steps: number;
  private readonly chain: SetChain;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly nearMm3: number;
  private readonly dearest: number;
  private shape: Float64Array;
  /** Price beyond the shape in each step, money per Mm³. */
  private readonly price: Float64Array;
  /** The same on the other side of where a stretch uses its water. */
  private readonly otherPrice: Float64Array;
  private readonly volume: Float64Array;

  constructor(model: StationModel, outset: OrderedOutset) {
    this.model = model;
    this.outset = outset;
    this.first = outset.steps;
    const { station, problem } = model.task;
    this.steps = problem.steps;
    const limits = Array.from({ length: this.steps + 1 }, (_, t) => model.limitsMm3(t));
    this.low = Float64Array.from(limits, ([low]) => low);
    this.high = Float64Array.from(limits, ([, high]) => high);
    const mostM3s = model.mostFlowM3s(model.sets.length - 1);
    this.nearMm3 = NEAR_LIMIT * mostM3s * model.perFlow;
    const price = problem.pricePerMwh.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    const perM3s = (price * problem.seconds) / SECONDS_PER_HOUR / model.flowPerMw;
    this.dearest = (3 * perM3s) / model.perFlow;
    this.shape = new Float64Array(this.steps + 1);
    this.price = new Float64Array(this.steps).fill(station.end.waterValuePerMm3);
    this.otherPrice = Float64Array.from(this.price);
    const begins = outset.volumeMm3[this.first]!;
    const ends = Math.max(this.low[this.steps]!, Math.min(this.high[this.steps]!, begins));
    const perStep = (ends - begins) / (this.steps - this.first);
    this.volume = Float64Array.from(
      limits,
      (_, t) => outset.volumeMm3[t] ?? begins + perStep * (t - this.first),
    );
    const ran = outset.running.at(-1) ?? station.units.map((unit) => (unit.onBefore ? 1 : 0));
    this.chain = new SetChain(model, this.first, nearestSet(model, ran), this.dearest);
    this.chain.setAt.set(outset.running.map((running) => nearestSet(model, running)));
    this.chain.flow.set(outset.turbineFlowM3s);
  }

  courses(): PolishedCourse[] {
    for (let round = 0; round < ROUNDS; round++) {
      this.chain.offer(this.choices());
      if (round > 0) this.shape = this.worthByHead();
      if (!this.keepWithinLimits()) return [];
      this.run();
      this.volume.set(this.balance());
    }
    const first = this.course();
    const { setAt } = this.chain;
    const setsBefore = Int32Array.from(setAt);
    this.price.set(this.otherPrice);
    const second = this.course();
    return setAt.some((set, t) => set !== setsBefore[t]) ? [first, second] : [first];
  }

  /** Sets, flows and storage at the prices as they stand. */
  private course(): PolishedCourse {
    const worth = this.run();
    return {
      running: runningOfSets(this.model, this.chain.setAt),
      turbineFlowM3s: Float64Array.from(this.chain.flow),
      volumeMm3: this.balance(),
      worth,
      ...this.prices(),
    };
  }

  /** Prices along the course, as they stand. */
  private prices(): Pick<PolishedCourse, 'perMm3' | 'storedPerMm3'> {
    const { price, shape, steps } = this;
    return {
      perMm3: price.map((perMm3, t) => perMm3 + (shape[t]! + shape[t + 1]!) / 2),
      storedPerMm3: shape.map((perMm3, t) => perMm3 + price[Math.min(t, steps - 1)]!),
    };
  }

  /** Per step and set. */
  private choices(): (Choices | null)[] {
    const { length: sets } = this.model.sets;
    const choices = stepChoicesOf(this.model);
    return Array.from({ length: this.steps * sets }, (_, i) => {
      const t = Math.floor(i / sets);
      return t < this.first ? null : choices.at(t, i % sets, this.levelM(t));
    });
  }

  /** Mean level of a step, m. */
  private levelM(t: number): number {
    const { plant } = this.model.task.station;
    return (levelM(plant, this.volume[t]!) + levelM(plant, this.volume[t + 1]!)) / 2;
  }

  /** What a Mm³ in store earns by its head from each instant on to the end, money; n + 1. */
  private worthByHead(): Float64Array {
    const { model, volume, price } = this;
    const { setAt, flow } = this.chain;
    const { levelAtVolume } = model.task.station.plant;
    const shape = new Float64Array(this.steps + 1);
    for (let t = this.steps - 1; t >= 0; t--) {
      const perMm3 = curveSlopeAt(levelAtVolume, (volume[t]! + volume[t + 1]!) / 2);
      const stored = price[t]! + shape[t + 1]!;
      const earned = headWorth(model, t, setAt[t]!, this.levelM(t), flow[t]!, stored);
      shape[t] = shape[t + 1]! + perMm3 * (Number.isFinite(earned) ? earned : 0);
    }
    return shape;
  }

  /** Prices at which the storage keeps its limits; false where they bind too often. */
  private keepWithinLimits(): boolean {
    const { station } = this.model.task;
    const pins: Pin[] = [];
    if (station.end.levelM > -Infinity && station.end.waterValuePerMm3 <= 0)
      pins.push([this.steps, this.low[this.steps]!]);
    for (let tries = 0; tries <= MOST_PINS; tries++) {
      for (let sweep = 0; sweep < SWEEPS; sweep++) this.sweep(pins);
      if (this.run() === -Infinity) return false;
      const volume = this.balance();
      const worst = this.worstBreach(volume);
      if (worst < 0) return true;
      if (pins.some(([t]) => t === worst)) return false;
      pins.push([worst, volume[worst]! > this.high[worst]! ? this.high[worst]! : this.low[worst]!]);
      pins.sort((a, b) => a[0] - b[0]);
    }
    return false;
  }

  /** Finds the price of each stretch in turn at which it ends at its pin; past the last the end is free. */
  private sweep(pins: readonly Pin[]): void {
    const { inflowM3s, station } = this.model.task;
    this.charge(this.first, this.steps);
    let from = this.first;
    let begins = this.volume[from]!;
    for (const [to, ends] of pins) {
      let given = begins - ends;
      for (let t = from; t < to; t++) given += inflowM3s[t]! * this.model.perFlow;
      const usesMore = (price: number): boolean => {
        this.price.fill(price, from, to);
        this.run(from, to);
        return this.chain.used(from, to) > given;
      };
      const { low, high } = priceBracket(usesMore, this.dearest, this.price[from]!);
      // Between two ways to run the one that keeps the limit.
      const isFloor = ends < this.high[to]!;
      this.price.fill(isFloor ? high : low, from, to);
      this.otherPrice.fill(isFloor ? low : high, from, to);
      this.charge(from, to);
      [from, begins] = [to, ends];
    }
    this.price.fill(station.end.waterValuePerMm3, from);
    this.otherPrice.fill(station.end.waterValuePerMm3, from);
    this.price.fill(this.price[this.first]!, 0, this.first);
    this.otherPrice.fill(this.otherPrice[this.first]!, 0, this.first);
  }

  /**
   * Sets and flows at the prices as they stand; what they earn beyond their water, money.
   * @param from prices have changed in the steps from … to − 1 alone since it was last asked
   */
  private run(from = this.first, to = this.steps): number {
    this.charge(from, to);
    return this.chain.run();
  }

  /** Charges water at the prices as they stand in the steps from … to − 1. */
  private charge(from: number, to: number): void {
    const { chain, price, shape } = this;
    for (let t = from; t < to; t++) chain.price(t, price[t]! + (shape[t]! + shape[t + 1]!) / 2);
  }

  private balance(): Float64Array {
    const { perFlow, task } = this.model;
    const volume = new Float64Array(this.steps + 1);
    volume.set(this.outset.volumeMm3);
    for (let t = this.first; t < this.steps; t++) {
      volume[t + 1] = volume[t]! + task.inflowM3s[t]! * perFlow - this.chain.letGo(t);
    }
    return volume;
  }

  /** The instant at which a limit is passed most; −1: none is. */
  private worstBreach(volume: Float64Array): number {
    let worst = -1;
    let most = this.nearMm3;
    for (let t = this.first + 1; t < volume.length; t++) {
      const off = Math.max(this.low[t]! - volume[t]!, volume[t]! - this.high[t]!);
      if (off > most) [most, worst] = [off, t];
    }
    return worst;
  }
}
