import type { Aggregate } from '../aggregate.ts';
import type { Level, Span } from '../intervals.ts';
import type { Connection } from './connection.ts';

const INSERT = `
  insert into aggregate
    (level, tag, at, count, good, worst, usable, min, max, sum, first, last, used)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SELECT = `
  select at, count, good, worst, usable, min, max, sum, first, last, used
  from aggregate where level = ? and tag = ? and at >= ? and at < ? order by at`;
const DELETE = 'delete from aggregate where level = ? and tag = ? and at >= ? and at < ?';

/** Intervals as they are kept, oldest first; some of them may be due. */
export function keptAggregates(
  connection: Connection,
  level: Level,
  tag: number,
  { from, to }: Span,
): Aggregate[] {
  return connection.all<Aggregate>(SELECT, level, tag, from, to);
}

/** Puts `aggregates` in the place of all that is kept in the span, inside a transaction of the writer. */
export function replaceAggregates(
  connection: Connection,
  level: Level,
  tag: number,
  { from, to }: Span,
  aggregates: readonly Aggregate[],
): void {
  connection.run(DELETE, level, tag, from, to);
  for (const a of aggregates)
    connection.run(
      INSERT,
      level,
      tag,
      a.at,
      a.count,
      a.good,
      a.worst,
      a.usable,
      a.min,
      a.max,
      a.sum,
      a.first,
      a.last,
      a.used,
    );
}
