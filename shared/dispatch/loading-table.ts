import type { Plant } from '#shared/hydraulics/plant.ts';
import { alikeBefore, firstAlike } from './alike-units.ts';
import { curvesOfChoices } from './band-choices.ts';
import { type SharedCurve, flowSpan, sharedPowerMw } from './band-sharing.ts';
import type { RunningSet } from './running-sets.ts';
import { type FlowBand, unitBands } from './unit-bands.ts';

/** Flows per set and head, from the least to the most that the set takes. */
export const FLOW_POINTS = 33;

/** A flow this near to a gap's edge is at it, share of the set's largest. */
const AT_EDGE = 2e-4;
const ROUNDING = 1e-9;
/** Rounds in which an edge and the head at its own flow settle. */
const EDGE_ROUNDS = 3;

/** The flows of a set's points and those at the edges of its bands, rising, m³/s. */
export function flowsBetween(low: number, high: number, edges: readonly number[]): number[] {
  const flows = Array.from(
    { length: FLOW_POINTS },
    (_, x) => low + ((high - low) * x) / (FLOW_POINTS - 1),
  );
  return edges.length > 0 ? [...flows, ...edges].sort((a, b) => a - b) : flows;
}

/** Flows that no choice of bands reaches, and the power at the two flows about them. */
interface Gap {
  readonly fromM3s: number;
  readonly fromMw: number;
  readonly toM3s: number;
  readonly toMw: number;
}

/**
 * Best Σ P of a running set over turbine flow and gross head: rows of head, on each a grid of flows
 * between the least and the most the set may take there. Flows that no choice of bands reaches
 * (inside zones) hold −Infinity; where these gaps begin and end is known exactly.
 */
export class LoadingTable {
  readonly headsM: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly power: Float64Array;
  /** Per set and row the most power, and which of its flows makes it. */
  private readonly topMw: Float64Array;
  private readonly topAt: Int32Array;
  /** Per set and row; as many in each row of a set, or none. */
  private readonly gaps: (readonly Gap[])[];
  private readonly rows: number;
  private readonly points: number;
  private readonly bands = new Map<string, FlowBand[]>();
  /** Numbers that it holds. */
  readonly numbers: number;

  /**
   * @param points flows per set and head
   * @param parts parts that units' curves have between two columns of their charts
   */
  constructor(
    plant: Plant,
    sets: readonly RunningSet[],
    headsM: Float64Array,
    points = FLOW_POINTS,
    parts = 2,
  ) {
    this.points = points;
    this.headsM = headsM;
    this.rows = headsM.length;
    this.low = new Float64Array(sets.length * this.rows).fill(NaN);
    this.high = new Float64Array(sets.length * this.rows).fill(NaN);
    this.power = new Float64Array(sets.length * this.rows * this.points).fill(-Infinity);
    this.topMw = new Float64Array(sets.length * this.rows).fill(-Infinity);
    this.topAt = new Int32Array(sets.length * this.rows);
    this.numbers = this.power.length;
    this.gaps = new Array<readonly Gap[]>(sets.length * this.rows).fill([]);
    sets.forEach((set, s) => {
      for (let row = 0; row < this.rows; row++) this.fill(plant, set, s, row, parts);
      const [from, to] = [s * this.rows, (s + 1) * this.rows];
      const count = this.gaps[from]!.length;
      if (this.gaps.slice(from, to).some((gaps) => gaps.length !== count))
        this.gaps.fill([], from, to);
    });
    this.bands.clear();
  }

  private fill(plant: Plant, set: RunningSet, s: number, row: number, parts: number): void {
    const at = s * this.rows + row;
    if (set.units.length === 0) {
      this.low[at] = this.high[at] = 0;
      this.power.fill(0, at * this.points, (at + 1) * this.points);
      this.topMw[at] = 0;
      return;
    }
    const bands = set.units.map((u) => this.bandsOf(plant, u, set.units, row, parts));
    if (bands.some((list) => list.length === 0)) return;
    const curves = curvesOfChoices(bands, alikeBefore(plant, set.units));
    const spans = curves.map(flowSpan);
    this.gaps[at] = gapsBetween(curves, spans);
    const low = Math.min(...spans.map(([from]) => from));
    const high = Math.max(...spans.map(([, to]) => to));
    this.low[at] = low;
    this.high[at] = high;
    for (let x = 0; x < this.points; x++) {
      const flow = low + ((high - low) * x) / (this.points - 1);
      curves.forEach((curve, c) => {
        const [from, to] = spans[c]!;
        if (flow < from - 1e-9 * high || flow > to + 1e-9 * high) return;
        const power = sharedPowerMw(curve, flow);
        if (power > this.power[at * this.points + x]!) this.power[at * this.points + x] = power;
      });
      const most = this.power[at * this.points + x]!;
      if (most > this.topMw[at]!) [this.topMw[at], this.topAt[at]] = [most, x];
    }
    for (const { fromMw, toMw } of this.gaps[at]) {
      this.topMw[at] = Math.max(this.topMw[at]!, fromMw, toMw);
    }
  }

  /** A unit's bands in a row, reckoned once for all sets in which it or a unit alike loses as much head. */
  private bandsOf(
    plant: Plant,
    u: number,
    units: readonly number[],
    row: number,
    parts: number,
  ): FlowBand[] {
    const loss = lossWithin(plant, units, u);
    const key = `${firstAlike(plant)[u]!} ${row} ${loss}`;
    const bands = this.bands.get(key) ?? unitBands(plant.units[u]!, this.headsM[row]!, loss, parts);
    this.bands.set(key, bands);
    return bands;
  }

  /** Row whose head and the next one's hold `headM`, clamped. */
  private rowOf(headM: number): number {
    const { headsM, rows } = this;
    if (rows < 2) return 0;
    const step = (headsM[rows - 1]! - headsM[0]!) / (rows - 1);
    return Math.max(0, Math.min(rows - 2, Math.floor((headM - headsM[0]!) / step)));
  }

  /** Share of the way from row to the next; held within a little beyond the table. */
  private shareOf(row: number, headM: number): number {
    if (this.rows < 2) return 0;
    const from = this.headsM[row]!;
    return Math.max(-0.5, Math.min(1.5, (headM - from) / (this.headsM[row + 1]! - from)));
  }

  /** Least flow of a set at a head, m³/s; NaN where it cannot run there. */
  leastFlowM3s(set: number, headM: number): number {
    return this.between(this.low, set, headM);
  }

  mostFlowM3s(set: number, headM: number): number {
    return this.between(this.high, set, headM);
  }

  /** Where no flow of a set makes this much at a head: the one that makes about the most; else NaN. */
  flowShortOf(powerMw: number, set: number, headM: number): number {
    const row = this.rowOf(headM);
    const at = set * this.rows + row;
    const next = this.rows < 2 ? at : at + 1;
    const share = this.shareOf(row, headM);
    const isBetween = share >= 0 && share <= 1;
    if (!isBetween || Math.max(this.topMw[at]!, this.topMw[next]!) >= powerMw) return NaN;
    const [low, high] = [this.leastFlowM3s(set, headM), this.mostFlowM3s(set, headM)];
    const nearer = share < 0.5 ? at : next;
    return low + ((high - low) * this.topAt[nearer]!) / (this.points - 1);
  }

  private between(values: Float64Array, set: number, headM: number): number {
    const row = this.rowOf(headM);
    const here = values[set * this.rows + row]!;
    if (this.rows < 2) return here;
    const next = values[set * this.rows + row + 1]!;
    return here + this.shareOf(row, headM) * (next - here);
  }

  /**
   * Best Σ P, MW; −Infinity where the set cannot take the flow, which is held within its range. Between
   * two rows of head the same share of the way from the least to the most flow is looked up in both, so
   * that full flow stays full flow.
   */
  powerMw(set: number, flow: number, headM: number): number {
    // A set without a range of flow is asked for no number, at the head that this makes.
    if (Number.isNaN(headM)) return -Infinity;
    const row = this.rowOf(headM);
    const at = set * this.rows + row;
    if (this.gaps[at]!.length > 0) return this.besideGaps(at, flow, headM);
    if (this.rows < 2) return this.powerAt(at, this.place(flow, this.low[at]!, this.high[at]!));
    const share = this.shareOf(row, headM);
    const low = this.low[at]! + share * (this.low[at + 1]! - this.low[at]!);
    const high = this.high[at]! + share * (this.high[at + 1]! - this.high[at]!);
    const place = this.place(flow, low, high);
    const here = this.powerAt(at, place);
    const next = this.powerAt(at + 1, place);
    if (here === -Infinity || next === -Infinity) return -Infinity;
    return here + share * (next - here);
  }

  /** The flows at which gaps of a set begin and end, each at the head that it leaves itself, rising, m³/s. */
  edgesM3s(set: number, headAt: (flow: number) => number): number[] {
    const count = this.gaps[set * this.rows]!.length;
    return Array.from({ length: 2 * count }, (_, e) => {
      let edge = this.edgeAt(set, e, this.headsM[0]!);
      for (let i = 0; i < EDGE_ROUNDS; i++) edge = this.edgeAt(set, e, headAt(edge));
      return edge;
    });
  }

  /** Edge e at a head: where a gap begins (even) or ends (odd), m³/s. */
  private edgeAt(set: number, e: number, headM: number): number {
    const row = this.rowOf(headM);
    const here = edgeOf(this.gaps[set * this.rows + row]![e >> 1]!, e);
    if (this.rows < 2) return here;
    const next = edgeOf(this.gaps[set * this.rows + row + 1]![e >> 1]!, e);
    return here + this.shareOf(row, headM) * (next - here);
  }

  /** The same as `powerMw` for a set with gaps: between two of them the same share of the way is looked up. */
  private besideGaps(at: number, flow: number, headM: number): number {
    const row = at % this.rows;
    const share = this.rows < 2 ? 0 : this.shareOf(row, headM);
    const beside = this.rows < 2 ? at : at + 1;
    const between = (here: number, next: number): number => here + share * (next - here);
    const gaps = this.gaps[at]!;
    const near = AT_EDGE * this.high[at]!;
    let from = between(this.low[at]!, this.low[beside]!);
    for (let g = 0; g <= gaps.length; g++) {
      const to =
        g < gaps.length
          ? between(gaps[g]!.fromM3s, this.gaps[beside]![g]!.fromM3s)
          : between(this.high[at]!, this.high[beside]!);
      const isIn = (g === 0 || flow >= from - near) && (g === gaps.length || flow <= to + near);
      if (isIn) {
        const part = to > from ? Math.max(0, Math.min(1, (flow - from) / (to - from))) : 0;
        return between(this.partOfWay(at, g, part), this.partOfWay(beside, g, part));
      }
      if (g < gaps.length) from = between(gaps[g]!.toM3s, this.gaps[beside]![g]!.toM3s);
    }
    return -Infinity;
  }

  /** Power a part of the way from the end of gap g − 1 to the begin of gap g of a row, MW. */
  private partOfWay(at: number, g: number, part: number): number {
    const [before, after] = [this.gaps[at]![g - 1], this.gaps[at]![g]];
    const [low, high] = [this.low[at]!, this.high[at]!];
    const from = before?.toM3s ?? low;
    const to = after?.fromM3s ?? high;
    const flow = from + part * (to - from);
    const spacing = (high - low) / (this.points - 1);
    const i = Math.max(0, Math.min(this.points - 2, Math.floor((flow - low) / spacing)));
    const points = at * this.points + i;
    const [left, right] = [low + i * spacing, low + (i + 1) * spacing];
    const isCutLeft = before !== undefined && left < from;
    const isCutRight = after !== undefined && right > to;
    const x0 = isCutLeft ? from : left;
    const x1 = isCutRight ? to : right;
    const y0 = isCutLeft ? before.toMw : this.power[points]!;
    const y1 = isCutRight ? after.fromMw : this.power[points + 1]!;
    return x1 > x0 ? y0 + ((flow - x0) / (x1 - x0)) * (y1 - y0) : y0;
  }

  /** Where a flow lies among a row's points, 0 … points − 1; NaN where the set cannot run. */
  private place(flow: number, low: number, high: number): number {
    if (Number.isNaN(low) || Number.isNaN(high)) return NaN;
    if (high <= low) return 0;
    const place = ((flow - low) / (high - low)) * (this.points - 1);
    return place <= 0 ? 0 : place >= this.points - 1 ? this.points - 1 : place;
  }

  private powerAt(at: number, place: number): number {
    if (Number.isNaN(place)) return -Infinity;
    const i = Math.min(this.points - 2, Math.floor(place));
    const share = place - i;
    const left = this.power[at * this.points + i]!;
    if (share === 0) return left;
    const right = this.power[at * this.points + i + 1]!;
    if (share === 1) return right;
    return left + share * (right - left);
  }
}

const edgeOf = ({ fromM3s, toM3s }: Gap, e: number): number => (e % 2 === 0 ? fromM3s : toM3s);

/** The gaps between the spans of curves, rising. */
function gapsBetween(
  curves: readonly SharedCurve[],
  spans: readonly (readonly [number, number])[],
): Gap[] {
  const most = (flow: number): number =>
    curves.reduce((power, curve, c) => {
      const [from, to] = spans[c]!;
      return flow < from || flow > to ? power : Math.max(power, sharedPowerMw(curve, flow));
    }, -Infinity);
  const gaps: Gap[] = [];
  let reached = -Infinity;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (reached > -Infinity && from > reached * (1 + ROUNDING)) {
      gaps.push({ fromM3s: reached, fromMw: most(reached), toM3s: from, toMw: most(from) });
    }
    reached = Math.max(reached, to);
  }
  return gaps;
}

/** Loss over q² of a unit whose conduit the set shares in the proportion of largest flows, s²/m⁵. */
function lossWithin(plant: Plant, units: readonly number[], u: number): number {
  const { conduit, lossS2PerM5, flowMax } = plant.units[u]!;
  if (conduit < 0) return lossS2PerM5;
  const largest = (v: number): number => Math.max(...plant.units[v]!.flowMax.y);
  const together = units
    .filter((v) => plant.units[v]!.conduit === conduit)
    .reduce((sum, v) => sum + largest(v), 0);
  const share = together / Math.max(...flowMax.y);
  return lossS2PerM5 + plant.conduitLoss[conduit]! * share * share;
}
