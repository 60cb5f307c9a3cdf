import type { LimitCode } from '../limit-codes.ts';
import type { FlowBands } from '../polish-course.ts';

/** What one station does: who runs, flows and storage; n steps, n + 1 instants. */
export interface FlowCourse {
  /** Per step, in the plant's order: 1 runs. */
  readonly running: readonly Uint8Array[];
  /** Σ q, m³/s; n. */
  readonly turbineFlowM3s: Float64Array;
  /** Gated spill, m³/s; n. */
  readonly spillM3s: Float64Array;
  /** n + 1, Mm³. */
  readonly volumeMm3: Float64Array;
  /** Σ P where it is known exactly, MW; NaN where it is to be looked up; n. */
  readonly generationMw: Float64Array;
  /** 1 where the load is met, so that it can be aimed at itself; n. */
  readonly meetsLoad: Uint8Array;
}

/** What a unit of each limit's violation costs, over a step. */
export type LimitWeights = (limit: LimitCode) => number;

/** What a program aims at. */
export interface FlowAims {
  readonly weights: LimitWeights;
  /** What the dearest m³/s counts beside a limit's; absent: far less than any violation. */
  readonly money?: number;
  /** Σ q to stay within where nothing of rank 1 or 2 asks for more, m³/s; n. */
  readonly bands?: FlowBands;
  /** Inflow with arrivals, m³/s; absent: the model's. */
  readonly inflowM3s?: Float64Array;
}
