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
  /** In the halves first … last, which are worth `slack` more for it. */
  readonly nodeM3s: number;
  readonly first: number;
  readonly last: number;
  readonly slack: number;
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
  /** Of the box at hand: halves that begin outside from … to are worth less by this. */
  private readonly bent = { from: 0, to: 0, by: 0 };

  constructor(model: BoundTask, table: UpperTable, price: WaterPrice, widthMm3: number) {
    this.model = model;
    this.cellM3s = widthMm3 / model.perFlow;
    this.boxWorth = new BoxWorth(model, price);
    this.spillWorth =
      price.mostSpillMm3 > 0 ? new SpillWorth(model, table, this.boxWorth, this.cellM3s) : null;
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
    this.spillWorth?.prepare(t, set, upper);
    const { values, half } = this;
    const window = this.windowOf(t, set, span);
    for (let k = firstNode; k <= lastNode; k++) {
      half.fill(NEVER, 0, shifts + 1);
      this.boxWorth.fill(t, set, upper, k);
      const full = this.fullAt(t, set, upper, k, window);
      this.intoHalves(t, upper, window, full);
      const at = k * shifts;
      for (let d = 0; d < shifts; d++) {
        values[at + d] = half[d]! > half[d + 1]! ? half[d]! : half[d + 1]!;
      }
      this.spillWorth?.raise(t, set, upper, span, k, values.subarray(at, at + shifts));
    }
    const filled = values.subarray(firstNode * shifts, (lastNode + 1) * shifts);
    fillBelow(filled, shifts);
    neverFalling(filled, shifts);
  }

  /** The best of each half: outflows I + (from − 1 + h) … + 1 cells' worth. */
  private intoHalves(t: number, { flowM3s }: UpperSet, window: Window, full: Full): void {
    const { begin, cut, atBegin, atCut, kink } = this.boxWorth;
    const { half } = this;
    const perM3s = this.boxWorth.perM3s(t);
    for (let m = 0; m + 1 < flowM3s.length; m++) {
      if (atBegin[m] === NEVER) continue;
      const to = flowM3s[m + 1]!;
      const [from, middle] = [begin[m]!, cut[m]!];
      if (to < window.least || from > window.most) continue;
      this.bent.from = from;
      this.bent.to = middle;
      this.bent.by = this.model.task.exportMw ? kink[m]! : 0;
      if (middle > from || middle === to) {
        this.spread(window, full, from, atBegin[m]!, middle, atCut[m]!);
      }
      if (middle < to) {
        this.spread(window, full, middle, atCut[m]!, to, atCut[m]! - perM3s * (to - middle));
      }
    }
    for (let h = full.first; h <= full.last; h++) half[h]! += full.slack;
  }

  /**
   * Full flow at level node k. Between it and the next, schedules take a share of the way from its full
   * flow to the next one's; halves that hold all of that way may leave out what is beyond it, at the
   * price of what the lines of the two nodes differ in slope by.
   */
  private fullAt(
    t: number,
    set: number,
    upper: UpperSet,
    k: number,
    { lowest, started, halves }: Window,
  ): Full {
    const { mostM3s } = upper;
    const [here, next] = [mostM3s[k]!, mostM3s[Math.min(k + 1, mostM3s.length - 1)]!];
    const way = { mostM3s: next, nodeM3s: next, first: 0, last: -1, slack: 0 };
    if (this.model.task.exportMw || k + 1 >= mostM3s.length) return way;
    const own = this.boxWorth.slopes(t, set, upper, k, here, next);
    const above = this.boxWorth.slopes(t, set, upper, k + 1, here, next);
    if (!own || !above) return way;
    const slack = ((next - here) * Math.max(0, Math.max(0, own.high) - above.low)) / 4;
    const first = Math.max(0, Math.ceil((next - lowest) / this.cellM3s) - 1);
    const last = Math.min(halves - 1, Math.floor((here + started - lowest) / this.cellM3s));
    return { ...way, nodeM3s: here, first, last, slack };
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

  /** A straight line of money over turbine flow into the halves that it passes, start water on top. */
  private spread(
    { least, most, lowest, started, halves }: Window,
    full: Full,
    from: number,
    atFrom: number,
    to: number,
    atTo: number,
  ): void {
    if (to < least || from > most) return;
    const { half, cellM3s, bent } = this;
    const slope = to > from ? (atTo - atFrom) / (to - from) : 0;
    const left = from > least ? from : least;
    const right = Math.min(to, most, full.mostM3s);
    if (right < left) return;
    const first = Math.floor((left - lowest) / cellM3s);
    const last = Math.max(first, Math.floor((right + started - lowest) / cellM3s));
    for (let h = first > 0 ? first : 0; h <= last && h < halves; h++) {
      const edge = lowest + (slope > 0 ? (h + 1) * cellM3s : h * cellM3s - started);
      const end = h >= full.first && h <= full.last ? Math.min(right, full.nodeM3s) : right;
      if (end < left) continue;
      const better = edge < left ? left : edge > end ? end : edge;
      const begins = lowest + h * cellM3s - started;
      const less = begins > bent.from && begins < bent.to ? 0 : bent.by;
      const top = atFrom + slope * (better - from) - less;
      if (top > half[h]!) half[h] = top;
    }
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
