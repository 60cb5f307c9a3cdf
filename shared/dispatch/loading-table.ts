import type { Plant } from '#shared/hydraulics/plant.ts';
import { alikeBefore } from './alike-units.ts';
import { curvesOfChoices } from './band-choices.ts';
import { flowSpan, sharedPowerMw } from './band-sharing.ts';
import type { RunningSet } from './running-sets.ts';
import { unitBands } from './unit-bands.ts';

/** Flows per set and head, from the least to the most that the set takes. */
export const FLOW_POINTS = 33;

/**
 * Best Σ P of a running set over turbine flow and gross head: rows of head, on each a grid of flows
 * between the least and the most the set may take there. Flows that no choice of bands reaches
 * (inside zones) hold −Infinity.
 */
export class LoadingTable {
  readonly headsM: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly power: Float64Array;
  private readonly rows: number;
  private readonly points: number;

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
    sets.forEach((set, s) => {
      for (let row = 0; row < this.rows; row++) this.fill(plant, set, s, row, parts);
    });
  }

  private fill(plant: Plant, set: RunningSet, s: number, row: number, parts: number): void {
    const at = s * this.rows + row;
    if (set.units.length === 0) {
      this.low[at] = this.high[at] = 0;
      this.power.fill(0, at * this.points, (at + 1) * this.points);
      return;
    }
    const bands = set.units.map((u) =>
      unitBands(plant.units[u]!, this.headsM[row]!, lossWithin(plant, set.units, u), parts),
    );
    if (bands.some((list) => list.length === 0)) return;
    const curves = curvesOfChoices(bands, alikeBefore(plant, set.units));
    const spans = curves.map(flowSpan);
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
    }
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
    const row = this.rowOf(headM);
    const at = set * this.rows + row;
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
