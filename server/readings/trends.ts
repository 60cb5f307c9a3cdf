import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { staleAfterMs } from '#shared/wire/quality.ts';
import type { Tag } from '#shared/wire/tag.ts';
import {
  bucketWidthMs,
  silences,
  type BucketColumns,
  type Course,
  type Trace,
  type TrendAnswer,
} from '#shared/wire/trend.ts';
import type { Clock } from '../clock.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** Where no more readings than this are expected for each pixel, they are given themselves. */
const RAW_PER_PIXEL = 2;

/** A source may send faster than its tag's period says; with more than this share above it buckets are given. */
const RAW_RESERVE = 1.5;

export interface TrendQuestion {
  readonly tags: readonly Tag[];
  /** `[from, to)`, ms since 1970 UTC. */
  readonly from: number;
  readonly to: number;
  /** Width of the picture. */
  readonly pixels: number;
}

/** What a picture of some tags is drawn from: no more of it than the picture has pixels for. */
export async function trendOf(
  store: Pick<ReadingStore, 'course'>,
  clock: Clock,
  { tags, from, to, pixels }: TrendQuestion,
): Promise<TrendAnswer> {
  const asOf = clock.now();
  // One call for each tag: whoever reads meanwhile waits for one of them at most.
  const traces = await Promise.all(
    tags.map(async (tag): Promise<Trace> => {
      const { periodMs } = tag;
      const longestMs = staleAfterMs(periodMs, clock.rate);
      // Beyond both ends by as much as a tag may be silent, so that a curve reaches to the edges.
      const span = {
        from: fullMinute(from - longestMs),
        to: fullMinute(to + longestMs) + MS_PER_MINUTE,
      };
      const course = await store.course(tag.tag, span, {
        widthMs: bucketWidthMs(to - from, pixels),
        mostRaw: mostRaw(span.to - span.from, periodMs, pixels),
      });
      const gaps = silences(...heard(course), [from, to], periodMs, asOf, clock.rate);
      const isCounter = tag.counter !== undefined && course.form === 'buckets';
      return {
        tag: tag.tag,
        unit: tag.counter === undefined ? tag.unit : `${tag.unit}/h`,
        ...(isCounter ? perHour(course, periodMs, asOf) : course),
        gaps,
      };
    }),
  );
  return { from, to, asOf, traces };
}

/** Where something was read, and for how long from there on. A counter's use across a gap was not read. */
function heard(course: Course): [at: readonly number[], widthMs: number] {
  if (course.form === 'raw') return [course.at, 0];
  return [course.at.filter((_, i) => course.count[i]! > 0), course.widthMs];
}

const fullMinute = (at: number): number => Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE;

function mostRaw(spanMs: number, periodMs: number, pixels: number): number {
  const most = RAW_PER_PIXEL * pixels;
  return spanMs / periodMs > most ? 0 : Math.ceil(most * RAW_RESERVE);
}

/**
 * Use per hour in place of use: the same height whatever the width of a bucket. Of the one that goes on, over its whole
 * periods so far; it is left out before the first of them is over, since nobody knows what was used since the last reading.
 */
function perHour(course: BucketColumns, periodMs: number, asOf: number): BucketColumns {
  const { at, mean, count, good, worst, widthMs } = course;
  const last = count.findLastIndex((readings) => readings > 0);
  const knownMs = at.map((start, i) => {
    const sinceMs = asOf - start;
    if (i < last || sinceMs >= widthMs + periodMs) return widthMs;
    return widthMs <= periodMs ? 0 : Math.min(widthMs, Math.floor(sinceMs / periodMs) * periodMs);
  });
  const end = knownMs.findLastIndex((ms) => ms > 0) + 1;
  const rate = mean.slice(0, end).map((used, i) => {
    return used === null ? null : (used * MS_PER_HOUR) / knownMs[i]!;
  });
  return {
    ...course,
    at: at.slice(0, end),
    mean: rate,
    // A register's own least and greatest say nothing of what it used.
    min: rate,
    max: rate,
    count: count.slice(0, end),
    good: good.slice(0, end),
    worst: worst.slice(0, end),
  };
}
