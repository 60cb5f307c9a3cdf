import { parse } from 'csv-parse/sync';
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import type { Cell, Row } from '#shared/load/cells.ts';
import { loadTable } from '#shared/load/load-table.ts';
import type { LoadPreview } from '#shared/wire/load-curve.ts';

type Understood = NonNullable<LoadPreview['understood']>;

/** A file as rows, and how it was read. */
interface ReadFile extends Pick<Understood, 'encoding' | 'delimiter'> {
  readonly rows: readonly Row[];
}

/** Longest table that is read; a year of quarter-hours is none of ours. */
const MOST_ROWS = 2000;

/** A sheet is a packed folder: it begins like one. */
const isSheet = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'));

/**
 * What a file with a load curve says: a sheet (XLSX), or text in UTF-8, UTF-16 with its mark or GBK, its
 * columns parted by tabs, semicolons, commas or none. Whatever is wrong with it stands in `faults`.
 * @param source the file's name, or `paste`
 * @param day the day it is for, `YYYY-MM-DD`; null: the one that it names
 */
export async function readLoadFile(
  bytes: Buffer,
  source: string,
  day: string | null,
  timeZone: string,
): Promise<LoadPreview> {
  const read = isSheet(bytes) ? await sheetOf(bytes) : textFile(bytes);
  if ('wrong' in read) {
    const faults = [{ line: null, column: null, ...read }];
    return { day, stepMinutes: null, mw: [], source, understood: null, sumMwh: 0, faults };
  }
  const { rows, encoding, delimiter } = read;
  const table = loadTable(rows.slice(0, MOST_ROWS), day, timeZone);
  const { understood } = table;
  return { ...table, source, understood: understood && { ...understood, encoding, delimiter } };
}

interface Unreadable {
  readonly wrong: string;
  readonly right: string;
}

async function sheetOf(bytes: Buffer): Promise<ReadFile | Unreadable> {
  try {
    const cells: readonly (readonly unknown[])[] = await readSheet(bytes);
    const rows = cells.map((row, i) => ({ line: i + 1, cells: row.map((cell) => cell as Cell) }));
    return { rows, encoding: 'xlsx', delimiter: 'table' };
  } catch (error) {
    if (!(error instanceof InvalidInputError || error instanceof InvalidSpreadsheetError))
      throw error;
    return {
      wrong: 'the sheet cannot be read',
      right: 'an XLSX file as spreadsheet programs save it is needed',
    };
  }
}

function textFile(bytes: Buffer): ReadFile | Unreadable {
  const { text, encoding } = decoded(bytes);
  const delimiter = delimiterOf(text);
  try {
    const records = parse(text, {
      delimiter: SIGNS[delimiter],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      bom: true,
      info: true,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[];
    const rows = records.map(({ record, info }) => ({ line: info.lines, cells: record }));
    return { rows, encoding, delimiter };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { wrong: `the text is no table: ${why}`, right: 'a table or one column is needed' };
  }
}

function decoded(bytes: Buffer): { text: string; encoding: Understood['encoding'] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gbk' };
  }
}

type Delimiter = Exclude<Understood['delimiter'], 'table'>;

/** What a `line` is parted by does not occur in one. */
const SIGNS: Readonly<Record<Delimiter, string>> = {
  tab: '\t',
  semicolon: ';',
  comma: ',',
  line: '\u0000',
};

/** A comma parts columns only where it does not stand within the only number of each line. */
function delimiterOf(text: string): Delimiter {
  if (text.includes('\t')) return 'tab';
  if (text.includes(';')) return 'semicolon';
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isNumber = (line: string): boolean => /^\s*"?[+-]?\d+(,\d+)?"?\s*$/.test(line);
  const bare = lines.filter(isNumber).length;
  return text.includes(',') && bare < 0.9 * lines.length ? 'comma' : 'line';
}
