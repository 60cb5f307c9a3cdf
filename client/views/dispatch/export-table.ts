import { formatMoment } from '#client/format/time.ts';
import type { WrittenCell } from '#client/format/csv-text.ts';
import type { DeskCell, DeskRow } from './desk-rows.ts';

export interface ExportWords {
  readonly time: string;
  readonly price: string;
  readonly level: string;
  readonly head: string;
  readonly spill: string;
  readonly limits: string;
  /** Of a unit's or the station's columns: own, ordered, recommended, actual. */
  readonly columns: readonly [own: string, ordered: string, recommended: string, actual: string];
}

export interface ExportParts {
  readonly rows: readonly DeskRow[];
  /** Units in the table's order, then the station. */
  readonly names: readonly string[];
  readonly timeZone: string;
  readonly limitWord: (row: DeskRow) => string;
  readonly words: ExportWords;
}

/** To the kilowatt, the centimetre, the litre per second: what more there is are digits of computing. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

/** A sheet's day as a table with one head row: every quarter-hour, per unit and in all. */
export function exportTable(parts: ExportParts): WrittenCell[][] {
  const { words, names, rows, timeZone } = parts;
  const head = [
    words.time,
    words.price,
    ...names.flatMap((name) => words.columns.map((column) => `${name} ${column} MW`)),
    words.level,
    words.head,
    words.spill,
    words.limits,
  ];
  return [
    head,
    ...rows.map((row) => [
      timeWord(row.at, timeZone),
      row.pricePerMwh,
      ...[...row.units, row.station].flatMap(cellColumns),
      rounded(row.levelM),
      rounded(row.headM),
      rounded(row.spillM3s),
      parts.limitWord(row),
    ]),
  ];
}

function cellColumns(cell: DeskCell): WrittenCell[] {
  return [cell.own, cell.ordered, cell.recommended, cell.actual?.value ?? null].map(rounded);
}

/** The curve that the grid is asked to agree to: instant and export, one row a quarter-hour. */
export function curveTable(
  rows: readonly DeskRow[],
  timeZone: string,
  words: { readonly time: string; readonly load: string },
): WrittenCell[][] {
  return [
    [words.time, words.load],
    ...rows.map(({ at, station }) => [
      timeWord(at, timeZone),
      rounded(station.own ?? station.ordered),
    ]),
  ];
}

const timeWord = (at: number, timeZone: string): string => formatMoment(at, timeZone);
