import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { tolerances } from '../tolerances.ts';
import type { BoundTask } from './bound-task.ts';
import type { Range } from './interval.ts';
import { LoadReach } from './load-reach.ts';
import type { UpperSet } from './upper-table.ts';
import { type WaterPrice, perM3sLetGo } from './water-price.ts';

const NEVER = -Infinity;

/**
 * What the boxes of flow of one set are worth in one step at one level node: energy, where it is free,
 * less the turbine water at its straight price. Each box is a straight line from `begin` to `cut`, from
 * which on to `end` more flow only costs its water.
 */
export class BoxWorth {
  /** m³/s. */
  begin: Float64Array = new Float64Array(0);
  cut: Float64Array = new Float64Array(0);
  end: Float64Array = new Float64Array(0);
  /** Money at `begin`; −Infinity: the box is shut. */
  atBegin: Float64Array = new Float64Array(0);
  atCut: Float64Array = new Float64Array(0);
  atEnd: Float64Array = new Float64Array(0);
  /**
   * Money of these that a stretch of flow need not have that begins outside `begin` … `cut`: only what
   * begins within is bent by what the load needs at one level node and not at the next.
   */
  kink: Float64Array = new Float64Array(0);
  private readonly model: BoundTask;
  private readonly price: WaterPrice;
  private readonly hours: number;
  private readonly reaching = new LoadReach();

  constructor(model: BoundTask, price: WaterPrice) {
    this.model = model;
    this.price = price;
    this.hours = model.task.problem.seconds / SECONDS_PER_HOUR;
  }

  /** Money that a m³/s through the turbines in step t costs. */
  perM3s(t: number): number {
    return perM3sLetGo(this.price, t, this.model.perFlow);
  }

  /** Money that a MW of export is worth in step t. */
  perMw(t: number): number {
    return this.model.task.problem.pricePerMwh[t]! * this.hours;
  }

  /** Money that a MW of generation is worth in step t, its ramps charged. */
  perGeneratedMw(t: number): number {
    return this.perMw(t) - (this.price.ramp?.perMw[t] ?? 0);
  }

  serviceMw(t: number, set: number): number {
    const { station } = this.model.task;
    return station.plant.fixedServiceMw + station.serviceLoadMw[t]! + this.model.auxiliaryMw[set]!;
  }

  /** Σ P at least, MW, where a load is followed; null: it is free. */
  wantedMw(t: number, set: number): number | null {
    const { exportMw } = this.model.task;
    const off = tolerances.loadMw + tolerances.operating;
    return exportMw ? exportMw[t]! - off + this.serviceMw(t, set) : null;
  }

  /** Whether a set's own machines can make what a load needs of it, at some level; never wrongly not. */
  mayFollow(t: number, set: number, { topMw }: UpperSet): boolean {
    const wanted = this.wantedMw(t, set);
    return wanted === null || topMw >= wanted;
  }

  /** Fills the boxes for level node k. */
  fill(t: number, set: number, upper: UpperSet, k: number): void {
    const boxes = upper.flowM3s.length - 1;
    if (this.cut.length < boxes) {
      this.begin = new Float64Array(boxes);
      this.cut = new Float64Array(boxes);
      this.end = new Float64Array(boxes);
      this.atBegin = new Float64Array(boxes);
      this.atCut = new Float64Array(boxes);
      this.atEnd = new Float64Array(boxes);
      this.kink = new Float64Array(boxes);
    }
    // Start water is paid with the start; where water is a burden, being rid of it counts here.
    const gain = Math.max(0, -this.perM3s(t)) * this.model.startM3s[set]!;
    const wanted = this.wantedMw(t, set);
    if (wanted === null) this.byPrice(t, set, upper, k, gain);
    else this.byLoad(t, upper, k, wanted, gain);
  }

  /**
   * How steeply money rises over flow at level node k in the boxes that touch from … to; null where one
   * of them is shut there, or limits other than the range of flow bind in it.
   */
  slopes(
    t: number,
    set: number,
    { flowM3s, atLower, atUpper }: UpperSet,
    k: number,
    from: number,
    to: number,
  ): Range | null {
    const boxes = flowM3s.length - 1;
    const perMw = this.perGeneratedMw(t);
    if (perMw < 0) return null;
    const cap = this.mostMw(t, set, this.serviceMw(t, set));
    let low = Infinity;
    let high = -Infinity;
    for (let m = boxes - 1; m >= 0 && flowM3s[m + 1]! >= from; m--) {
      if (flowM3s[m]! > to) continue;
      const [left, right] = [atLower[k * boxes + m]!, atUpper[k * boxes + m]!];
      if (left === NEVER || Math.max(left, right) > cap) return null;
      const slope = (perMw * (right - left)) / (flowM3s[m + 1]! - flowM3s[m]!) - this.perM3s(t);
      low = Math.min(low, slope);
      high = Math.max(high, slope);
    }
    return low <= high ? { low, high } : null;
  }

  /** Energy at the day's price less the water at its own. */
  private byPrice(t: number, set: number, upper: UpperSet, k: number, gain: number): void {
    const perMw = this.perGeneratedMw(t);
    const service = this.serviceMw(t, set);
    const cap = this.mostMw(t, set, service);
    const besides = this.perMw(t) * service - this.auxiliaryGain(t, perMw) - gain;
    const isCapped = upper.topMw > cap;
    const isBurden = perMw < 0;
    const { begin, cut, end, atBegin, atCut, atEnd } = this;
    const { flowM3s, atLower, atUpper, leastPerM3s } = upper;
    const perM3s = this.perM3s(t);
    const boxes = flowM3s.length - 1;
    const first = k * boxes;
    for (let m = 0; m < boxes; m++) {
      const from = flowM3s[m]!;
      const to = flowM3s[m + 1]!;
      let left = atLower[first + m]!;
      let right = atUpper[first + m]!;
      let cutAt = to;
      begin[m] = from;
      end[m] = to;
      if (left === NEVER) {
        cut[m] = to;
        atBegin[m] = atCut[m] = atEnd[m] = NEVER;
        continue;
      }
      if (isCapped) {
        const over = Math.max(overCap(upper, k - 1, m, cap), overCap(upper, k, m, cap));
        if (right > cap) {
          cutAt = left >= cap ? from : from + ((cap - left) / (right - left)) * (to - from);
          if (left > cap) left = cap;
          right = cap;
        }
        left += over;
        right += over;
      }
      // Where power costs more than it earns, as little of it as can be is made of the flow.
      if (isBurden) {
        cutAt = to;
        left = leastPerM3s * from;
        right = leastPerM3s * to;
      }
      const atTheCut = perMw * right - besides - perM3s * cutAt;
      cut[m] = cutAt;
      atBegin[m] = perMw * left - besides - perM3s * from;
      atCut[m] = atTheCut;
      atEnd[m] = atTheCut - perM3s * (to - cutAt);
    }
  }

  /**
   * What a pool's auxiliaries, taken off in its curves at a price of power, may be worth more than that,
   * money: all they cost where power costs money.
   */
  auxiliaryGain(t: number, perMw: number): number {
    const auxiliaryMw = this.model.pools?.auxiliaryMw[t] ?? 0;
    return auxiliaryMw * Math.max(0, Math.max(0, perMw) - this.perMw(t));
  }

  /**
   * Σ P at most by export limit and reserve, MW; as far as what a pool is given lets it look. What a set's own
   * machines make at most is not asked where their full flow ends it: while gates stay shut.
   */
  mostMw(t: number, set: number, service: number): number {
    const { plant } = this.model.task.station;
    const { pools, readyMw } = this.model;
    const ready = readyMw[set]!;
    const reserved = plant.reserveMw > 0 ? Math.max(0, ready - plant.reserveMw) : Infinity;
    const own = pools || this.price.mostSpillMm3 > 0 ? ready : Infinity;
    const givenMw = pools?.creditMw[t] ?? 0;
    return Math.min(plant.exportLimitMw + service, reserved, own) + givenMw + tolerances.operating;
  }

  /**
   * The water of the flow, and no less than of the least flow that makes the load; boxes whose bound
   * reaches it neither at this node nor at the one above are shut. Between two nodes the flow may be as
   * little as the upper one needs, and less than the straight line from one to the other has: each
   * charges as much less.
   */
  private byLoad(t: number, upper: UpperSet, k: number, wanted: number, gain: number): void {
    const { begin, cut, end, atBegin, atCut, atEnd, kink, reaching } = this;
    const { flowM3s } = upper;
    const boxes = flowM3s.length - 1;
    const perM3s = this.perM3s(t);
    reaching.fill(upper, k, wanted);
    for (let m = 0; m < boxes; m++) {
      const from = flowM3s[m]!;
      const width = flowM3s[m + 1]! - from;
      const here = reaching.share[boxes + m]!;
      const above = reaching.share[2 * boxes + m]!;
      reaching.bow(m);
      const less = reaching.kinked;
      kink[m] = Math.abs(perM3s) * (less - reaching.smooth) * width;
      begin[m] = from + clamped(above) * width;
      cut[m] = Math.max(begin[m]!, from + clamped(here) * width);
      const isShut = !(here <= 1) && !(above <= 1);
      const charged = -perM3s * cut[m]! + Math.abs(perM3s) * less * width;
      atCut[m] = isShut ? NEVER : charged + gain;
      atBegin[m] = atCut[m]!;
      end[m] = flowM3s[m + 1]!;
      atEnd[m] = atCut[m]! - perM3s * (end[m]! - cut[m]!);
    }
  }
}

/**
 * By how much what is capped may lie above the straight line between level nodes k and k + 1 in box m,
 * both of them capped, MW: where the cap is met between the two, a quarter of what they differ by at most.
 */
function overCap(
  { flowM3s, atLower, atUpper }: UpperSet,
  k: number,
  m: number,
  cap: number,
): number {
  const boxes = flowM3s.length - 1;
  const at = k * boxes + m;
  const next = at + boxes;
  if (k < 0 || next >= atLower.length || atLower[at] === NEVER) return 0;
  if (Math.max(atLower[next]!, atUpper[next]!) <= cap) return 0;
  if (Math.min(atLower[at]!, atUpper[at]!) >= cap) return 0;
  return Math.max(atLower[next]! - atLower[at]!, atUpper[next]! - atUpper[at]!) / 4;
}

const clamped = (share: number): number => (share < 0 ? 0 : share > 1 ? 1 : share);
