import { formatNumber, NO_NUMBER } from '#client/format/numbers.ts';
import type { DeskCell, DeskRow } from './desk-rows.ts';
import { keepSame } from './keep-same.ts';

/** What of a unit stands in a column: the open sheet's own, or what stands beside it. */
export type ShownColumn = 'own' | 'recommended' | 'ordered' | 'actual';

export interface CellText {
  readonly key: string;
  /** Place of the unit; −1: the station. */
  readonly unit: number;
  readonly column: ShownColumn;
  readonly isOwn: boolean;
  /** The first of its unit's columns. */
  readonly isFirst: boolean;
  readonly text: string;
  /** How it is marked, by outline and weight, not by colour alone. */
  readonly mark: string;
  readonly title: string | undefined;
}

/** A row as it stands in the table. */
export interface RowTexts {
  readonly time: string;
  readonly price: string;
  readonly cells: readonly CellText[];
  readonly level: string;
  readonly head: string;
  readonly spill: string;
  /** Names of the limits broken in it; empty: none. */
  readonly limits: string;
  readonly isNow: boolean;
  readonly isPast: boolean;
}

/** How the table words its rows. */
export interface RowWords {
  readonly columns: readonly ShownColumn[];
  readonly locale: string;
  readonly timeOf: (at: number) => string;
  readonly limitsOf: (row: DeskRow) => string;
}

/** A row, and what was made of it. */
export interface WordedRow {
  readonly row: DeskRow;
  readonly texts: RowTexts;
}

/** Rows in words; a row that reads as it did `before` is the very same: only others are drawn again. */
export function wordedRows(
  before: readonly WordedRow[] | undefined,
  rows: readonly DeskRow[],
  words: RowWords,
): WordedRow[] {
  return rows.map((row, place) => {
    const old = before?.[place];
    if (old?.row === row) return old;
    const texts = keepSame(old?.texts, rowTexts(row, words, old));
    return { row, texts };
  });
}

/** Spill below this is none, m³/s. */
const NO_SPILL_M3S = 0.05;

/** A row in words; outputs to 0.1 MW, levels to the centimetre. */
function rowTexts(row: DeskRow, words: RowWords, old: WordedRow | undefined): RowTexts {
  const { locale } = words;
  const isSame = old?.row.units === row.units && old.row.station === row.station;
  const spilling = row.spillM3s !== null && row.spillM3s >= NO_SPILL_M3S;
  return {
    time: old?.row.at === row.at ? old.texts.time : words.timeOf(row.at),
    price: row.pricePerMwh === null ? '' : formatNumber(row.pricePerMwh, 0, locale),
    cells: isSame ? old.texts.cells : cellTexts(row, words),
    level: row.levelM === null ? '' : formatNumber(row.levelM, 2, locale),
    head: row.headM === null ? '' : formatNumber(row.headM, 2, locale),
    spill: spilling ? formatNumber(row.spillM3s, 1, locale) : '',
    limits: words.limitsOf(row),
    isNow: row.isNow,
    isPast: row.step < 0 || !row.editable,
  };
}

function cellTexts(row: DeskRow, { columns, locale }: RowWords): CellText[] {
  return [...row.units, row.station].flatMap((cell, unit) =>
    columns.map((column, place): CellText => {
      const of = unit < row.units.length ? unit : -1;
      return {
        key: `${unit}-${column}`,
        unit: of,
        column,
        isOwn: place === 0,
        isFirst: place === 0,
        ...textOf(cell, column, locale),
      };
    }),
  );
}

function textOf(
  cell: DeskCell,
  column: ShownColumn,
  locale: string,
): Pick<CellText, 'text' | 'mark' | 'title'> {
  const number = (mw: number | null): string => outputText(mw, locale);
  if (column === 'actual') {
    const { actual } = cell;
    const good = !actual || actual.quality === 'good';
    return { text: number(actual?.value ?? null), mark: good ? '' : 'doubtful', title: undefined };
  }
  if (column !== 'own') {
    const mark = cell[column] === 0 ? 'rest' : '';
    return { text: number(cell[column]), mark, title: undefined };
  }
  const marks = [
    cell.fixed ? 'fixed' : '',
    cell.broken ? 'broken' : '',
    cell.madeMw === null ? '' : 'short',
    cell.own === 0 && !cell.fixed ? 'rest' : '',
  ];
  return {
    text: number(cell.own),
    mark: marks.filter(Boolean).join(' '),
    title: cell.madeMw === null ? undefined : number(cell.madeMw),
  };
}

const outputTexts = new Map<string, string>();
const MOST_TEXTS = 20_000;

/** An output to 0.1 MW. The same tenths come again and again: each is worded once. */
export function outputText(mw: number | null, locale: string): string {
  if (mw === null) return NO_NUMBER;
  const key = `${locale}/${Math.round(mw * 10)}`;
  const known = outputTexts.get(key);
  if (known !== undefined) return known;
  if (outputTexts.size >= MOST_TEXTS) outputTexts.clear();
  const text = formatNumber(Math.round(mw * 10) / 10, 1, locale);
  outputTexts.set(key, text);
  return text;
}
