import type { Intervals, Span } from '../intervals.ts';
import type { Connection } from './connection.ts';
import { markDue } from './due-table.ts';
import { prunedBefore } from './pruned-table.ts';

/**
 * Makes the store's hours and days those of its time zone. Where they were made for another one,
 * they are made again from the quarter-hours, as far back as these are kept.
 * @returns the zone they were made for before, if it was another
 */
export function adoptTimeZone(connection: Connection, intervals: Intervals): string | null {
  const before = connection.get<{ value: string }>(
    `select value from setting where name = 'timeZone'`,
  )?.value;
  if (before === intervals.timeZone) return null;
  connection.write(() => {
    connection.run(
      `insert into setting (name, value) values ('timeZone', ?)
       on conflict do update set value = excluded.value`,
      intervals.timeZone,
    );
    if (before !== undefined) makeHoursAgain(connection, intervals);
  });
  return before ?? null;
}

function makeHoursAgain(connection: Connection, intervals: Intervals): void {
  const quarters = connection.all<Span & { tag: number }>(
    `select tag, min(at) as "from", max(at) + 1 as "to" from aggregate where level = 1 group by tag`,
  );
  const kept = Math.max(prunedBefore(connection, 1), Number.MIN_SAFE_INTEGER);
  connection.run('delete from due where level >= 2');
  connection.run('delete from aggregate where level >= 2 and at >= ?', kept);
  for (const { tag, ...span } of quarters) markDue(connection, 2, tag, intervals.around(2, span));
}
