import type { LoadCurve } from '#shared/wire/load-curve.ts';
import type { AuditEntry } from '../audit-store.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';

/** Keeps an import. Inside a transaction of the writer. */
export function addLoadCurve(connection: Connection, curve: LoadCurve, audit: AuditEntry): void {
  connection.run(
    'insert into load_curve (id, day, document) values (?, ?, ?)',
    curve.id,
    curve.day,
    JSON.stringify(curve),
  );
  appendAudit(connection, audit);
}

export function newestLoadCurves(connection: Connection, from: string, to: string): LoadCurve[] {
  return connection
    .all<{ document: string }>(
      `select document from load_curve
       where number in (select max(number) from load_curve where day between ? and ? group by day)
       order by day`,
      from,
      to,
    )
    .map(({ document }) => JSON.parse(document) as LoadCurve);
}
