import { type Curve, curveAt, segmentOf } from '#shared/hydraulics/curve.ts';
import { type HillChart, turbineEfficiency } from '#shared/hydraulics/hill-chart.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { MW_PER_M3S_M } from '#shared/units/physics.ts';
import { type Range, hullOf, product, rangeOf, scaled, sum } from './interval.ts';

/** How steep a unit's power can be anywhere in a box of flows and gross heads. */
export interface SlopeRange {
  /** ∂P/∂q at a fixed gross head, MW per m³/s. */
  readonly perFlow: Range;
  /** ∂P/∂G at a fixed flow, MW per m. */
  readonly perHead: Range;
}

/** η of a chart and its slopes, anywhere in a box of net heads and flows. */
interface ChartRange {
  readonly efficiency: Range;
  readonly perHead: Range;
  readonly perFlow: Range;
}

const NONE: Range = { low: 0, high: 0 };

/**
 * Encloses the slopes of P(q, G) = f(ρ g H q η(H, q)), H = G − k q², over a box (model.md, steps 4 to
 * 6): interval arithmetic on the chart's and the generator's pieces, kinks included. What lies between
 * two points of P can then be bounded for sure, not sampled.
 */
export function slopesWithin(unit: PlantUnit, flow: Range, grossHead: Range): SlopeRange {
  const k = unit.lossS2PerM5;
  const head: Range = {
    low: grossHead.low - k * flow.high * flow.high,
    high: grossHead.high - k * flow.low * flow.low,
  };
  const chart = chartWithin(unit.hill, head, flow);
  const headPerFlow: Range = { low: -2 * k * flow.high, high: -2 * k * flow.low };
  // d(H q)/dq = G − 3 k q².
  const lever: Range = {
    low: grossHead.low - 3 * k * flow.high * flow.high,
    high: grossHead.high - 3 * k * flow.low * flow.low,
  };
  const bend = sum(product(chart.perHead, headPerFlow), chart.perFlow);
  const perFlow = sum(product(chart.efficiency, lever), product(product(head, flow), bend));
  const perHead = product(flow, sum(chart.efficiency, product(head, chart.perHead)));
  const mechanical = scaled(product(product(head, flow), chart.efficiency), MW_PER_M3S_M);
  const generator = scaled(generatorSlope(unit.generator, mechanical), MW_PER_M3S_M);
  const slopes = { perFlow: product(generator, perFlow), perHead: product(generator, perHead) };
  if (head.low > 0) return slopes;
  // Without head nothing is made, whatever the flow.
  return { perFlow: hullOf(slopes.perFlow, NONE), perHead: hullOf(slopes.perHead, NONE) };
}

/** d(P η_g(P))/dP over a range of mechanical power. */
function generatorSlope(generator: Curve, mechanical: Range): Range {
  const { x, y } = generator;
  const last = x.length - 1;
  let range: Range | null = null;
  const include = (value: number): void => {
    range = range ? hullOf(range, rangeOf(value, value)) : rangeOf(value, value);
  };
  if (mechanical.low < x[0]!) include(y[0]!);
  if (mechanical.high >= x[last]!) include(y[last]!);
  for (let i = 0; i < last; i++) {
    const from = Math.max(x[i]!, mechanical.low);
    const to = Math.min(x[i + 1]!, mechanical.high);
    if (from > to) continue;
    const slope = (y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!);
    include(curveAt(generator, from) + slope * from);
    include(curveAt(generator, to) + slope * to);
  }
  return range ?? NONE;
}

function chartWithin(chart: HillChart, head: Range, flow: Range): ChartRange {
  const { headsM, flowsM3s } = chart;
  const heads = within(headsM, head);
  const flows = within(flowsM3s, flow);
  const perHead = new Hull(heads.beyond);
  const perFlow = new Hull(flows.beyond);
  for (let row = heads.first; row <= heads.last; row++) {
    const headLow = Math.max(head.low, headsM[row]!);
    const headHigh = Math.min(head.high, headsM[row + 1] ?? headsM[row]!);
    for (let column = flows.first; column <= flows.last; column++) {
      const flowLow = Math.max(flow.low, flowsM3s[column]!);
      const flowHigh = Math.min(flow.high, flowsM3s[column + 1] ?? flowsM3s[column]!);
      perFlow.take(slopeAlong(chart, row, column, headLow));
      perFlow.take(slopeAlong(chart, row, column, headHigh));
      perHead.take(slopeDown(chart, row, column, flowLow));
      perHead.take(slopeDown(chart, row, column, flowHigh));
    }
  }
  const efficiency = new Hull(false);
  for (const h of [head.low, ...heads.knots, head.high]) {
    for (const q of [flow.low, ...flows.knots, flow.high]) {
      efficiency.take(turbineEfficiency(chart, h, q));
    }
  }
  return { efficiency, perHead, perFlow };
}

/** The range of all numbers it has taken. */
class Hull implements Range {
  low: number;
  high: number;

  /** @param withZero whether 0 is one of them */
  constructor(withZero: boolean) {
    this.low = withZero ? 0 : Infinity;
    this.high = withZero ? 0 : -Infinity;
  }

  take(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }
}

/** The grid's segments that a range touches, its knots inside, and whether it goes past the grid. */
function within(
  grid: Float64Array,
  range: Range,
): { first: number; last: number; knots: number[]; beyond: boolean } {
  const ends = grid.length - 1;
  const first = segmentOf(grid, range.low);
  const last = Math.max(first, Math.min(segmentOf(grid, range.high), Math.max(0, ends - 1)));
  const knots: number[] = [];
  for (let i = first; i <= Math.min(ends, last + 1); i++) {
    if (grid[i]! > range.low && grid[i]! < range.high) knots.push(grid[i]!);
  }
  const beyond = ends === 0 || range.low < grid[0]! || range.high > grid[ends]!;
  return { first, last, knots, beyond };
}

/** ∂η/∂q within a cell of the chart, at a head: the mean of its two rows' slopes, weighted. */
function slopeAlong(chart: HillChart, row: number, column: number, headM: number): number {
  const { headsM, flowsM3s, efficiency } = chart;
  if (column + 1 >= flowsM3s.length) return 0;
  const width = flowsM3s[column + 1]! - flowsM3s[column]!;
  const slopeOf = (r: number): number => {
    const at = r * flowsM3s.length + column;
    return (efficiency[at + 1]! - efficiency[at]!) / width;
  };
  if (row + 1 >= headsM.length) return slopeOf(row);
  const share = clamped((headM - headsM[row]!) / (headsM[row + 1]! - headsM[row]!));
  const slope = slopeOf(row) + share * (slopeOf(row + 1) - slopeOf(row));
  return slope;
}

/** ∂η/∂H within a cell of the chart, at a flow. */
function slopeDown(chart: HillChart, row: number, column: number, flowM3s: number): number {
  const { headsM, flowsM3s, efficiency } = chart;
  if (row + 1 >= headsM.length) return 0;
  const height = headsM[row + 1]! - headsM[row]!;
  const slopeOf = (c: number): number => {
    const at = row * flowsM3s.length + c;
    return (efficiency[at + flowsM3s.length]! - efficiency[at]!) / height;
  };
  if (column + 1 >= flowsM3s.length) return slopeOf(column);
  const width = flowsM3s[column + 1]! - flowsM3s[column]!;
  const share = clamped((flowM3s - flowsM3s[column]!) / width);
  const slope = slopeOf(column) + share * (slopeOf(column + 1) - slopeOf(column));
  return slope;
}

const clamped = (share: number): number => (share < 0 ? 0 : share > 1 ? 1 : share);
