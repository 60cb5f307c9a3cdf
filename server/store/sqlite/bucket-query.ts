import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { BucketColumns } from '#shared/wire/trend.ts';
import { joinAggregates, type Aggregate } from '../aggregate.ts';
import type { Intervals, Level, Span } from '../intervals.ts';
import type { AggregateReader } from './aggregate-reader.ts';
import type { Connection } from './connection.ts';
import { prunedBefore } from './pruned-table.ts';

/** Levels that buckets are made of, and how long their intervals are, ms. Days are not: they differ in length. */
const SOURCES = [
  [0, MS_PER_MINUTE],
  [1, 15 * MS_PER_MINUTE],
  [2, MS_PER_HOUR],
] as const satisfies readonly (readonly [Level, number])[];

/** Grouped where the rows lie: a row in JavaScript costs six times as much as one that is only counted here. */
const GROUPED = `
  select (at - cast(?4 as integer)) / cast(?5 as integer) as place,
    sum(count) as count, sum(good) as good, max(worst) as worst, sum(usable) as usable,
    min(min) as min, max(max) as max, sum(sum) as sum, sum(used) as used
  from aggregate where level = ?1 and tag = ?2 and at >= ?3 and at < ?6 group by place`;

type GroupedRow = Omit<Aggregate, 'at' | 'first' | 'last'> & { readonly place: number };

/** Where buckets begin: at `phaseMs + k · widthMs`. */
interface Grid {
  readonly level: Level;
  readonly widthMs: number;
  readonly phaseMs: number;
}

/** The coarsest aggregates that fit the width, or the finest coarser ones where those are removed as too old. */
function gridOf(
  connection: Connection,
  intervals: Intervals,
  from: number,
  atLeastMs: number,
): Grid {
  const fits = SOURCES.findLastIndex(([, stepMs]) => atLeastMs % stepMs === 0);
  const kept = SOURCES.findIndex(
    ([level], i) => i >= fits && prunedBefore(connection, level) <= from,
  );
  const [level, stepMs] = SOURCES[kept < 0 ? SOURCES.length - 1 : kept]!;
  // Local hours of a zone that lies half an hour off begin half an hour off.
  const phaseMs = level === 2 ? intervals.startOf(level, from) % MS_PER_HOUR : 0;
  return { level, widthMs: Math.max(atLeastMs, stepMs), phaseMs };
}

/**
 * Buckets of a tag over the span, never stale: what is due to be mended is made from the finer level while reading.
 * Inside a read transaction of the caller.
 * @param atLeastMs one of the widths of `bucketWidthMs`
 */
export function readBuckets(
  reader: AggregateReader,
  tag: number,
  { from, to }: Span,
  atLeastMs: number,
): BucketColumns {
  const grid = gridOf(reader.connection, reader.intervals, from, atLeastMs);
  const { level, widthMs, phaseMs } = grid;
  const startOf = (at: number): number => Math.floor((at - phaseMs) / widthMs) * widthMs + phaseMs;
  const span = { from: startOf(from), to: startOf(to - 1) + widthMs };
  const buckets = new Map<number, Aggregate>();
  const add = (part: Aggregate): void => {
    const sum = buckets.get(part.at);
    buckets.set(part.at, sum === undefined ? part : joinAggregates(sum, part));
  };
  const due = reader.stale(level, tag, span);
  for (const fresh of between(due, span))
    for (const part of grouped(reader.connection, tag, fresh, grid)) add(part);
  for (const stale of due)
    for (const part of reader.build(level, tag, stale)) add({ ...part, at: startOf(part.at) });
  const inOrder = [...buckets.values()].sort((a, b) => a.at - b.at);
  return columnsOf(inOrder, widthMs, reader.counters.of(tag) !== undefined);
}

function grouped(connection: Connection, tag: number, span: Span, grid: Grid): Aggregate[] {
  const { level, widthMs, phaseMs } = grid;
  return connection
    .all<GroupedRow>(GROUPED, level, tag, span.from, phaseMs, widthMs, span.to)
    .map((row) => ({
      at: row.place * widthMs + phaseMs,
      count: row.count,
      good: row.good,
      worst: row.worst,
      usable: row.usable,
      min: row.min,
      max: row.max,
      sum: row.sum,
      first: null,
      last: null,
      used: row.used,
    }));
}

/** What of a span lies between some parts of it that are in order and apart. */
function between(parts: readonly Span[], { from, to }: Span): Span[] {
  const starts = [from, ...parts.map((part) => part.to)];
  const ends = [...parts.map((part) => part.from), to];
  return starts.flatMap((start, i) => (start < ends[i]! ? [{ from: start, to: ends[i]! }] : []));
}

const MISSING = QUALITIES.indexOf('missing');

/** More figures than any instrument has are not sent. */
const FIGURES = 9;

function columnsOf(
  buckets: readonly Aggregate[],
  widthMs: number,
  isCounter: boolean,
): BucketColumns {
  const meanOf = ({ used, usable, sum }: Aggregate): number | null => {
    const mean = isCounter ? used : usable > 0 ? sum / usable : null;
    return mean === null ? null : Number(mean.toPrecision(FIGURES));
  };
  return {
    form: 'buckets',
    widthMs,
    at: buckets.map(({ at }) => at),
    min: buckets.map(({ min }) => min),
    max: buckets.map(({ max }) => max),
    mean: buckets.map(meanOf),
    count: buckets.map(({ count }) => count),
    good: buckets.map(({ good }) => good),
    worst: buckets.map(({ count, worst }) => (count > 0 ? worst : MISSING)),
  };
}

/** Of a tag that nothing was ever heard of. */
export const emptyCourse = (widthMs: number): BucketColumns => columnsOf([], widthMs, false);
