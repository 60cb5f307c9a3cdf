import { endOf, type Outage } from '#shared/wire/outage.ts';
import type { AuditEntry } from '../audit-store.ts';
import { StoreConflictError } from '../store-error.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';

/** Keeps a new outage or the next revision of one. Inside a transaction of the writer. */
export function saveOutage(connection: Connection, outage: Outage, audit: AuditEntry): void {
  const { id, station, from, revision } = outage;
  const endsAt = Math.min(endOf(outage), Number.MAX_SAFE_INTEGER);
  const document = JSON.stringify(outage);
  const changed =
    revision === 1
      ? connection.run(
          `insert into unit_outage (id, station, from_at, ends_at, revision, document)
           values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
          id,
          station,
          from,
          endsAt,
          revision,
          document,
        )
      : connection.run(
          `update unit_outage set from_at = ?, ends_at = ?, revision = ?, document = ?
           where id = ? and revision = ?`,
          from,
          endsAt,
          revision,
          document,
          id,
          revision - 1,
        );
  if (changed === 0)
    throw new StoreConflictError(
      `Outage "${id}" is not at revision ${revision - 1}: somebody else has changed it.`,
    );
  appendAudit(connection, audit);
}

export function outagesBetween(connection: Connection, from: number, to: number): Outage[] {
  return connection
    .all<{ document: string }>(
      `select document from unit_outage where ends_at > ? and from_at < ? order by from_at, id`,
      from,
      to,
    )
    .map(({ document }) => JSON.parse(document) as Outage);
}
