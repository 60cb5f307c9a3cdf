import { curveAt } from '#shared/hydraulics/curve.ts';
import type { BoundTask } from './bound-task.ts';
import type { BoxWorth } from './box-worth.ts';
import type { ShiftSpan } from './shift-span.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';

const NEVER = -Infinity;

/**
 * What letting more water go than through the turbines is worth, where a plan may have to spill: the
 * head is that of the whole outflow.
 */
export class SpillWorth {
  private readonly model: BoundTask;
  private readonly table: UpperTable;
  private readonly boxWorth: BoxWorth;
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  private readonly cellM3s: number;
  /** Per set: for each head node and box the most that is made in it or a box below, at this head or one below, MW. */
  private readonly tops = new Map<UpperSet, Float64Array>();
  /** Of the set and step at hand. */
  private topMw: Float64Array = new Float64Array(0);
  private capMw = 0;
  private perMw = 0;
  private besides = 0;
  private wantedMw: number | null = null;

  constructor(model: BoundTask, table: UpperTable, boxWorth: BoxWorth, cellM3s: number) {
    this.model = model;
    this.table = table;
    this.boxWorth = boxWorth;
    this.cellM3s = cellM3s;
  }

  /** Looks at one set in one step, at all heads. */
  prepare(t: number, set: number, upper: UpperSet): void {
    const { boxWorth } = this;
    const service = boxWorth.serviceMw(t, set);
    this.topMw = this.tops.get(upper) ?? topsOf(upper);
    this.tops.set(upper, this.topMw);
    this.perMw = boxWorth.perMw(t);
    this.wantedMw = boxWorth.wantedMw(t, set);
    this.capMw = boxWorth.mostMw(t, set, service);
    this.besides = this.perMw * service - boxWorth.auxiliaryGain(t, this.perMw);
  }

  /** The most that turbining up to a box is worth at a head node, money; −Infinity where that may not be. */
  private worthAt(at: number): number {
    const topMw = this.topMw[at]!;
    if (topMw === NEVER) return NEVER;
    const mw = topMw < this.capMw ? topMw : this.capMw;
    if (this.wantedMw !== null) return mw >= this.wantedMw ? 0 : NEVER;
    return (this.perMw < 0 ? 0 : this.perMw * mw) - this.besides;
  }

  /**
   * Raises the values of a level node to what spilling is worth, shift by shift.
   * @param values of the node, one for each shift of the span, money
   */
  raise(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    k: number,
    values: Float64Array,
  ): void {
    const { model, table, cellM3s } = this;
    const { plant } = model.task.station;
    const { headsM, levelsM } = table;
    const inflow = model.task.inflowM3s[t]!;
    const perM3s = this.boxWorth.perM3s(t);
    const started = model.startM3s[set]!;
    const spacing = headsM[1]! - headsM[0]!;
    for (let d = 0; d < values.length; d++) {
      const least = Math.max(plant.outflowMinM3s, inflow + (span.from + d - 1) * cellM3s);
      const most = Math.max(least, inflow + (span.from + d + 1) * cellM3s);
      // What goes beyond the least outflow is worth more only where water is a burden; start water is paid with the start.
      const charged = perM3s < 0 ? most : Math.max(0, least - started);
      const m = lastBoxWithin(upper, perM3s < 0 ? most : least);
      if (m < 0 || upper.flowM3s[m + 1]! < span.least) continue;
      const place = (levelsM[k]! - curveAt(plant.tailwater, least) - headsM[0]!) / spacing;
      const value = this.bestAt(upper, m, place) - perM3s * charged;
      if (value > values[d]!) values[d] = value;
    }
  }

  /** Of turbining in box m or below at a place among the nodes of head; level nodes are as far apart as these. */
  private bestAt({ byHead, flowM3s }: UpperSet, m: number, place: number): number {
    const last = byHead.length - 1;
    const boxes = flowM3s.length - 1;
    const j = Math.max(0, Math.min(last - 1, Math.floor(place)));
    const share = Math.max(0, Math.min(1, place - j));
    const low = this.worthAt(j * boxes + m);
    const high = this.worthAt(Math.min(last, j + 1) * boxes + m);
    if (high === NEVER) return NEVER;
    if (low === NEVER) return high;
    const before = this.worthAt(Math.max(0, j - 1) * boxes + m);
    const after = this.worthAt(Math.min(last, j + 2) * boxes + m);
    const bend = Math.max(this.bend(before, low, high), this.bend(low, high, after));
    return low + share * (high - low) + bend;
  }

  /** What three nodes of head bend up at the middle one, over the chord between two level nodes beside it. */
  private bend(low: number, middle: number, high: number): number {
    return low === NEVER ? 0 : Math.max(0, 2 * middle - low - high) / 4;
  }
}

function topsOf({ byHead, flowM3s }: UpperSet): Float64Array {
  const boxes = flowM3s.length - 1;
  const tops = new Float64Array(byHead.length * boxes);
  byHead.forEach(({ lower, upper }, j) => {
    let most = NEVER;
    for (let m = 0; m < boxes; m++) {
      most = Math.max(most, lower[m]!, upper[m]!);
      tops[j * boxes + m] = j > 0 ? Math.max(most, tops[(j - 1) * boxes + m]!) : most;
    }
  });
  return tops;
}

/** The last box that begins at or below a flow; −1: none. */
function lastBoxWithin({ flowM3s }: UpperSet, flow: number): number {
  let m = -1;
  while (m + 2 < flowM3s.length && flowM3s[m + 1]! <= flow) m++;
  return m;
}
