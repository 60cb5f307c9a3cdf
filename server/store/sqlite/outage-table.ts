import { endOf, type Outage } from '#shared/wire/outage.ts';
import type { AuditEntry } from '../audit-store.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';
import { saveRevised } from './revised-row.ts';

/** Keeps a new outage or the next revision of one. Inside a transaction of the writer. */
export function saveOutage(connection: Connection, outage: Outage, audit: AuditEntry): void {
  const { id, station, from, revision } = outage;
  saveRevised(connection, {
    table: 'unit_outage',
    endColumn: 'ends_at',
    word: 'Outage',
    ...{ id, station, from, revision, document: outage },
    end: Math.min(endOf(outage), Number.MAX_SAFE_INTEGER),
  });
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
