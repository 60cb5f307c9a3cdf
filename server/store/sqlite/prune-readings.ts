import type { Retention } from '#shared/station/site-schema.ts';
import { horizons, type Horizon } from '../retention.ts';
import type { Intervals } from '../intervals.ts';
import type { Connection } from './connection.ts';
import { oldestDue } from './due-table.ts';
import { setPrunedBefore } from './pruned-table.ts';

/** Rows removed in one transaction: some milliseconds, so that no acknowledgement waits for it. */
const ROWS_PER_SLICE = 5000;

/**
 * Removes one slice of what is older than its retention.
 * @returns how many rows went; 0: nothing is left to remove
 */
export function pruneSlice(
  connection: Connection,
  retention: Retention,
  intervals: Intervals,
  now: number,
): number {
  return connection.write(() => {
    const tags = connection.all<{ id: number }>('select id from tag').map(({ id }) => id);
    for (const horizon of horizons(retention, intervals, now, oldestDue(connection))) {
      setPrunedBefore(connection, horizon.level, horizon.before);
      for (const tag of tags) {
        const removed = removeSome(connection, horizon, tag);
        if (removed > 0) return removed;
      }
    }
    return 0;
  });
}

function removeSome(connection: Connection, { level, before }: Horizon, tag: number): number {
  if (level === 'raw')
    return (
      removeFrom(connection, 'reading_audit', 'tag = ?', [tag], before) +
      removeFrom(connection, 'reading', 'tag = ?', [tag], before)
    );
  return removeFrom(connection, 'aggregate', 'level = ? and tag = ?', [level, tag], before);
}

function removeFrom(
  connection: Connection,
  table: string,
  where: string,
  key: readonly number[],
  before: number,
): number {
  const next = connection.get<{ at: number }>(
    `select at from ${table} where ${where} and at < ? order by at limit 1 offset ${ROWS_PER_SLICE}`,
    ...key,
    before,
  );
  return connection.run(
    `delete from ${table} where ${where} and at < ?`,
    ...key,
    next?.at ?? before,
  );
}
