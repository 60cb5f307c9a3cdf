import type { AlarmRecord, JournalEntry } from '#shared/alarms/journal.ts';
import type { StoodBefore } from '#shared/alarms/load/stale.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { JournalQuery, KeptEntry } from '../alarm-store.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection, SqlValue } from './connection.ts';

interface Row {
  readonly document: string;
}

const toEntry = ({ document }: Row): JournalEntry => JSON.parse(document) as JournalEntry;

/** Keeps entries and the records they lead to. Inside a transaction of the writer. */
export function appendAlarms(
  connection: Connection,
  entries: readonly KeptEntry[],
  records: readonly AlarmRecord[],
): void {
  for (const { entry, audit } of entries) {
    const { number, at, station, alarm, code, subject, priority, event, to, by } = entry;
    const added = connection.run(
      `insert into alarm_entry
         (number, at, station, alarm, code, subject, priority, event, to_state, by_name, document)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
      number,
      at,
      station,
      alarm,
      code,
      subject,
      priority,
      event,
      to,
      by?.name ?? null,
      JSON.stringify(entry),
    );
    if (added > 0 && audit) appendAudit(connection, audit);
  }
  for (const record of records)
    connection.run(
      `insert into alarm_record (alarm, revision, document) values (?, ?, ?)
       on conflict (alarm) do update set revision = excluded.revision, document = excluded.document
       where excluded.revision > revision`,
      record.id,
      record.revision,
      JSON.stringify(record),
    );
}

export function alarmRecords(connection: Connection): AlarmRecord[] {
  return connection
    .all<Row>('select document from alarm_record order by alarm')
    .map(({ document }) => JSON.parse(document) as AlarmRecord);
}

/** Kept apart from the entries: the number goes on where old ones were removed. */
export function lastAlarmNumber(connection: Connection): number {
  const row = connection.get<{ number: number | null }>(
    `select max(number) as number from
       (select max(number) as number from alarm_entry union all select max(revision) from alarm_record)`,
  );
  return row?.number ?? 0;
}

const oneOf = (column: string, values: readonly SqlValue[]): string =>
  `${column} in (${values.map(() => '?').join(', ')})`;

export function alarmPage(connection: Connection, query: JournalQuery): JournalEntry[] {
  const { station, before, limit, from, to, codes, events, priorities, alarm, by } = query;
  const parts: readonly (readonly [where: string, values: readonly SqlValue[] | null])[] = [
    ['station = ?', [station]],
    ['number < ?', before === null ? null : [before]],
    ['at >= ?', from === null ? null : [from]],
    ['at < ?', to === null ? null : [to]],
    [oneOf('code', codes ?? []), codes],
    [oneOf('event', events ?? []), events],
    [oneOf('priority', priorities ?? []), priorities],
    ['alarm = ?', alarm === null ? null : [alarm]],
    ['instr(lower(by_name), lower(?)) > 0', by === null ? null : [by]],
  ];
  const asked = parts.filter(([, values]) => values !== null);
  return connection
    .all<Row>(
      `select document from alarm_entry where ${asked.map(([where]) => where).join(' and ')}
       order by number desc limit ?`,
      ...asked.flatMap(([, values]) => values ?? []),
      limit,
    )
    .map(toEntry);
}

export function alarmsBetween(
  connection: Connection,
  station: string,
  from: number,
  to: number,
): JournalEntry[] {
  return connection
    .all<Row>(
      'select document from alarm_entry where station = ? and at >= ? and at < ? order by number',
      station,
      from,
      to,
    )
    .map(toEntry);
}

/**
 * Each alarm's last entry before `at`; of one that stands, since when without a break: its first entry
 * after the last one that led it anywhere else.
 */
export function alarmsStoodAt(connection: Connection, station: string, at: number): StoodBefore[] {
  return connection.all<StoodBefore>(
    `with last as (
       select alarm, max(number) as number from alarm_entry where station = ? and at < ? group by alarm)
     select e.alarm, e.code, e.subject, e.to_state as state,
       coalesce((
         select min(s.at) from alarm_entry s
         where s.alarm = e.alarm and s.number <= e.number and s.number > coalesce((
           select max(x.number) from alarm_entry x
           where x.alarm = e.alarm and x.number <= e.number
             and x.to_state not in ('unacknowledged', 'acknowledged')), 0)), e.at) as standsSince
     from last join alarm_entry e on e.number = last.number`,
    station,
    at,
  );
}

/** Entries removed in one transaction. */
const ENTRIES_PER_SLICE = 5000;

/** Removes one slice of entries that are older than their retention; the records stay. @returns how many went */
export function pruneAlarmsSlice(connection: Connection, days: number, now: number): number {
  return connection.write(() =>
    connection.run(
      `delete from alarm_entry where number in (
         select number from alarm_entry where at < ? order by at limit ${ENTRIES_PER_SLICE})`,
      now - days * 24 * MS_PER_HOUR,
    ),
  );
}
