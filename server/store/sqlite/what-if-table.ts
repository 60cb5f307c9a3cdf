import type { WhatIf } from '#shared/wire/what-if.ts';
import type { AuditEntry } from '../audit-store.ts';
import { StoreConflictError } from '../store-error.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly document: string;
}

const toWhatIf = ({ document }: Row): WhatIf => JSON.parse(document) as WhatIf;

/** Keeps a new trial or the next revision of one. Inside a transaction of the writer. */
export function saveWhatIf(connection: Connection, whatIf: WhatIf, audit: AuditEntry | null): void {
  const { id, station, kind, owner, shiftStartsAt, revision, changedAt } = whatIf;
  const changed =
    revision === 1
      ? connection.run(
          `insert into what_if (id, station, kind, owner, shift_starts_at, revision, changed_at, document)
           values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
          id,
          station,
          kind,
          owner.id,
          shiftStartsAt,
          revision,
          changedAt,
          JSON.stringify(whatIf),
        )
      : connection.run(
          `update what_if set shift_starts_at = ?, revision = ?, changed_at = ?, document = ?
           where id = ? and revision = ?`,
          shiftStartsAt,
          revision,
          changedAt,
          JSON.stringify(whatIf),
          id,
          revision - 1,
        );
  if (changed === 0) throw notAt(id, revision - 1);
  if (audit) appendAudit(connection, audit);
}

/** Removes a trial. Inside a transaction of the writer. */
export function removeWhatIf(
  connection: Connection,
  id: string,
  revision: number,
  audit: AuditEntry | null,
): void {
  if (connection.run('delete from what_if where id = ? and revision = ?', id, revision) === 0)
    throw notAt(id, revision);
  if (audit) appendAudit(connection, audit);
}

export function whatIfById(connection: Connection, id: string): WhatIf | null {
  const row = connection.get<Row>('select document from what_if where id = ?', id);
  return row === undefined ? null : toWhatIf(row);
}

export function whatIfsSince(
  connection: Connection,
  station: string,
  shiftStartsAt: number,
): WhatIf[] {
  return connection
    .all<Row>(
      `select document from what_if where station = ? and shift_starts_at >= ?
       order by changed_at, id`,
      station,
      shiftStartsAt,
    )
    .map(toWhatIf);
}

function notAt(id: string, revision: number): StoreConflictError {
  return new StoreConflictError(
    `Trial "${id}" is not at revision ${revision}: somebody else has changed or removed it.`,
  );
}
