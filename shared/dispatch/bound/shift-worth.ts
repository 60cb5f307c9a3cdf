import type { BoundTask } from './bound-task.ts';
import { BoxWorth } from './box-worth.ts';
import type { ShiftSpan } from './shift-span.ts';
import { SpillWorth } from './spill-worth.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';
import type { WaterPrice } from './water-price.ts';

const NEVER = -Infinity;

/** What a set may let go in a step through its turbines, and the halves that this falls into. */
interface Window {
  /** Turbine water that can be of use, m³/s. */
  readonly least: number;
  readonly most: number;
  /** Where the first half begins, outflow, m³/s. */
  readonly lowest: number;
  /** Start water on top at most, m³/s. */
  readonly started: number;
  readonly halves: number;
}

/** Flows beyond which a set cannot go at a level node, m³/s. */
interface Full {
  /** In every half. */
  readonly mostM3s: number;
  /** In the halves first … last. */
  readonly nodeM3s: number;
  readonly first: number;
  readonly last: number;
  /** What the halves slackFirst … slackLast are worth more for it, money. */
  readonly slack: number;
  readonly slackFirst: number;
  readonly slackLast: number;
}

/**
 * For one set in one step the most that a step is worth, beyond the straight price of water, at each
 * level node and for each shift of storage by d cells: an outflow within I + (d − 1) … I + (d + 1)
 * cells' worth. Straight between level nodes, and never less at a higher one.
 */
export class ShiftWorth {
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  readonly cellM3s: number;
  /** Level node by level node, `to − from + 1` shifts each. */
  values: Float64Array = new Float64Array(0);
  private readonly model: BoundTask;
  private readonly boxWorth: BoxWorth;
  /** null where gates stay shut. */
  private readonly spillWorth: SpillWorth | null;
  private half: Float64Array = new Float64Array(0);
  /** Of the level node at hand and the one above, money. */
  private slackAbove = 0;

  constructor(model: BoundTask, table: UpperTable, price: WaterPrice, widthMm3: number) {
    this.model = model;
    this.cellM3s = widthMm3 / model.perFlow;
    this.boxWorth = new BoxWorth(model, price);
    this.spillWorth =
      price.mostSpillMm3 > 0
        ? new SpillWorth(model, table, this.boxWorth, this.cellM3s, price.spillPerMm3)
        : null;
  }

  mayFollow(t: number, set: number, upper: UpperSet): boolean {
    return this.boxWorth.mayFollow(t, set, upper);
  }

  /** Fills `values` for level nodes firstNode … lastNode. */
  fill(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    [firstNode, lastNode]: readonly [number, number],
  ): void {
    const shifts = span.to - span.from + 1;
    const size = (lastNode + 1) * shifts;
    if (this.values.length < size) this.values = new Float64Array(size);
    if (this.half.length < shifts + 1) this.half = new Float64Array(shifts + 1);
    this.spillWorth?.prepare(t, set, upper, span, [firstNode, lastNode]);
    const { values, half } = this;
    const window = this.windowOf(t, set, span);
    this.slackAbove = firstNode > 0 ? this.slackOf(t, set, upper, firstNode - 1) : 0;
    for (let k = firstNode; k <= lastNode; k++) {
      half.fill(NEVER, 0, shifts + 1);
      this.boxWorth.fill(t, set, upper, k);
      const full = this.fullAt(t, set, upper, k, window);
      this.intoHalves(upper.flowM3s.length - 1, window, full);
      const at = k * shifts;
      for (let d = 0; d < shifts; d++) {
        values[at + d] = half[d]! > half[d + 1]! ? half[d]! : half[d + 1]!;
      }
    }
    this.spillWorth?.raise(upper, [firstNode, lastNode], shifts, values);
    const filled = values.subarray(firstNode * shifts, (lastNode + 1) * shifts);
    fillBelow(filled, shifts);
    neverFalling(filled, shifts);
  }

  /**
   * The best of each half, outflows I + (from − 1 + h) … + 1 cells' worth: of the two straight lines of each
   * box, money over turbine flow, in the halves that they pass, start water on top. A million lines a day go
   * through here: numbers stay in local names, for those that are handed over are put on the heap.
   */
  private intoHalves(boxes: number, window: Window, full: Full): void {
    const { begin, cut, end, atBegin, atCut, atEnd, kink } = this.boxWorth;
    const { half, cellM3s } = this;
    const { least, most, lowest, started, halves } = window;
    const { nodeM3s, first, last: lastAtNode } = full;
    const mostM3s = full.mostM3s < most ? full.mostM3s : most;
    for (let line = 0; line < 2 * boxes; line++) {
      const m = line >> 1;
      const isBeyond = (line & 1) === 1;
      const from = isBeyond ? cut[m]! : begin[m]!;
      const to = isBeyond ? end[m]! : cut[m]!;
      const atFrom = isBeyond ? atCut[m]! : atBegin[m]!;
      if (atFrom === NEVER || (to <= from && (isBeyond || cut[m]! < end[m]!))) continue;
      const left = from > least ? from : least;
      const right = to < mostM3s ? to : mostM3s;
      if (right < left) continue;
      const slope = to > from ? ((isBeyond ? atEnd[m]! : atCut[m]!) - atFrom) / (to - from) : 0;
      const bentBy = kink[m]!;
      // None of these is negative: what `| 0` cuts off is what Math.floor would.
      let h = ((left - lowest) / cellM3s) | 0;
      let lastHalf = ((right + started - lowest) / cellM3s) | 0;
      if (h < 0) h = 0;
      if (lastHalf < h) lastHalf = h;
      if (lastHalf >= halves) lastHalf = halves - 1;
      for (; h <= lastHalf; h++) {
        const begins = lowest + h * cellM3s - started;
        const last = nodeM3s < right && h >= first && h <= lastAtNode ? nodeM3s : right;
        if (last < left) continue;
        const edge = slope > 0 ? lowest + (h + 1) * cellM3s : begins;
        const better = edge < left ? left : edge > last ? last : edge;
        let top = atFrom + slope * (better - from);
        if (bentBy !== 0 && !(begins > begin[m]! && begins < cut[m]!)) top -= bentBy;
        if (top > half[h]!) half[h] = top;
      }
    }
    for (let h = full.slackFirst; h <= full.slackLast; h++) half[h]! += full.slack;
  }

  /**
   * Full flow at level node k. Between it and a node beside it, schedules take a share of the way from its
   * full flow to the other's; halves that hold all of that way, where no other limit of flow cuts it, may
   * leave out what is beyond it, at the price of what the lines of the two nodes differ in slope by.
   */
  private fullAt(
    t: number,
    set: number,
    upper: UpperSet,
    k: number,
    { least: atLeast, most: atMost, lowest, started, halves }: Window,
  ): Full {
    const { mostM3s } = upper;
    const here = mostM3s[k]!;
    const below = k > 0 ? mostM3s[k - 1]! : here;
    const above = k + 1 < mostM3s.length ? mostM3s[k + 1]! : here;
    const most = Math.max(here, below, above);
    const least = Math.min(here, below, above);
    const slackBelow = this.slackAbove;
    this.slackAbove = above === here ? 0 : this.slackOf(t, set, upper, k);
    const known = (slack: number): boolean => slack < Infinity;
    const isWhole = atLeast <= least && atMost >= most;
    const isEnded =
      isWhole && (here >= below || known(slackBelow)) && (here >= above || known(this.slackAbove));
    const first = (flow: number): number =>
      Math.max(0, Math.ceil((flow - lowest) / this.cellM3s) - 1);
    const last = (flow: number): number =>
      Math.min(halves - 1, Math.floor((flow + started - lowest) / this.cellM3s));
    return {
      mostM3s: most,
      nodeM3s: isEnded ? here : most,
      first: first(most),
      last: last(here),
      slack: Math.max(...[slackBelow, this.slackAbove].filter(known), 0),
      slackFirst: first(least),
      slackLast: last(most),
    };
  }

  /**
   * By how much the best at a share s of the way from level node k to the next may lie above the straight
   * line between their own bests, money: s (1 − s), a quarter at most, of the way times what the slope beyond
   * the lesser full flow is over the other's. Infinity where it is not known.
   */
  private slackOf(t: number, set: number, upper: UpperSet, k: number): number {
    if (this.model.task.exportMw) return Infinity;
    const [here, next] = [upper.mostM3s[k]!, upper.mostM3s[k + 1]!];
    const [from, to] = here < next ? [here, next] : [next, here];
    const own = this.boxWorth.slopes(t, set, upper, k, from, to);
    const other = this.boxWorth.slopes(t, set, upper, k + 1, from, to);
    if (!own || !other) return Infinity;
    const [lesser, greater] = here < next ? [own, other] : [other, own];
    return ((to - from) * Math.max(0, Math.max(0, lesser.high) - greater.low)) / 4;
  }

  private windowOf(t: number, set: number, { least, most, from, to }: ShiftSpan): Window {
    const { cellM3s, model } = this;
    const started = model.startM3s[set]!;
    const lowest = model.task.inflowM3s[t]! + (from - 1) * cellM3s;
    const halves = to - from + 2;
    return {
      least: Math.max(least, lowest - started),
      most: Math.min(most, lowest + halves * cellM3s),
      lowest,
      started,
      halves,
    };
  }
}

/** Where a level node knows no value for a shift and the one above does, it takes that one. */
function fillBelow(values: Float64Array, shifts: number): void {
  for (let at = 0; at + shifts < values.length; at++) {
    if (values[at] === NEVER) values[at] = values[at + shifts]!;
  }
}

/** No level node is worth less than the one below. */
function neverFalling(values: Float64Array, shifts: number): void {
  for (let at = shifts; at < values.length; at++) {
    if (values[at]! < values[at - shifts]!) values[at] = values[at - shifts]!;
  }
}
