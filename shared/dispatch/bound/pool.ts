import type { ChargedMw } from './start-charges.ts';

/** Units of which each may run or rest, in whole or in part. */
export interface Pool {
  readonly units: readonly number[];
  /** What running takes of each unit's output, MW: its auxiliaries, and what its starts are charged. */
  readonly takenMw: readonly number[];
}

export const isPool = (units: object): units is Pool => 'takenMw' in units;

/** The pools of a day, and which of them each step has. */
export interface Pools {
  readonly all: readonly Pool[];
  readonly at: Int32Array;
  /** Per step: Σ auxiliaries at most, and by how much charges may make output look greater than it is, MW; n. */
  readonly auxiliaryMw: Float64Array;
  readonly creditMw: Float64Array;
  readonly chargedMw: ChargedMw;
}
