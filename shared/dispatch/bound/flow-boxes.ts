import type { Concave, UpperCurve } from './upper-curve.ts';

/** Upper bounds at the lower and upper ends of each box of flow, MW; −Infinity where nothing runs. */
export interface BoxValues {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Flows nearer than this share of the largest are one. */
const SAME_FLOW = 1e-9;

/**
 * Boxes of flow for a set: even ones, with edges where the curves of its choices begin and end.
 * @param curves per interval of heads, one curve per choice of bands
 * @param kinks flows that must be edges, m³/s
 * @returns null where the set runs in no interval
 */
export function boxesOver(
  curves: readonly (readonly UpperCurve[])[],
  count: number,
  kinks: Iterable<number>,
): FlowBoxes | null {
  let low = Infinity;
  let high = 0;
  for (const list of curves) {
    for (const { atLow } of list) {
      low = Math.min(low, atLow.flow[0]!);
      high = Math.max(high, atLow.flow[atLow.flow.length - 1]!);
    }
  }
  if (low > high) return null;
  const edges: number[] = [low, high];
  for (let i = 1; i < count; i++) edges.push(low + ((high - low) * i) / count);
  for (const list of curves) edges.push(...endsOf(list));
  edges.sort((a, b) => a - b);
  const even = thinned(edges, (high - low) / (6 * count));
  for (const kink of kinks) if (kink > low && kink < high) even.push(kink);
  even.sort((a, b) => a - b);
  const apart = even.filter((q, i) => i === 0 || q - even[i - 1]! > SAME_FLOW * high);
  return new FlowBoxes(Float64Array.from(apart.length > 1 ? apart : [low, high]));
}

/** Where the curves of an interval begin, and where the longest ends. */
function endsOf(list: readonly UpperCurve[]): number[] {
  const ends: number[] = [];
  let furthest = -Infinity;
  for (const { atLow } of list) {
    ends.push(atLow.flow[0]!);
    furthest = Math.max(furthest, atLow.flow[atLow.flow.length - 1]!);
  }
  if (furthest > -Infinity) ends.push(furthest);
  return ends;
}

/** Leaves out edges that lie nearer than `least` to the one kept before, never the last. */
function thinned(edges: readonly number[], least: number): number[] {
  const kept = [edges[0]!];
  for (let i = 1; i < edges.length - 1; i++) {
    if (edges[i]! - kept[kept.length - 1]! >= least) kept.push(edges[i]!);
  }
  kept.push(edges[edges.length - 1]!);
  return kept;
}

/** A row of boxes of flow. */
export class FlowBoxes {
  readonly flowM3s: Float64Array;
  readonly count: number;

  constructor(flowM3s: Float64Array) {
    this.flowM3s = flowM3s;
    this.count = flowM3s.length - 1;
  }

  /** In each box a straight line that none of the concave curves rises above. */
  values(curves: readonly Concave[]): BoxValues {
    const values = noValues(this.count);
    for (const curve of curves) this.raise(values, curve);
    return values;
  }

  private raise({ lower, upper }: BoxValues, curve: Concave): void {
    const { flow, power } = curve;
    const edges = this.flowM3s;
    const last = flow.length - 1;
    let i = 0;
    for (let m = 0; m < this.count; m++) {
      const from = Math.max(edges[m]!, flow[0]!);
      const to = Math.min(edges[m + 1]!, flow[last]!);
      if (from > to || (from === to && last > 0)) continue;
      while (i < last - 1 && flow[i + 1]! <= from) i++;
      let j = i;
      while (j < last - 1 && flow[j + 1]! < to) j++;
      const atFrom = valueIn(flow, power, i, from);
      const atTo = valueIn(flow, power, j, to);
      const slope = to > from ? (atTo - atFrom) / (to - from) : slopeIn(flow, power, i);
      const above =
        i === j || to <= from
          ? 0
          : bulge(slopeIn(flow, power, i), slope, slopeIn(flow, power, j), to - from);
      const left = atFrom + above - slope * (from - edges[m]!);
      const right = atTo + above + slope * (edges[m + 1]! - to);
      if (left > lower[m]!) lower[m] = left;
      if (right > upper[m]!) upper[m] = right;
    }
  }
}

export const noValues = (count: number): BoxValues => ({
  lower: new Float64Array(count).fill(-Infinity),
  upper: new Float64Array(count).fill(-Infinity),
});

function valueIn(flow: Float64Array, power: Float64Array, i: number, at: number): number {
  const width = flow[i + 1]! - flow[i]!;
  if (!(width > 0)) return power[i]!;
  return power[i]! + ((at - flow[i]!) / width) * (power[i + 1]! - power[i]!);
}

function slopeIn(flow: Float64Array, power: Float64Array, i: number): number {
  const width = flow[i + 1]! - flow[i]!;
  return width > 0 ? (power[i + 1]! - power[i]!) / width : 0;
}

/** The most a concave curve with these slopes at its ends rises above its chord: where its tangents meet. */
function bulge(first: number, chord: number, last: number, width: number): number {
  if (first - last <= 0) return 0;
  return (Math.max(0, first - chord) * Math.max(0, chord - last) * width) / (first - last);
}
