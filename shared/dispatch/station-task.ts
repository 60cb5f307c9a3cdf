import type { Problem, StationProblem } from './problem.ts';

/** One station's search: its horizon with the water from above and the level below as given. */
export interface StationTask {
  readonly problem: Problem;
  readonly station: StationProblem;
  /** Inflow with arrivals, m³/s; n. */
  readonly inflowM3s: Float64Array;
  /** Level below at each step's start, m; −Infinity where there is no backwater; n. */
  readonly levelBelowM: Float64Array;
  /** Export this station is to make, MW; null where it is free; n. */
  readonly exportMw: Float64Array | null;
}
