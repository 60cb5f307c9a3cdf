import { StoreConflictError } from '../store-error.ts';
import type { Connection } from './connection.ts';

/** A document that is changed revision by revision, and the columns it is found by. */
export interface RevisedRow {
  readonly table: 'deviation' | 'unit_outage';
  /** Column of the instant at which it ends. */
  readonly endColumn: 'to_at' | 'ends_at';
  /** What it is called to whom it concerns. */
  readonly word: string;
  readonly id: string;
  readonly station: string;
  readonly from: number;
  readonly end: number;
  readonly revision: number;
  readonly document: object;
}

/**
 * Keeps a new row, or the next revision of one. Inside a transaction of the writer.
 * @throws StoreConflictError where it is not at the revision before: nothing is overwritten
 */
export function saveRevised(connection: Connection, row: RevisedRow): void {
  const { table, endColumn, word, id, station, from, end, revision } = row;
  const document = JSON.stringify(row.document);
  const changed =
    revision === 1
      ? connection.run(
          `insert into ${table} (id, station, from_at, ${endColumn}, revision, document)
           values (?, ?, ?, ?, ?, ?) on conflict do nothing`,
          ...[id, station, from, end, revision, document],
        )
      : connection.run(
          `update ${table} set from_at = ?, ${endColumn} = ?, revision = ?, document = ?
           where id = ? and revision = ?`,
          ...[from, end, revision, document, id, revision - 1],
        );
  if (changed === 0)
    throw new StoreConflictError(
      `${word} "${id}" is not at revision ${revision - 1}: somebody else has changed it.`,
    );
}
