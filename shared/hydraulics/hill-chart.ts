import { segmentOf } from './curve.ts';

/** Turbine efficiency η_t over net head (rows, m) and flow (columns, m³/s), row-major. */
export interface HillChart {
  readonly headsM: Float64Array;
  readonly flowsM3s: Float64Array;
  readonly efficiency: Float64Array;
}

/** Share of the way through segment `i` of a grid, clamped to the grid; 0 for a grid of one point. */
function shareIn(grid: Float64Array, i: number, at: number): number {
  if (grid.length === 1) return 0;
  const share = (at - grid[i]!) / (grid[i + 1]! - grid[i]!);
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

/**
 * η_t(H, q), bilinear on the chart, head and flow clamped to the grid (model.md, step 5).
 * @returns efficiency, 0..1
 */
export function turbineEfficiency(chart: HillChart, headM: number, flowM3s: number): number {
  const { headsM, flowsM3s, efficiency } = chart;
  const columns = flowsM3s.length;
  const row = segmentOf(headsM, headM);
  const column = segmentOf(flowsM3s, flowM3s);
  const down = shareIn(headsM, row, headM);
  const along = shareIn(flowsM3s, column, flowM3s);
  const right = columns === 1 ? 0 : 1;
  const below = headsM.length === 1 ? 0 : columns;
  const at = row * columns + column;
  const low = efficiency[at]! + along * (efficiency[at + right]! - efficiency[at]!);
  const high =
    efficiency[at + below]! + along * (efficiency[at + below + right]! - efficiency[at + below]!);
  return low + down * (high - low);
}
