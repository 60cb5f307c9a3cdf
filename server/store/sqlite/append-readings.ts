import type { AppendResult } from '../reading-store.ts';
import { isAlreadyThere, type Connection, type SqlValue } from './connection.ts';
import type { ReadingBatch } from './reading-batch.ts';
import type { DueMarker } from './due-marker.ts';
import type { Names } from './names.ts';

const COLUMNS = 'tag, at, value, quality, mark, received_at, origin, seq';
const ROW = '(?, ?, ?, ?, ?, ?, ?, ?)';

/** Rows per statement: measured fastest between 1 and 250 (docs/decisions/0001). */
const CHUNK = 50;

const insertOf = (rows: number): string =>
  `insert into reading (${COLUMNS}) values ${Array.from({ length: rows }, () => ROW).join(', ')}`;

const INSERT_CHUNK = insertOf(CHUNK);
const INSERT_ONE = insertOf(1);
const SELECT_ONE = `select value, quality, mark from reading where tag = ? and at = ?`;
const KEEP_VERSION = `
  insert into reading_audit (tag, at, version, value, quality, mark, received_at, origin, seq)
  select r.tag, r.at,
    (select count(*) + 1 from reading_audit a where a.tag = r.tag and a.at = r.at),
    r.value, r.quality, r.mark, r.received_at, r.origin, r.seq
  from reading r where r.tag = ? and r.at = ?`;
const REPLACE = `
  update reading set value = ?3, quality = ?4, mark = ?5, received_at = ?6, origin = ?7, seq = ?8
  where tag = ?1 and at = ?2`;

/** A row of `reading` in the order of `COLUMNS`. */
type Row = [
  tag: number,
  at: number,
  value: number | null,
  quality: number,
  mark: number | null,
  receivedAt: number,
  origin: number,
  seq: number | null,
];

interface StoredVersion {
  readonly value: number | null;
  readonly quality: number;
  readonly mark: number | null;
}

/**
 * Writes one batch inside a transaction of the caller and marks what it changes as due.
 *
 * Most readings are new: they go in fifty at a time, sorted by key so that each page is touched
 * once. A statement that meets a key already there undoes itself, and its rows are then looked at one
 * by one: the same value, quality and mark again is a duplicate, another one a new version.
 */
export function appendReadings(
  connection: Connection,
  names: { tags: Names; origins: Names },
  due: DueMarker,
  batch: ReadingBatch,
): AppendResult {
  const rows = sortedRows(batch, names);
  let duplicate = 0;
  for (let i = 0; i < rows.length; i += CHUNK) {
    const chunk = rows.slice(i, i + CHUNK);
    const accepted = insertChunk(connection, chunk)
      ? chunk
      : chunk.filter((row) => writeOne(connection, row));
    duplicate += chunk.length - accepted.length;
    for (const [tag, at] of accepted) due.note(tag, at);
  }
  due.write();
  return { accepted: batch.size - duplicate, duplicate };
}

/** Rows by (tag, at), of one key in the order they came: the last one is the newest version. */
function sortedRows(batch: ReadingBatch, names: { tags: Names; origins: Names }): Row[] {
  const tagIds = batch.tags.map((path) => names.tags.intern(path));
  const originIds = batch.origins.map((origin) => names.origins.intern(origin));
  const rows: Row[] = [];
  for (let i = 0; i < batch.size; i += 1)
    rows.push([
      tagIds[batch.tag[i] ?? 0] ?? 0,
      batch.at[i] ?? 0,
      numberOrNull(batch.value[i]),
      batch.quality[i] ?? 0,
      batch.mark[i] === 0 ? null : (batch.mark[i] ?? null),
      batch.receivedAt[i] ?? 0,
      originIds[batch.origin[i] ?? 0] ?? 0,
      numberOrNull(batch.seq[i]),
    ]);
  return rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const numberOrNull = (x: number | undefined): number | null =>
  x === undefined || Number.isNaN(x) ? null : x;

/** False, and nothing written, where one of the keys is already there. */
function insertChunk(connection: Connection, chunk: readonly Row[]): boolean {
  if (chunk.length < CHUNK) return false;
  const values: SqlValue[] = [];
  for (const row of chunk) values.push(...row);
  try {
    connection.run(INSERT_CHUNK, ...values);
    return true;
  } catch (error) {
    if (isAlreadyThere(error)) return false;
    throw error;
  }
}

/** False for a duplicate. */
function writeOne(connection: Connection, row: Row): boolean {
  const [tag, at, value, quality, mark] = row;
  const stored = connection.get<StoredVersion>(SELECT_ONE, tag, at);
  if (stored === undefined) {
    connection.run(INSERT_ONE, ...row);
    return true;
  }
  if (stored.value === value && stored.quality === quality && stored.mark === mark) return false;
  connection.run(KEEP_VERSION, tag, at);
  connection.run(REPLACE, ...row);
  return true;
}
