import type { Range } from './interval.ts';
import { type BoxValues, FlowBoxes } from './flow-boxes.ts';
import { type UpperCurve, hullOfPoints } from './upper-curve.ts';

/** Pieces in which the flow of a waterway is looked at. */
const PIECES = 32;
/** Rounding let pass where a flow must lie within a range, share of it. */
const ROUNDING = 1e-9;

/**
 * Lays out concave curves over head and flow, as known behind a loss k Q², over the head before it:
 * F(G, Q) = U(G − k Q², Q), enclosed piece by piece of the flow.
 */
export class LossUpper {
  /** Of heads behind the loss. */
  readonly intervals: number;
  private readonly beforeM: Float64Array;
  private readonly behindM: Float64Array;
  private readonly lossS2PerM5: number;
  private readonly ends = new PieceEnds();

  /**
   * @param beforeM nodes of head before the loss, `behindM` behind it; each rising and evenly spaced, those
   *   behind no less widely
   */
  constructor(beforeM: Float64Array, behindM: Float64Array, lossS2PerM5: number) {
    this.intervals = behindM.length - 1;
    this.beforeM = beforeM;
    this.behindM = behindM;
    this.lossS2PerM5 = lossS2PerM5;
  }

  /**
   * @param curves per interval behind the loss; null: nothing runs there
   * @returns the same per interval before it
   */
  over(curves: readonly (UpperCurve | null)[]): (UpperCurve | null)[] {
    const all = flowsOf(curves);
    const intervals = this.beforeM.length - 1;
    if (!all) return new Array<null>(intervals).fill(null);
    const edges = Float64Array.from(
      { length: PIECES + 1 },
      (_, m) => all.low + ((all.high - all.low) * m) / PIECES,
    );
    const pieces = all.high > all.low ? edges : Float64Array.of(all.low, all.high);
    const nodes = new PieceNodes(pieces, curves);
    return Array.from({ length: intervals }, (_, j) => {
      const flows = this.flowsAt(j, curves);
      return flows && this.curve(j, flows, pieces, nodes);
    });
  }

  /** The flows that any of the curves allows with a head of interval j before the loss. */
  private flowsAt(j: number, curves: readonly (UpperCurve | null)[]): Range | null {
    const { beforeM, behindM, lossS2PerM5: k } = this;
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < curves.length; i++) {
      const curve = curves[i];
      const largest = (beforeM[j + 1]! - behindM[i]!) / k;
      if (!curve || largest < 0) continue;
      const { flow } = curve.atLow;
      const smallest = (beforeM[j]! - behindM[i + 1]!) / k;
      const low = Math.max(flow[0]!, smallest > 0 ? Math.sqrt(smallest) * (1 - ROUNDING) : 0);
      const high = Math.min(flow[flow.length - 1]!, Math.sqrt(largest) * (1 + ROUNDING));
      if (low > high) continue;
      if (low < least) least = low;
      if (high > most) most = high;
    }
    return least <= most ? { low: least, high: most } : null;
  }

  /** The curves of interval j: the hulls of what the pieces are bounded by at their ends. */
  private curve(
    j: number,
    flows: Range,
    pieces: Float64Array,
    nodes: PieceNodes,
  ): UpperCurve | null {
    const { beforeM, behindM, lossS2PerM5: k, ends } = this;
    const spacing = behindM[1]! - behindM[0]!;
    const step = (beforeM[j + 1]! - beforeM[j]!) / spacing;
    ends.clear();
    for (let m = 0; m + 1 < pieces.length; m++) {
      const from = pieces[m]!;
      const to = pieces[m + 1]!;
      if (to < flows.low || from > flows.high || !nodes.knows(m)) continue;
      const place = (beforeM[j]! - k * from * from - behindM[0]!) / spacing;
      const fall = (k * (to * to - from * from)) / spacing;
      // The loss lies below the straight line between the piece's ends by up to this.
      const sag = (k * (to - from) ** 2) / 4 / spacing;
      const above = nodes.bend(m, place, fall, step, sag);
      const left = nodes.lower(m, place) + above;
      const leftHigh = nodes.lower(m, place + step) + above;
      const rise = nodes.upper(m, place - fall) + above - left;
      const riseHigh = nodes.upper(m, place - fall + step) + above - leftHigh;
      const width = to > from ? to - from : 1;
      const begin = from > flows.low ? from : flows.low;
      const end = to < flows.high ? to : flows.high;
      const first = (begin - from) / width;
      const last = (end - from) / width;
      ends.add(begin, left + first * rise, leftHigh + first * riseHigh);
      ends.add(end, left + last * rise, leftHigh + last * riseHigh);
    }
    return ends.hulls();
  }
}

/** What pieces are bounded by at their ends, by rising flow; the greater where two pieces meet. */
class PieceEnds {
  private readonly flow = new Float64Array(2 * PIECES);
  private readonly low = new Float64Array(2 * PIECES);
  private readonly high = new Float64Array(2 * PIECES);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  add(flow: number, low: number, high: number): void {
    const last = this.count - 1;
    if (last >= 0 && this.flow[last]! >= flow) {
      if (low > this.low[last]!) this.low[last] = low;
      if (high > this.high[last]!) this.high[last] = high;
      return;
    }
    this.flow[this.count] = flow;
    this.low[this.count] = low;
    this.high[this.count] = high;
    this.count++;
  }

  hulls(): UpperCurve | null {
    const { flow, low, high, count } = this;
    if (count === 0) return null;
    return { atLow: hullOfPoints(flow, low, count), atHigh: hullOfPoints(flow, high, count) };
  }
}

/** The least and the largest flow of all curves; null where there is none. */
function flowsOf(curves: readonly (UpperCurve | null)[]): Range | null {
  let low = Infinity;
  let high = -Infinity;
  for (const curve of curves) {
    if (!curve) continue;
    const { flow } = curve.atLow;
    low = Math.min(low, flow[0]!);
    high = Math.max(high, flow[flow.length - 1]!);
  }
  return low <= high ? { low, high } : null;
}

/**
 * Straight lines over pieces of flow that no curve rises above, at nodes of head: linear between nodes
 * and along a piece they lie over the curves of the interval. Nodes that no curve reaches go on
 * straight from those it does: nothing runs there.
 */
class PieceNodes {
  private readonly count: number;
  private readonly nodes: number;
  /** Piece by piece, all its nodes; NaN where no curve passes the piece. */
  private readonly atLower: Float64Array;
  private readonly atUpper: Float64Array;

  constructor(pieces: Float64Array, curves: readonly (UpperCurve | null)[]) {
    const boxes = new FlowBoxes(pieces);
    this.count = boxes.count;
    this.nodes = curves.length + 1;
    this.atLower = new Float64Array(this.count * this.nodes).fill(-Infinity);
    this.atUpper = new Float64Array(this.count * this.nodes).fill(-Infinity);
    curves.forEach((curve, i) => {
      if (!curve) return;
      this.raise(i, boxes.values([curve.atLow]));
      this.raise(i + 1, boxes.values([curve.atHigh]));
    });
    for (let m = 0; m < this.count; m++) {
      const span = [m * this.nodes, (m + 1) * this.nodes] as const;
      fillUnknown(this.atLower.subarray(...span));
      fillUnknown(this.atUpper.subarray(...span));
    }
  }

  private raise(node: number, { lower, upper }: BoxValues): void {
    for (let m = 0; m < this.count; m++) {
      const at = m * this.nodes + node;
      if (lower[m]! > this.atLower[at]!) this.atLower[at] = lower[m]!;
      if (upper[m]! > this.atUpper[at]!) this.atUpper[at] = upper[m]!;
    }
  }

  knows(m: number): boolean {
    return !Number.isNaN(this.atLower[m * this.nodes]!);
  }

  /** At a place among the nodes, at the piece's lower end. */
  lower(m: number, place: number): number {
    return this.valueAt(this.atLower, m, place);
  }

  /** The same at its upper end. */
  upper(m: number, place: number): number {
    return this.valueAt(this.atUpper, m, place);
  }

  private valueAt(values: Float64Array, m: number, place: number): number {
    const j = Math.max(0, Math.min(this.nodes - 2, Math.floor(place)));
    const at = m * this.nodes + j;
    return values[at]! + (place - j) * (values[at + 1]! - values[at]!);
  }

  /**
   * What the bound may have over the straight between its corners at two heads `step` nodes apart, while
   * the head falls by `fall` nodes along the piece: by a node between the two, by lines that rise
   * differently at the piece's ends, and by a head `sag` nodes above the straight one.
   */
  bend(m: number, place: number, fall: number, step: number, sag: number): number {
    const { atLower, atUpper, nodes } = this;
    const first = Math.max(0, Math.min(nodes - 2, Math.floor(place - fall)));
    const last = Math.max(first + 1, Math.min(nodes - 1, Math.ceil(place + step)));
    let kink = 0;
    let least = Infinity;
    let most = -Infinity;
    let steepest = 0;
    let before = -Infinity;
    let beforeUpper = -Infinity;
    for (let at = m * nodes + first; at < m * nodes + last; at++) {
      const rise = atLower[at + 1]! - atLower[at]!;
      const riseUpper = atUpper[at + 1]! - atUpper[at]!;
      if (before - rise > kink) kink = before - rise;
      if (beforeUpper - riseUpper > kink) kink = beforeUpper - riseUpper;
      if (rise < least) least = rise;
      if (riseUpper > most) most = riseUpper;
      if (rise > steepest) steepest = rise;
      if (riseUpper > steepest) steepest = riseUpper;
      before = rise;
      beforeUpper = riseUpper;
    }
    return (kink + fall * Math.max(0, most - least)) / 4 + sag * steepest;
  }
}

/** Unknown values (−Infinity) in a row: between known ones straight, beyond them straight on; NaN where none is known. */
function fillUnknown(values: Float64Array): void {
  const isKnown = (value: number): boolean => value > -Infinity;
  const first = values.findIndex(isKnown);
  if (first < 0) {
    values.fill(NaN);
    return;
  }
  const last = values.findLastIndex(isKnown);
  for (let i = first + 1; i < last; i++) {
    if (isKnown(values[i]!)) continue;
    let next = i + 1;
    while (!isKnown(values[next]!)) next++;
    const slope = (values[next]! - values[i - 1]!) / (next - i + 1);
    for (let n = i; n < next; n++) values[n] = values[n - 1]! + slope;
  }
  const below = last > first ? values[first + 1]! - values[first]! : 0;
  const above = last > first ? values[last]! - values[last - 1]! : 0;
  for (let i = first - 1; i >= 0; i--) values[i] = values[i + 1]! - below;
  for (let i = last + 1; i < values.length; i++) values[i] = values[i - 1]! + above;
}
