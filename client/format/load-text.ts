import { mwOfText } from './paste-table.ts';

/** One place of a pasted curve that could not be understood. */
export interface LoadTextFault {
  /** Line of the text, from 1; null: the text as a whole. */
  readonly line: number | null;
  /** What stands there; for the whole how many points were found. */
  readonly text: string;
}

/** A load curve as it was understood from a text. */
export interface LoadText {
  /** Mean export of each point, MW. */
  readonly mw: readonly number[];
  readonly stepMinutes: 5 | 15 | null;
  readonly delimiter: '\t' | ';' | ',' | '';
  /** Column of the loads, from 1. */
  readonly column: number;
  readonly decimalSign: '.' | ',';
  readonly unit: 'MW' | 'kW';
  readonly faults: readonly LoadTextFault[];
}

const TIME = /^\d{1,2}[:：]\d{2}(:\d{2})?$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}/;

/**
 * Reads a pasted load curve: one point a line, with or without times and a head, cells apart by tab,
 * semicolon or comma. The last column that holds numbers is the load.
 * @param slots quarter-hours of the day: so many points, or three times as many
 */
export function readLoadText(text: string, slots: number): LoadText {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '');
  const delimiter = delimiterOf(lines.map((line) => line.text));
  const rows = lines.map(({ line, text: whole }) => ({
    line,
    cells: (delimiter === '' ? [whole] : whole.split(delimiter)).map((cell) => cell.trim()),
  }));
  const column = loadColumn(rows.map(({ cells }) => cells));
  const [first] = rows;
  const head = first && mwOf(first.cells[column] ?? '') === undefined ? first : null;
  const points = rows
    .filter((row) => row !== head)
    .map(({ line, cells }) => ({ line, text: cells[column] ?? '', mw: mwOf(cells[column] ?? '') }));
  const unit = /kw(?!h)|千瓦/i.test(head?.cells[column] ?? '') ? 'kW' : 'MW';
  const faults = points.flatMap(({ line, text: cell, mw }) =>
    mw === undefined ? [{ line, text: cell }] : [],
  );
  const mw = points.map((point) => (point.mw ?? 0) / (unit === 'kW' ? 1000 : 1));
  const stepMinutes = mw.length === slots ? 15 : mw.length === 3 * slots ? 5 : null;
  const count = stepMinutes === null ? [{ line: null, text: String(mw.length) }] : [];
  const decimalSign = points.some((point) => /\d,\d/.test(point.text)) ? ',' : '.';
  return {
    ...{ mw, stepMinutes, delimiter, column: column + 1, decimalSign, unit },
    faults: [...count, ...faults],
  };
}

/** An output; undefined where it is none. */
function mwOf(text: string): number | undefined {
  return TIME.test(text) ? undefined : (mwOfText(text) ?? undefined);
}

/** What parts the cells: the first of tab, semicolon and comma that most lines have; a comma may be a decimal sign. */
function delimiterOf(lines: readonly string[]): LoadText['delimiter'] {
  const most = (sign: string): boolean =>
    lines.filter((line) => line.includes(sign)).length > lines.length / 2;
  if (most('\t')) return '\t';
  if (most(';')) return ';';
  const isDecimal = lines.every((line) => /^[^,]*$|^[+-]?\d+,\d+$/.test(line));
  return most(',') && !isDecimal ? ',' : '';
}

/** The last column of which most cells are numbers, from 0. */
function loadColumn(rows: readonly (readonly string[])[]): number {
  const width = Math.max(1, ...rows.map((cells) => cells.length));
  for (let column = width - 1; column > 0; column--) {
    const numbers = rows.filter((cells) => mwOf(cells[column] ?? '') !== undefined);
    if (numbers.length > rows.length / 2) return column;
  }
  return 0;
}

/** A curve in quarter-hours: of points every five minutes the means of three. */
export function quarterHours({ mw, stepMinutes }: Pick<LoadText, 'mw' | 'stepMinutes'>): number[] {
  if (stepMinutes !== 5) return [...mw];
  return Array.from({ length: Math.floor(mw.length / 3) }, (_, slot) => {
    const [a = 0, b = 0, c = 0] = mw.slice(3 * slot, 3 * slot + 3);
    return (a + b + c) / 3;
  });
}
