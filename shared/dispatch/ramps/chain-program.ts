import { Limits, type LongestSteps, reach } from './chain-limits.ts';

/**
 * A concave program along a day: in each step a flow made up of segments, each with its width and what a
 * unit of it earns; a store that the flows draw on; and ramps between neighbouring steps. Store and flow
 * are counted alike, m³/s of a step. Every limit of store and ramp may be broken at the price `dearest`,
 * so that there always is an answer.
 */
export interface ChainProgram {
  /** Flow that each step takes at least; n. */
  readonly least: Float64Array;
  /** Per step the widths of its segments, > 0, and what a unit of each earns, money. */
  readonly segments: readonly ChainSegments[];
  /** What flows into the store, less what else leaves it; n. */
  readonly given: Float64Array;
  readonly startStore: number;
  /** Limits of the store at each instant, of which the first binds nobody; n + 1. */
  readonly lowStore: Float64Array;
  readonly highStore: Float64Array;
  /** What a unit in store earns at each instant, money; n + 1. */
  readonly perStore: Float64Array;
  readonly ramps: readonly ChainRamp[];
  /** What breaking a limit by one unit costs, money. */
  readonly dearest: number;
}

export interface ChainSegments {
  readonly width: Float64Array;
  readonly gain: Float64Array;
}

/**
 * One kind of ramp: `low[t] ≤ slope[t] · flow[t] − slope[t − 1] · flow[t − 1] ≤ high[t]`, where the flow
 * before the first step counts as none. Infinite limits bind nobody; n each.
 */
export interface ChainRamp {
  readonly slope: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Flows, the store they leave, and the prices at which they are best. */
export interface ChainAnswer {
  readonly flow: Float64Array;
  /** n + 1. */
  readonly store: Float64Array;
  /** What a unit more in store would be worth at each instant, money; n + 1. */
  readonly storePrice: Float64Array;
  /** Per kind of ramp what each step's change is charged, money per unit upwards; n. */
  readonly rampPrice: readonly Float64Array[];
  /** Money earned, breaches paid. */
  readonly worth: number;
}

const MOST_ROUNDS = 60;
/** The program is solved where its gap is below this share of what it can earn, unless told otherwise. */
const NEAR_ENOUGH = 1e-7;
/** Share of the present products that a round aims at, at least. */
const LEAST_CENTRING = 1e-4;

/**
 * Solves a program by a primal-dual interior-point method. Each round's linear system is a chain and is
 * solved along it, backwards and forwards, so that the work grows with the steps and segments alone.
 */
export function solveChain(program: ChainProgram, nearEnough = NEAR_ENOUGH): ChainAnswer {
  return new Interior(program).solve(nearEnough);
}

class Interior {
  private readonly program: ChainProgram;
  private readonly n: number;
  /** Segments of all steps one after the other; where those of each begin, n + 1. */
  private readonly from: Int32Array;
  private readonly width: Float64Array;
  private readonly gain: Float64Array;
  private readonly y: Float64Array;
  private readonly zLow: Float64Array;
  private readonly zHigh: Float64Array;
  private readonly dy: Float64Array;
  private readonly store: Limits;
  private readonly ramps: readonly Limits[];
  private readonly limits: readonly Limits[];
  private readonly flow: Float64Array;
  private readonly rhs: Float64Array;

  constructor(program: ChainProgram) {
    this.program = program;
    const { segments, dearest } = program;
    const n = segments.length;
    this.n = n;
    this.from = new Int32Array(n + 1);
    for (let t = 0; t < n; t++) this.from[t + 1] = this.from[t]! + segments[t]!.width.length;
    const all = this.from[n]!;
    this.width = new Float64Array(all);
    this.gain = new Float64Array(all);
    segments.forEach(({ width, gain }, t) => {
      this.width.set(width, this.from[t]);
      this.gain.set(gain, this.from[t]);
    });
    const largest = this.gain.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
    const first = Math.min(Math.max(largest, 1e-3 * dearest), dearest / 2) / 2;
    this.y = this.width.map((width) => width / 2);
    this.zLow = new Float64Array(all).fill(first);
    this.zHigh = new Float64Array(all).fill(first);
    this.dy = new Float64Array(all);
    this.rhs = new Float64Array(all);
    this.flow = new Float64Array(n);
    this.store = new Limits(program.lowStore.slice(1), program.highStore.slice(1), dearest, first);
    this.ramps = program.ramps.map((ramp) => new Limits(ramp.low, ramp.high, dearest, first));
    this.limits = [this.store, ...this.ramps];
    this.settle();
    const room = this.width.reduce((sum, width) => sum + width, 0) / Math.max(1, n);
    for (const limits of this.limits) limits.open(Math.max(1e-6, room));
  }

  /** Flows, stores and changes as the segments stand. */
  private settle(): void {
    const { program, n, y, from, flow } = this;
    let store = program.startStore;
    for (let t = 0; t < n; t++) {
      let sum = program.least[t]!;
      for (let k = from[t]!; k < from[t + 1]!; k++) sum += y[k]!;
      flow[t] = sum;
      store += program.given[t]! - sum;
      this.store.value[t] = store;
      this.ramps.forEach((limits, r) => {
        const { slope } = program.ramps[r]!;
        const before = t > 0 ? slope[t - 1]! * flow[t - 1]! : 0;
        limits.value[t] = slope[t]! * sum - before;
      });
    }
  }

  solve(nearEnough: number): ChainAnswer {
    const enough = nearEnough * this.scale();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { sum, count } = this.products();
      if (!(sum > enough)) break;
      // How far a bold step could go tells how bold the real one may be.
      const bold = this.newton(0);
      const left = 1 - Math.min(bold.primal, bold.dual);
      this.move(this.newton((Math.max(LEAST_CENTRING, left ** 3) * sum) / count));
    }
    return this.answer();
  }

  private scale(): number {
    let sum = 1;
    for (let k = 0; k < this.width.length; k++) sum += Math.abs(this.gain[k]!) * this.width[k]!;
    return sum;
  }

  private products(): { sum: number; count: number } {
    const { y, width, zLow, zHigh } = this;
    let sum = 0;
    for (let k = 0; k < y.length; k++) {
      sum += y[k]! * zLow[k]! + (width[k]! - y[k]!) * zHigh[k]!;
    }
    let count = 2 * y.length;
    for (const limits of this.limits) {
      sum += limits.products();
      count += limits.count;
    }
    return { sum, count };
  }

  /** Price of what each step lets go, the store's and the ramps', money per unit; n. */
  private flowPrices(): Float64Array {
    const { program, n } = this;
    const prices = new Float64Array(n);
    let stored = 0;
    for (let t = n - 1; t >= 0; t--) {
      stored += program.perStore[t + 1]! + this.store.price(t);
      prices[t] = stored;
      this.ramps.forEach((limits, r) => {
        const after = t + 1 < n ? limits.price(t + 1) : 0;
        prices[t]! -= program.ramps[r]!.slope[t]! * (limits.price(t) - after);
      });
    }
    return prices;
  }

  /** Finds the Newton step towards products of `target`. @returns how far it may be gone */
  private newton(target: number): LongestSteps {
    const { n, from, y, width, gain, zLow, zHigh, dy, rhs } = this;
    const prices = this.flowPrices();
    for (const limits of this.limits) limits.linearise(target);
    const aim = new Float64Array(n);
    const give = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      for (let k = from[t]!; k < from[t + 1]!; k++) {
        const above = width[k]! - y[k]!;
        const yields = 1 / (zLow[k]! / y[k]! + zHigh[k]! / above);
        // Stationarity with the box's own prices put at what the target makes of them.
        rhs[k] = gain[k]! - prices[t]! + target / y[k]! - target / above;
        dy[k] = yields;
        aim[t]! += rhs[k]! * yields;
        give[t]! += yields;
      }
    }
    const flows = this.alongChain(aim, give);
    const steps: LongestSteps = { primal: 1, dual: 1 };
    for (let t = 0; t < n; t++) {
      if (from[t] === from[t + 1]) continue;
      const shadow = (aim[t]! - flows[t]!) / give[t]!;
      for (let k = from[t]!; k < from[t + 1]!; k++) {
        const above = width[k]! - y[k]!;
        const change = (rhs[k]! - shadow) * dy[k]!;
        dy[k] = change;
        const dLow = (target - (y[k]! + change) * zLow[k]!) / y[k]!;
        const dHigh = (target - (above - change) * zHigh[k]!) / above;
        steps.primal = Math.min(steps.primal, reach(y[k]!, change), reach(above, -change));
        steps.dual = Math.min(steps.dual, reach(zLow[k]!, dLow), reach(zHigh[k]!, dHigh));
      }
    }
    this.changes(flows).forEach((change, i) => this.limits[i]!.meet(change, target, steps));
    this.target = target;
    return steps;
  }

  private target = 0;

  /** How stores and ramps change with flows, one series for each of `limits`. */
  private changes(flows: Float64Array): Float64Array[] {
    const { n, program } = this;
    const store = new Float64Array(n);
    let sum = 0;
    for (let t = 0; t < n; t++) store[t] = sum -= flows[t]!;
    const ramps = program.ramps.map(({ slope }) =>
      flows.map((flow, t) => slope[t]! * flow - (t > 0 ? slope[t - 1]! * flows[t - 1]! : 0)),
    );
    return [store, ...ramps];
  }

  /**
   * The flows' changes v that make Σ (v − aim)² / (2 give) + Σ limits (weight x² / 2 − push x) least, by a
   * recursion backwards over (store, flow before) and forwards again.
   */
  private alongChain(aim: Float64Array, give: Float64Array): Float64Array {
    const { n, program, store, ramps } = this;
    /** Of the least cost from a step on: ½ xᵀ (a b; b c) x + (d, e) x. */
    let [a, b, c, d, e] = [0, 0, 0, 0, 0];
    const byStore = new Float64Array(n);
    const byFlow = new Float64Array(n);
    const alone = new Float64Array(n);
    for (let t = n - 1; t >= 0; t--) {
      a += store.weight[t]!;
      d -= store.push[t]!;
      // The store after is x − v, the flow before the next step is v.
      let curve = a - 2 * b + c;
      const withStore = b - a;
      let withFlow = 0;
      let linear = e - d;
      const storeCurve = a;
      let flowCurve = 0;
      const storeLinear = d;
      let flowLinear = 0;
      const free = give[t]! > 0;
      if (free) {
        curve += 1 / give[t]!;
        linear -= aim[t]! / give[t]!;
      }
      ramps.forEach(({ weight, push }, r) => {
        const { slope } = program.ramps[r]!;
        const here = slope[t]!;
        const before = t > 0 ? slope[t - 1]! : 0;
        curve += weight[t]! * here * here;
        withFlow -= weight[t]! * here * before;
        flowCurve += weight[t]! * before * before;
        linear -= push[t]! * here;
        flowLinear += push[t]! * before;
      });
      if (!free) {
        [a, b, c, d, e] = [storeCurve, 0, flowCurve, storeLinear, flowLinear];
        continue;
      }
      byStore[t] = -withStore / curve;
      byFlow[t] = -withFlow / curve;
      alone[t] = -linear / curve;
      a = storeCurve - (withStore * withStore) / curve;
      b = -(withStore * withFlow) / curve;
      c = flowCurve - (withFlow * withFlow) / curve;
      d = storeLinear - (withStore * linear) / curve;
      e = flowLinear - (withFlow * linear) / curve;
    }
    const flows = new Float64Array(n);
    let stored = 0;
    let before = 0;
    for (let t = 0; t < n; t++) {
      const flow = byStore[t]! * stored + byFlow[t]! * before + alone[t]!;
      flows[t] = flow;
      stored -= flow;
      before = flow;
    }
    return flows;
  }

  private move({ primal, dual }: LongestSteps): void {
    const { y, width, zLow, zHigh, dy, target } = this;
    for (let k = 0; k < y.length; k++) {
      const above = width[k]! - y[k]!;
      const dLow = (target - (y[k]! + dy[k]!) * zLow[k]!) / y[k]!;
      const dHigh = (target - (above - dy[k]!) * zHigh[k]!) / above;
      zLow[k]! += dual * dLow;
      zHigh[k]! += dual * dHigh;
      y[k]! += primal * dy[k]!;
    }
    for (const limits of this.limits) limits.move({ primal, dual });
  }

  private answer(): ChainAnswer {
    const { program, n, y, gain, flow } = this;
    this.settle();
    let worth = -program.dearest * this.limits.reduce((sum, one) => sum + one.breached(), 0);
    for (let k = 0; k < y.length; k++) worth += gain[k]! * y[k]!;
    const storePrice = new Float64Array(n + 1);
    for (let t = n - 1; t >= 0; t--) {
      worth += program.perStore[t + 1]! * this.store.value[t]!;
      storePrice[t] = storePrice[t + 1]! + program.perStore[t + 1]! + this.store.price(t);
    }
    return {
      flow,
      store: Float64Array.of(program.startStore, ...this.store.value),
      storePrice,
      rampPrice: this.ramps.map((limits) => Float64Array.from(flow, (_, t) => -limits.price(t))),
      worth,
    };
  }
}
