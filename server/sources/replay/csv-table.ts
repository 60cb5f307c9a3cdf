import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { RecordError } from './record-error.ts';

/** One row with where it stands, for messages: `file:line`. */
export interface TableRow {
  readonly place: string;
  readonly cells: readonly string[];
}

/**
 * Reads a small CSV file whole.
 * @param columns the header that is needed, word for word
 * @throws RecordError for another header or a row of another length
 */
export async function readTable(file: string, columns: readonly string[]): Promise<TableRow[]> {
  const name = basename(file);
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new RecordError(name, `cannot be read (${error.message})`, 'the record needs this file');
  });
  const rows = parse(text, {
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as unknown as { info: { lines: number }; record: string[] }[];
  const [header, ...body] = rows;
  if (header?.record.join(',') !== columns.join(',')) {
    const found = header?.record.join(',') ?? 'nothing';
    throw new RecordError(
      `${name}:1`,
      `the header is "${found}"`,
      `"${columns.join(',')}" is needed`,
    );
  }
  return body.map(({ info, record }) => {
    const place = `${name}:${info.lines}`;
    if (record.length !== columns.length)
      throw new RecordError(place, `${record.length} cells`, `${columns.length} are needed`);
    return { place, cells: record };
  });
}

/** A cell as a finite number. */
export function numberIn(place: string, cell: string, meaning: string): number {
  const value = cell === '' ? NaN : Number(cell);
  if (!Number.isFinite(value))
    throw new RecordError(place, `"${cell}" is no ${meaning}`, 'a number is needed');
  return value;
}
