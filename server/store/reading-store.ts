import type { AggregatePoint, HistoryStep, RawPoint } from '#shared/wire/history.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { Course } from '#shared/wire/trend.ts';
import type { Span } from './intervals.ts';

export interface AppendResult {
  readonly accepted: number;
  readonly duplicate: number;
}

/** How fine a course is wanted. */
export interface CourseDetail {
  readonly widthMs: number;
  /** 0: buckets are wanted. */
  readonly mostRaw: number;
}

/**
 * Port: readings, every version of them, and their aggregates.
 * Identity is (tag, at); the newest accepted version wins, earlier ones stay in the audit.
 */
export interface ReadingStore {
  /** Resolves only when every reading of the batch is durable (it survives `kill -9` and loss of power). */
  append(readings: readonly JudgedReading[]): Promise<AppendResult>;
  /** Newest reading of each tag that has one. */
  latest(tags: readonly string[]): Promise<ReadonlyMap<string, JudgedReading>>;
  /** Readings with `from ≤ at < to`, oldest first. */
  raw(tag: string, from: number, to: number, limit: number): Promise<readonly RawPoint[]>;
  /**
   * Intervals that overlap `[from, to)`, oldest first, late data already in them. Intervals without
   * a reading are left out, save those in which a counter used something across a gap.
   */
  aggregates(
    tag: string,
    from: number,
    to: number,
    step: Exclude<HistoryStep, 'raw'>,
  ): Promise<readonly AggregatePoint[]>;
  /**
   * A tag's course as it can be drawn: its readings where they are kept and not more than `mostRaw`, else buckets of
   * at least `widthMs` that overlap the span, late data already in them. The width of buckets is that of
   * `bucketWidthMs`, or of the finest aggregates that are still kept. A counter's readings are never given.
   */
  course(tag: string, span: Span, detail: CourseDetail): Promise<Course>;
  /** Every version of one reading, oldest first; the last one is in force. */
  versions(tag: string, at: number): Promise<readonly JudgedReading[]>;
  /** Removes what is older than its retention; returns how many rows went. */
  prune(now: number): Promise<number>;
}
