/** How far of the way to a limit one round goes. */
const SHORT_OF_LIMIT = 0.995;

/**
 * One side of a limit along the day: slacks that the flows leave, breaches that are paid for, and the
 * price z of the limit, which a breach holds at `dearest` at most. Slack · z and breach · (dearest − z) are
 * to vanish together.
 */
class Side {
  private readonly limit: Float64Array;
  /** 1: the value is to be above the limit; −1: below. */
  private readonly sign: number;
  private readonly dearest: number;
  private readonly breach: Float64Array;
  readonly z: Float64Array;
  private readonly moveZ: Float64Array;
  private readonly moveBreach: Float64Array;
  /** Steps that have the limit at all. */
  private readonly bound: Int32Array;

  constructor(limit: Float64Array, sign: number, dearest: number, first: number) {
    this.limit = limit;
    this.sign = sign;
    this.dearest = dearest;
    const n = limit.length;
    this.breach = new Float64Array(n);
    this.z = limit.map((value) => (Number.isFinite(value) ? first : 0));
    this.moveZ = new Float64Array(n);
    this.moveBreach = new Float64Array(n);
    this.bound = Int32Array.from([...limit.keys()].filter((t) => Number.isFinite(limit[t]!)));
  }

  /** Makes room for the values as they stand. */
  open(value: Float64Array, room: number): void {
    for (const t of this.bound) {
      const short = this.sign * (this.limit[t]! - value[t]!);
      this.breach[t] = Math.max((room * this.z[t]!) / this.dearest, short + room);
    }
  }

  breached(value: Float64Array): number {
    let sum = 0;
    for (const t of this.bound) sum += Math.max(0, this.sign * (this.limit[t]! - value[t]!));
    return sum;
  }

  private slack(t: number, value: Float64Array): number {
    return this.sign * (value[t]! - this.limit[t]!) + this.breach[t]!;
  }

  /** Σ of the products that are to vanish; `count` of them. */
  products(value: Float64Array): number {
    const { z, breach, dearest } = this;
    let sum = 0;
    for (const t of this.bound) {
      sum += this.slack(t, value) * z[t]! + breach[t]! * (dearest - z[t]!);
    }
    return sum;
  }

  get count(): number {
    return 2 * this.bound.length;
  }

  /** Adds to Δprice = push − weight · Δvalue, for products of `target`. */
  linearise(value: Float64Array, target: number, weight: Float64Array, push: Float64Array): void {
    const { z, breach, dearest, sign } = this;
    for (const t of this.bound) {
      const below = dearest - z[t]!;
      const slack = this.slack(t, value);
      const over = slack + (z[t]! * breach[t]!) / below;
      const free = target - slack * z[t]! - (z[t]! * target) / below + z[t]! * breach[t]!;
      weight[t]! += z[t]! / over;
      push[t]! += (sign * free) / over;
      this.moveZ[t] = free / over;
      this.moveBreach[t] = -z[t]! / over;
    }
  }

  /** Takes in how the values change. @returns the longest steps of values and of prices, at most 1 */
  meet(value: Float64Array, change: Float64Array, target: number, steps: LongestSteps): void {
    const { z, breach, dearest, sign, moveZ, moveBreach } = this;
    for (const t of this.bound) {
      const dz = moveZ[t]! + moveBreach[t]! * sign * change[t]!;
      const below = dearest - z[t]!;
      const de = (target - breach[t]! * below + breach[t]! * dz) / below;
      moveZ[t] = dz;
      moveBreach[t] = de;
      steps.primal = Math.min(
        steps.primal,
        reach(this.slack(t, value), sign * change[t]! + de),
        reach(breach[t]!, de),
      );
      steps.dual = Math.min(steps.dual, reach(z[t]!, dz), reach(below, -dz));
    }
  }

  move({ primal, dual }: LongestSteps): void {
    for (const t of this.bound) {
      this.z[t]! += dual * this.moveZ[t]!;
      this.breach[t]! += primal * this.moveBreach[t]!;
    }
  }
}

/** How far values and prices may go in one round, shares of the whole Newton step. */
export interface LongestSteps {
  primal: number;
  dual: number;
}

/** A two-sided limit on something that the flows decide. */
export class Limits {
  readonly value: Float64Array;
  readonly weight: Float64Array;
  readonly push: Float64Array;
  readonly low: Side;
  readonly high: Side;
  private readonly change: Float64Array;

  constructor(low: Float64Array, high: Float64Array, dearest: number, first: number) {
    const n = low.length;
    this.value = new Float64Array(n);
    this.weight = new Float64Array(n);
    this.push = new Float64Array(n);
    this.change = new Float64Array(n);
    this.low = new Side(low, 1, dearest, first);
    this.high = new Side(high, -1, dearest, first);
  }

  open(room: number): void {
    this.low.open(this.value, room);
    this.high.open(this.value, room);
  }

  price(t: number): number {
    return this.low.z[t]! - this.high.z[t]!;
  }

  breached(): number {
    return this.low.breached(this.value) + this.high.breached(this.value);
  }

  products(): number {
    return this.low.products(this.value) + this.high.products(this.value);
  }

  get count(): number {
    return this.low.count + this.high.count;
  }

  linearise(target: number): void {
    this.weight.fill(0);
    this.push.fill(0);
    this.low.linearise(this.value, target, this.weight, this.push);
    this.high.linearise(this.value, target, this.weight, this.push);
  }

  meet(change: Float64Array, target: number, steps: LongestSteps): void {
    this.change.set(change);
    this.low.meet(this.value, change, target, steps);
    this.high.meet(this.value, change, target, steps);
  }

  move(steps: LongestSteps): void {
    this.low.move(steps);
    this.high.move(steps);
    for (let t = 0; t < this.value.length; t++) this.value[t]! += steps.primal * this.change[t]!;
  }
}

/** Longest step that keeps a positive value positive. */
export const reach = (value: number, change: number): number =>
  change < 0 ? Math.min(1, (-SHORT_OF_LIMIT * value) / change) : 1;
