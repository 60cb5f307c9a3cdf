import type { Level, Span } from '../intervals.ts';
import type { Connection } from './connection.ts';

/** Intervals of a tag at a level that must be made again. */
export interface DueSpan extends Span {
  readonly level: Level;
  readonly tag: number;
}

const MARK = `
  insert into due (level, tag, at, until) values (?, ?, ?, ?)
  on conflict do update set until = max(until, excluded.until)`;

/** Marks whole intervals of a level as due, inside a transaction of the writer. */
export function markDue(connection: Connection, level: Level, tag: number, span: Span): void {
  connection.run(MARK, level, tag, span.from, span.to);
}

/** What is due at `level` or below it and touches the span, finest level first. */
export function dueWithin(connection: Connection, level: Level, tag: number, span: Span): Span[] {
  return connection.all<Span>(
    `select at as "from", until as "to" from due
     where level <= ? and tag = ? and at < ? and until > ?`,
    level,
    tag,
    span.to,
    span.from,
  );
}

/** The next spans to work off: finest level first, since the coarser ones are made of it. */
export function nextDue(connection: Connection, limit: number): DueSpan[] {
  return connection.all<DueSpan>(
    `select level, tag, at as "from", until as "to" from due order by level, tag, at limit ?`,
    limit,
  );
}

/**
 * Takes the first part of a due span off, up to `done`. The row is read again: it may have grown
 * since the span was looked up, by the rest of an overlapping one.
 */
export function workedOff(
  connection: Connection,
  { level, tag, from }: DueSpan,
  done: number,
): void {
  const row = connection.get<{ until: number }>(
    'delete from due where level = ? and tag = ? and at = ? returning until',
    level,
    tag,
    from,
  );
  if (row !== undefined && done < row.until)
    markDue(connection, level, tag, { from: done, to: row.until });
}

/** Start of the oldest span that is due, or null. */
export function oldestDue(connection: Connection): number | null {
  return connection.get<{ at: number | null }>('select min(at) as at from due')?.at ?? null;
}
