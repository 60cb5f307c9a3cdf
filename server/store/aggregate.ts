import { QUALITIES } from '#shared/wire/quality.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';

/** One interval as it is kept, so that coarser ones can be made of finer ones without the readings. */
export interface Aggregate {
  /** Start of the interval, ms since 1970 UTC. */
  readonly at: number;
  readonly count: number;
  readonly good: number;
  /** Place in `QUALITIES` of the worst; an interval without a reading is `missing`. */
  readonly worst: number;
  /** How many values min, max, sum, first and last speak of: good, substituted and doubtful ones. */
  readonly usable: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
  readonly first: number | null;
  readonly last: number | null;
  /** Counters: the amount used in the interval; null: no two readings tell, or no counter. */
  readonly used: number | null;
}

/** Place in `QUALITIES` of the worst quality whose value is still reckoned with: doubtful. */
export const WORST_USABLE = QUALITIES.indexOf('doubtful');

const MISSING = QUALITIES.indexOf('missing');

/** An interval in which nothing was read (yet). */
export function emptyAggregate(at: number): Aggregate {
  return {
    at,
    count: 0,
    good: 0,
    worst: 0,
    usable: 0,
    min: null,
    max: null,
    sum: 0,
    first: null,
    last: null,
    used: null,
  };
}

/** The aggregate of a single reading; `quality` is its place in `QUALITIES`. */
export function aggregateOf(at: number, value: number | null, quality: number): Aggregate {
  const usable = value !== null && quality <= WORST_USABLE;
  return {
    at,
    count: 1,
    good: quality === 0 ? 1 : 0,
    worst: quality,
    usable: usable ? 1 : 0,
    min: usable ? value : null,
    max: usable ? value : null,
    sum: usable ? value : 0,
    first: usable ? value : null,
    last: usable ? value : null,
    used: null,
  };
}

/** Two aggregates made one, `earlier` before `later`; it keeps the start of `earlier`. */
export function joinAggregates(earlier: Aggregate, later: Aggregate): Aggregate {
  return {
    at: earlier.at,
    count: earlier.count + later.count,
    good: earlier.good + later.good,
    worst: Math.max(earlier.worst, later.worst),
    usable: earlier.usable + later.usable,
    min: lesser(earlier.min, later.min),
    max: greater(earlier.max, later.max),
    sum: earlier.sum + later.sum,
    first: earlier.first ?? later.first,
    last: later.last ?? earlier.last,
    used:
      earlier.used === null && later.used === null ? null : (earlier.used ?? 0) + (later.used ?? 0),
  };
}

const lesser = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

const greater = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** What a history shows of an interval. */
export function toPoint(aggregate: Aggregate, isCounter: boolean): AggregatePoint {
  const { count, usable } = aggregate;
  const mean = usable > 0 ? aggregate.sum / usable : null;
  return {
    at: aggregate.at,
    count,
    goodPercent: count > 0 ? (100 * aggregate.good) / count : 0,
    worstQuality: QUALITIES[count > 0 ? aggregate.worst : MISSING] ?? 'missing',
    min: aggregate.min,
    max: aggregate.max,
    mean: isCounter ? aggregate.used : mean,
    last: aggregate.last,
  };
}
