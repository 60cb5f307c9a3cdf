import type { RawPoint } from '#shared/wire/history.ts';
import { QUALITIES } from '#shared/wire/quality.ts';
import { MARK_CODES, type JudgedReading } from '#shared/wire/reading.ts';
import type { RawColumns } from '#shared/wire/trend.ts';
import type { Span } from '../intervals.ts';
import type { Connection } from './connection.ts';
import type { Names } from './names.ts';
import { prunedBefore } from './pruned-table.ts';
import type { Origin } from './reading-batch.ts';

interface ReadingRow {
  readonly at: number;
  readonly value: number | null;
  readonly quality: number;
  readonly mark: number | null;
  readonly received_at: number;
  readonly seq: number | null;
  readonly origin: string;
}

const COLUMNS = `r.at, r.value, r.quality, r.mark, r.received_at, r.seq, o.document as origin`;
const LATEST = `
  select ${COLUMNS} from reading r join origin o on o.id = r.origin
  where r.tag = ? order by r.at desc limit 1`;
const VERSIONS = `
  select ${COLUMNS} from (
    select at, value, quality, mark, received_at, seq, origin, version from reading_audit
    where tag = ?1 and at = ?2
    union all
    select at, value, quality, mark, received_at, seq, origin, 9e999 from reading
    where tag = ?1 and at = ?2
  ) r join origin o on o.id = r.origin order by r.version`;

export function latestReadings(
  connection: Connection,
  tags: Names,
  paths: readonly string[],
): [string, JudgedReading][] {
  return paths.flatMap((path) => {
    const tag = tags.find(path);
    const row = tag === undefined ? undefined : connection.get<ReadingRow>(LATEST, tag);
    return row === undefined ? [] : [[path, toReading(path, row)]];
  });
}

/** Every version of one reading, oldest first; the last one is in force. */
export function readingVersions(
  connection: Connection,
  tags: Names,
  path: string,
  at: number,
): JudgedReading[] {
  const tag = tags.find(path);
  if (tag === undefined) return [];
  return connection.all<ReadingRow>(VERSIONS, tag, at).map((row) => toReading(path, row));
}

interface RawRow {
  readonly at: number;
  readonly value: number | null;
  readonly quality: number;
}

const RAW = `
  select at, value, quality from reading where tag = ? and at >= ? and at < ? order by at limit ?`;

export function rawPoints(
  connection: Connection,
  tags: Names,
  path: string,
  from: number,
  to: number,
  limit: number,
): RawPoint[] {
  const tag = tags.find(path);
  if (tag === undefined) return [];
  return connection
    .all<RawRow>(RAW, tag, from, to, limit)
    .map(({ at, value, quality }) => ({ at, value, quality: QUALITIES[quality] ?? 'missing' }));
}

/** All readings of a span; null where they are more than `most`, or the oldest were removed as too old. */
export function rawColumns(
  connection: Connection,
  tag: number,
  { from, to }: Span,
  most: number,
): RawColumns | null {
  if (prunedBefore(connection, 'raw') > from) return null;
  const rows = connection.all<RawRow>(RAW, tag, from, to, most + 1);
  if (rows.length > most) return null;
  return {
    form: 'raw',
    at: rows.map(({ at }) => at),
    value: rows.map(({ value }) => value),
    quality: rows.map(({ quality }) => quality),
  };
}

function toReading(tag: string, row: ReadingRow): JudgedReading {
  const mark = row.mark === null ? undefined : MARK_CODES[row.mark - 1];
  return {
    tag,
    at: row.at,
    value: row.value,
    quality: QUALITIES[row.quality] ?? 'missing',
    ...(JSON.parse(row.origin) as Origin),
    ...(row.seq === null ? {} : { seq: row.seq }),
    receivedAt: row.received_at,
    ...(mark === undefined ? {} : { mark }),
  };
}
