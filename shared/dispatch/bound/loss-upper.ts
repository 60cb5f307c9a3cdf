import type { Range } from './interval.ts';
import { FlowBoxes } from './flow-boxes.ts';
import { type UpperCurve, hullOfPoints } from './upper-curve.ts';

/** Pieces in which the flow of a waterway is looked at. */
const PIECES = 64;
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
      if (!curve) continue;
      const { flow } = curve.atLow;
      const smallest = (beforeM[j]! - behindM[i + 1]!) / k;
      const largest = (beforeM[j + 1]! - behindM[i]!) / k;
      if (largest < 0) continue;
      const low = Math.max(flow[0]!, Math.sqrt(Math.max(0, smallest)) * (1 - ROUNDING));
      const high = Math.min(flow[flow.length - 1]!, Math.sqrt(largest) * (1 + ROUNDING));
      if (low > high) continue;
      least = Math.min(least, low);
      most = Math.max(most, high);
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
    const { beforeM, behindM, lossS2PerM5: k } = this;
    const spacing = behindM[1]! - behindM[0]!;
    const step = (beforeM[j + 1]! - beforeM[j]!) / spacing;
    const at: number[] = [];
    const low: number[] = [];
    const high: number[] = [];
    for (let m = 0; m + 1 < pieces.length; m++) {
      const [from, to] = [pieces[m]!, pieces[m + 1]!];
      if (to < flows.low || from > flows.high || !nodes.knows(m)) continue;
      const place = (beforeM[j]! - k * from * from - behindM[0]!) / spacing;
      const fall = (k * (to * to - from * from)) / spacing;
      // The loss lies below the straight line between the piece's ends by up to this.
      const sag = (k * (to - from) ** 2) / 4 / spacing;
      const above = nodes.bend(m, place, fall, step, sag);
      const shareOf = (flow: number): number => (to > from ? (flow - from) / (to - from) : 0);
      for (const flow of [Math.max(from, flows.low), Math.min(to, flows.high)]) {
        const share = shareOf(flow);
        const between = (left: number, right: number): number =>
          left + share * (right - left) + above;
        const lower = between(nodes.lower(m, place), nodes.upper(m, place - fall));
        const upper = between(nodes.lower(m, place + step), nodes.upper(m, place - fall + step));
        const last = at.length - 1;
        if (last >= 0 && at[last]! >= flow) {
          low[last] = Math.max(low[last]!, lower);
          high[last] = Math.max(high[last]!, upper);
        } else {
          at.push(flow);
          low.push(lower);
          high.push(upper);
        }
      }
    }
    return at.length === 0
      ? null
      : { atLow: hullOfPoints(at, low), atHigh: hullOfPoints(at, high) };
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
      const ends = [boxes.values([curve.atLow]), boxes.values([curve.atHigh])];
      ends.forEach(({ lower, upper }, end) => {
        for (let m = 0; m < this.count; m++) {
          const at = m * this.nodes + i + end;
          this.atLower[at] = Math.max(this.atLower[at]!, lower[m]!);
          this.atUpper[at] = Math.max(this.atUpper[at]!, upper[m]!);
        }
      });
    });
    for (let m = 0; m < this.count; m++) {
      const span = [m * this.nodes, (m + 1) * this.nodes] as const;
      fillUnknown(this.atLower.subarray(...span));
      fillUnknown(this.atUpper.subarray(...span));
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
    let before = 0;
    let beforeUpper = 0;
    for (let at = m * nodes + first; at < m * nodes + last; at++) {
      const rise = atLower[at + 1]! - atLower[at]!;
      const riseUpper = atUpper[at + 1]! - atUpper[at]!;
      if (at > m * nodes + first) {
        kink = Math.max(kink, before - rise, beforeUpper - riseUpper);
      }
      before = rise;
      beforeUpper = riseUpper;
      least = Math.min(least, rise);
      most = Math.max(most, riseUpper);
      steepest = Math.max(steepest, rise, riseUpper);
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
