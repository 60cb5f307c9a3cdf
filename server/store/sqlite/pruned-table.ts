import type { Level } from '../intervals.ts';
import type { Connection } from './connection.ts';

export type PrunedLevel = 'raw' | Level;

const numberOf = (level: PrunedLevel): number => (level === 'raw' ? -1 : level);

/** Instant before which a level was removed as too old; −∞ where nothing was. */
export function prunedBefore(connection: Connection, level: PrunedLevel): number {
  const row = connection.get<{ before: number }>(
    'select before from pruned where level = ?',
    numberOf(level),
  );
  return row?.before ?? Number.NEGATIVE_INFINITY;
}

export function setPrunedBefore(connection: Connection, level: PrunedLevel, before: number): void {
  connection.run(
    `insert into pruned (level, before) values (?, ?)
     on conflict do update set before = max(before, excluded.before)`,
    numberOf(level),
    before,
  );
}
