import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { staleAfterMs } from './quality.ts';

/** Most tags of one trend. */
export const MOST_TREND_TAGS = 8;

/** Longest span of one trend, ms: three years and a month. */
export const LONGEST_TREND_MS = 1130 * 24 * MS_PER_HOUR;

/** Pixels that a trend may be asked for: at most the width of a 4K screen. */
export const TREND_PIXELS = { least: 16, most: 3840 } as const;

/** Readings in columns, oldest first. */
export interface RawColumns {
  readonly form: 'raw';
  readonly at: readonly number[];
  readonly value: readonly (number | null)[];
  /** Places in `QUALITIES`. */
  readonly quality: readonly number[];
}

/**
 * Buckets `[at, at + widthMs)` in columns, oldest first; those that nothing is known of are left out. Numbers
 * speak of the good, substituted and doubtful readings; null: there is none of these.
 */
export interface BucketColumns {
  readonly form: 'buckets';
  readonly widthMs: number;
  readonly at: readonly number[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** Of a measured value its mean; of a counter the amount used in the bucket. */
  readonly mean: readonly (number | null)[];
  /** How many readings there are, and how many of them are good. */
  readonly count: readonly number[];
  readonly good: readonly number[];
  /** Places in `QUALITIES` of the worst; of a bucket without a reading that of `missing`. */
  readonly worst: readonly number[];
}

export type Course = RawColumns | BucketColumns;

/** A stretch `[from, to)`, ms since 1970 UTC. */
export type Stretch = readonly [from: number, to: number];

/** One tag of a trend. */
export type Trace = Course & {
  readonly tag: string;
  /** Of the numbers; a counter is shown as its use per hour, for example `kWh/h`. */
  readonly unit: string;
  /** Stretches of the span in which the tag was silent for longer than its expected period allows. */
  readonly gaps: readonly Stretch[];
};

/** The answer of `GET /api/v1/trends`. Traces stand in the order of the question. */
export interface TrendAnswer {
  readonly from: number;
  readonly to: number;
  /** The server's clock when it was answered: what came later is not in it. */
  readonly asOf: number;
  readonly traces: readonly Trace[];
}

/** Widths of buckets, minutes: each is a whole number of the aggregates that it is made of, and of a day's parts. */
const WIDTHS_MIN = [1, 2, 3, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440];

/** The narrowest bucket of which a span has no more than pixels. It goes by the span alone, not by where it lies. */
export function bucketWidthMs(spanMs: number, pixels: number): number {
  const least = spanMs / pixels;
  const width = WIDTHS_MIN.find((minutes) => minutes * MS_PER_MINUTE >= least);
  return (width ?? WIDTHS_MIN.at(-1)!) * MS_PER_MINUTE;
}

/**
 * Where a tag was silent for longer than its expected period allows (the rule of a stale value).
 * @param at instants of readings or starts of buckets, ascending, of the span and of `staleAfterMs` around it
 * @param widthMs of a bucket; 0: readings
 * @param asOf nothing is missing yet after this instant
 * @param rate how fast the clock of the readings runs
 */
export function silences(
  at: readonly number[],
  widthMs: number,
  [from, to]: Stretch,
  periodMs: number,
  asOf: number,
  rate = 1,
): Stretch[] {
  const longestMs = staleAfterMs(periodMs, rate);
  const found: Stretch[] = [];
  let heardTo = Number.NEGATIVE_INFINITY;
  for (const next of [...at, Math.min(to + longestMs, asOf)]) {
    const [first, last] = [Math.max(heardTo, from), Math.min(next, to, asOf)];
    if (next - heardTo > longestMs && last > first) found.push([first, last]);
    heardTo = Math.max(heardTo, next + widthMs);
  }
  return found;
}
