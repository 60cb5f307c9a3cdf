import type { AggregatePoint, HistoryStep, RawPoint } from '#shared/wire/history.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';

export interface AppendResult {
  readonly accepted: number;
  readonly duplicate: number;
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
  /** Every version of one reading, oldest first; the last one is in force. */
  versions(tag: string, at: number): Promise<readonly JudgedReading[]>;
  /** Removes what is older than its retention; returns how many rows went. */
  prune(now: number): Promise<number>;
}
