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
  /** What a m³/s that is spilled in a step is charged besides its water, money. */
  private readonly perSpilledM3s: number;
  private readonly tops = new Map<UpperSet, Tops>();
  /** Of the set and step at hand. */
  private top: Tops = NO_TOPS;
  private capMw = 0;
  private perMw = 0;
  private besides = 0;
  private wantedMw: number | null = null;
  /** Of each shift: its last box of flow, −1 where it cannot be; outflow, and that less start water, m³/s; what is paid for it; tailwater. */
  private boxAt: Int32Array = new Int32Array(0);
  private outM3s: Float64Array = new Float64Array(0);
  private besidesStartM3s: Float64Array = new Float64Array(0);
  private charged: Float64Array = new Float64Array(0);
  private tailM: Float64Array = new Float64Array(0);
  /** Of the shift at hand, what the four nodes of head about a place are worth, and the second of them; NaN: not known. */
  private readonly about = new Float64Array(4);
  private atNode = NaN;
  /** The most that turbining in a box or one below is worth, its flow credited with what spill is charged, money. */
  private upTo: Float64Array = new Float64Array(0);

  /** @param spillPerMm3 as of `WaterPrice` */
  constructor(
    model: BoundTask,
    table: UpperTable,
    boxWorth: BoxWorth,
    cellM3s: number,
    spillPerMm3: number,
  ) {
    this.model = model;
    this.table = table;
    this.boxWorth = boxWorth;
    this.cellM3s = cellM3s;
    this.perSpilledM3s = spillPerMm3 * model.perFlow;
  }

  /** Looks at one set in one step, at the heads of level nodes first … last that the span's outflows leave. */
  prepare(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    nodes: readonly [number, number],
  ): void {
    const { boxWorth } = this;
    const service = boxWorth.serviceMw(t, set);
    this.top = this.tops.get(upper) ?? topsOf(upper);
    this.tops.set(upper, this.top);
    this.perMw = boxWorth.perMw(t);
    this.wantedMw = boxWorth.wantedMw(t, set);
    this.capMw = boxWorth.mostMw(t, set, service);
    this.besides = this.perMw * service - boxWorth.auxiliaryGain(t, this.perMw);
    this.lookAtOutflows(t, set, upper, span);
    // Where spill is charged nothing the most that is made tells the most that it is worth.
    if (this.perSpilledM3s === 0) return;
    const last = span.to - span.from;
    const placeOf = (k: number, d: number): number =>
      this.table.heads.placeOf(this.table.levelsM[k]! - this.tailM[d]!);
    this.fillUpTo(upper, Math.floor(placeOf(nodes[0], last)) - 1, placeOf(nodes[1], 0) + 2);
  }

  /** What is the same at all level nodes, shift by shift. */
  private lookAtOutflows(t: number, set: number, upper: UpperSet, span: ShiftSpan): void {
    const { model, cellM3s } = this;
    const { plant } = model.task.station;
    const inflow = model.task.inflowM3s[t]!;
    const perM3s = this.boxWorth.perM3s(t);
    const started = model.startM3s[set]!;
    const shifts = span.to - span.from + 1;
    if (this.boxAt.length < shifts) {
      this.boxAt = new Int32Array(shifts);
      this.outM3s = new Float64Array(shifts);
      this.besidesStartM3s = new Float64Array(shifts);
      this.charged = new Float64Array(shifts);
      this.tailM = new Float64Array(shifts);
    }
    let m = -1;
    for (let d = 0; d < shifts; d++) {
      const least = Math.max(plant.outflowMinM3s, inflow + (span.from + d - 1) * cellM3s);
      const most = Math.max(least, inflow + (span.from + d + 1) * cellM3s);
      // What goes beyond the least outflow is worth more only where water is a burden; start water is paid with the start.
      const out = perM3s < 0 ? most : least;
      m = lastBoxWithin(upper, out, m);
      this.boxAt[d] = m < 0 || upper.flowM3s[m + 1]! < span.least ? -1 : m;
      this.outM3s[d] = out;
      this.besidesStartM3s[d] = least - started;
      this.charged[d] = perM3s * (perM3s < 0 ? most : Math.max(0, least - started));
      this.tailM[d] = curveAt(plant.tailwater, least);
    }
  }

  private fillUpTo(upper: UpperSet, first: number, last: number): void {
    const { perSpilledM3s } = this;
    const { atLower, atUpper } = this.top;
    if (this.upTo.length < atLower.length) this.upTo = new Float64Array(atLower.length);
    const boxes = upper.flowM3s.length - 1;
    const end = Math.min(upper.byHead.length, Math.floor(last) + 1);
    // Places beyond the first or last node are looked up at these.
    const begin = Math.max(0, Math.min(end - 4, first));
    for (let at = begin * boxes; at < Math.max(end, 4) * boxes && at < atLower.length; at++) {
      const m = at % boxes;
      const worth = this.worthOf(Math.max(atLower[at]!, atUpper[at]!));
      const credited = worth + perSpilledM3s * upper.flowM3s[m + 1]!;
      this.upTo[at] = m > 0 ? Math.max(this.upTo[at - 1]!, credited) : credited;
    }
  }

  /** What a power is worth, money; −Infinity where that may not be. */
  private worthOf(powerMw: number): number {
    if (powerMw === NEVER) return NEVER;
    const mw = powerMw < this.capMw ? powerMw : this.capMw;
    if (this.wantedMw !== null) return mw >= this.wantedMw ? 0 : NEVER;
    return (this.perMw < 0 ? 0 : this.perMw * mw) - this.besides;
  }

  /**
   * The most that turbining in box m or below is worth at a head node, money; −Infinity where that may not be.
   * @param outM3s what goes out at most, and so through the turbines
   * @param besidesStartM3s what goes out at least, less start water: charged as spill but for what is turbined
   */
  private worthAt(
    at: number,
    m: number,
    { flowM3s }: UpperSet,
    outM3s: number,
    besidesStartM3s: number,
  ): number {
    const { perSpilledM3s } = this;
    const [begin, end] = [flowM3s[m]!, flowM3s[m + 1]!];
    const { atLower, atUpper } = this.top;
    const share = end > begin ? Math.max(0, Math.min(1, (outM3s - begin) / (end - begin))) : 1;
    const [left, right] = [atLower[at]!, atUpper[at]!];
    const known = left > NEVER && right > NEVER;
    const mw = known ? left + share * Math.max(0, right - left) : Math.max(left, right);
    const within = this.worthOf(mw) - perSpilledM3s * Math.max(0, besidesStartM3s - end);
    if (m === 0) return within;
    const below =
      perSpilledM3s === 0
        ? this.worthOf(this.top.upToMw[at - 1]!)
        : this.upTo[at - 1]! - perSpilledM3s * besidesStartM3s;
    return below > within ? below : within;
  }

  /**
   * Raises the values of level nodes first … last to what spilling is worth, shift by shift.
   * @param values node by node from the lowest of the table, one for each of so many shifts, money
   */
  raise(
    upper: UpperSet,
    [first, last]: readonly [number, number],
    shifts: number,
    values: Float64Array,
  ): void {
    const { heads, levelsM } = this.table;
    for (let d = 0; d < shifts; d++) {
      const m = this.boxAt[d]!;
      if (m < 0) continue;
      this.atNode = NaN;
      for (let k = first; k <= last; k++) {
        const best = this.bestAt(upper, m, d, heads.placeOf(levelsM[k]! - this.tailM[d]!));
        const value = best - this.charged[d]!;
        if (value > values[k * shifts + d]!) values[k * shifts + d] = value;
      }
    }
  }

  /**
   * Of turbining in box m or below at a place among the nodes of head, in shift d; level nodes are as far apart
   * as these, or less: from one to the next most of the four nodes about the place stay the same.
   */
  private bestAt(upper: UpperSet, m: number, d: number, place: number): number {
    const last = upper.byHead.length - 1;
    const boxes = upper.flowM3s.length - 1;
    const j = Math.max(0, Math.min(last - 1, Math.floor(place)));
    const share = Math.max(0, Math.min(1, place - j));
    const { about } = this;
    const [outM3s, besidesStartM3s] = [this.outM3s[d]!, this.besidesStartM3s[d]!];
    const isNext = j === this.atNode + 1;
    if (isNext) for (let i = 0; i < 3; i++) about[i] = about[i + 1]!;
    if (j !== this.atNode) {
      for (let i = isNext ? 3 : 0; i < 4; i++) {
        const node = Math.max(0, Math.min(last, j - 1 + i));
        about[i] = this.worthAt(node * boxes + m, m, upper, outM3s, besidesStartM3s);
      }
    }
    this.atNode = j;
    const [before, low, high, after] = [about[0]!, about[1]!, about[2]!, about[3]!];
    if (high === NEVER) return NEVER;
    if (low === NEVER) return high;
    const bend = Math.max(this.bend(before, low, high), this.bend(low, high, after));
    return low + share * (high - low) + bend;
  }

  /** What three nodes of head bend up at the middle one, over the chord between two level nodes beside it. */
  private bend(low: number, middle: number, high: number): number {
    return low === NEVER ? 0 : Math.max(0, 2 * middle - low - high) / 4;
  }
}

/** Per head node and box the most that is made at its two ends, at this head or one below, MW. */
interface Tops {
  readonly atLower: Float64Array;
  readonly atUpper: Float64Array;
  /** The most of these in a box and all below it. */
  readonly upToMw: Float64Array;
}

const NO_TOPS: Tops = {
  atLower: new Float64Array(0),
  atUpper: new Float64Array(0),
  upToMw: new Float64Array(0),
};

function topsOf({ byHead, flowM3s }: UpperSet): Tops {
  const boxes = flowM3s.length - 1;
  const atLower = new Float64Array(byHead.length * boxes);
  const atUpper = new Float64Array(byHead.length * boxes);
  const upToMw = new Float64Array(byHead.length * boxes);
  byHead.forEach(({ lower, upper }, j) => {
    for (let m = 0; m < boxes; m++) {
      const at = j * boxes + m;
      atLower[at] = j > 0 ? Math.max(lower[m]!, atLower[at - boxes]!) : lower[m]!;
      atUpper[at] = j > 0 ? Math.max(upper[m]!, atUpper[at - boxes]!) : upper[m]!;
      const most = Math.max(atLower[at], atUpper[at]);
      upToMw[at] = m > 0 ? Math.max(upToMw[at - 1]!, most) : most;
    }
  });
  return { atLower, atUpper, upToMw };
}

/** The last box that begins at or below a flow; −1: none. From one that begins below it on. */
function lastBoxWithin({ flowM3s }: UpperSet, flow: number, from: number): number {
  let m = from;
  while (m + 2 < flowM3s.length && flowM3s[m + 1]! <= flow) m++;
  return m;
}
