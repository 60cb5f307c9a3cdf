import type { Quality } from './quality.ts';

export const HISTORY_STEPS = ['raw', '1m', '15m', '1h', '1d'] as const;
export type HistoryStep = (typeof HISTORY_STEPS)[number];

/** One raw value of a history. */
export interface RawPoint {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}

/** Requests of the past on a socket. */
export interface HistoryRequests {
  'read-history': { request: HistoryQuery; answer: { readonly points: readonly AggregatePoint[] } };
}

/** Aggregates of one tag, oldest first; intervals without a reading are left out. */
export interface HistoryQuery {
  readonly tag: string;
  /** `[from, to)`, ms since 1970 UTC. */
  readonly from: number;
  readonly to: number;
  readonly step: Exclude<HistoryStep, 'raw'>;
}

/** One interval of a history, `[at, at + step)`. Numbers speak of the good, substituted and doubtful values in it. */
export interface AggregatePoint {
  readonly at: number;
  readonly count: number;
  /** Share of `count` that is good, 0..100. */
  readonly goodPercent: number;
  readonly worstQuality: Quality;
  readonly min: number | null;
  readonly max: number | null;
  /** Mean of a measured value; for a counter the amount used in the interval (roll-over and reset mended). */
  readonly mean: number | null;
  readonly last: number | null;
}
