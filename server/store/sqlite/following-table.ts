import type { DayClosed, Deviation } from '#shared/wire/following.ts';
import type { AuditEntry } from '../audit-store.ts';
import { StoreConflictError } from '../store-error.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';
import { saveRevised } from './revised-row.ts';

interface Row {
  readonly document: string;
}

const toDeviation = ({ document }: Row): Deviation => JSON.parse(document) as Deviation;

/** Keeps a new deviation or the next revision of one. Inside a transaction of the writer. */
export function saveDeviation(
  connection: Connection,
  deviation: Deviation,
  audit: AuditEntry | null,
): void {
  const { id, station, from, to, revision } = deviation;
  saveRevised(connection, {
    table: 'deviation',
    endColumn: 'to_at',
    word: 'Deviation',
    ...{ id, station, from, revision, document: deviation },
    end: to,
  });
  if (audit) appendAudit(connection, audit);
}

export function deviationById(connection: Connection, id: string): Deviation | null {
  const row = connection.get<Row>('select document from deviation where id = ?', id);
  return row === undefined ? null : toDeviation(row);
}

export function deviationsBetween(
  connection: Connection,
  station: string,
  from: number,
  to: number,
): Deviation[] {
  return connection
    .all<Row>(
      `select document from deviation
       where station = ? and to_at > ? and from_at < ? order by from_at, id`,
      station,
      from,
      to,
    )
    .map(toDeviation);
}

/** Shuts a day. Inside a transaction of the writer. */
export function closeDay(connection: Connection, day: DayClosed, audit: AuditEntry): void {
  const added = connection.run(
    'insert into day_closed (station, day, document) values (?, ?, ?) on conflict do nothing',
    day.station,
    day.day,
    JSON.stringify(day),
  );
  if (added === 0) throw new StoreConflictError(`Day ${day.day} is shut already.`);
  appendAudit(connection, audit);
}

export function closedDay(connection: Connection, station: string, day: string): DayClosed | null {
  const row = connection.get<Row>(
    'select document from day_closed where station = ? and day = ?',
    station,
    day,
  );
  return row === undefined ? null : (JSON.parse(row.document) as DayClosed);
}
