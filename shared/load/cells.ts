/** One cell of a table: text of a file, or what a sheet has typed. */
export type Cell = string | number | boolean | Date | null;

/** A row with its line in the file or sheet, from 1. */
export interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

export type DecimalSign = '.' | ',';

const MINUTES_PER_DAY = 1440;

export const textOf = (cell: Cell | undefined): string =>
  cell instanceof Date ? cell.toISOString() : String(cell ?? '').trim();

export const isBlank = (cell: Cell | undefined): boolean => textOf(cell) === '';

const DOT = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const COMMA = /^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/;

/** The number in a cell; null: there is none. Groups of thousands may be parted by the other sign. */
export function numberOf(cell: Cell | undefined, sign: DecimalSign): number | null {
  if (typeof cell === 'number') return cell;
  const text = textOf(cell).replaceAll(/[\s\u00a0_]/g, '');
  if (typeof cell !== 'string' || !(sign === '.' ? DOT : COMMA).test(text)) return null;
  const plain =
    sign === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.');
  return Number(plain);
}

/**
 * The decimal sign of a table's texts. A comma is one where some number can be read no other way, and
 * none has a dot; `12,345` alone may be twelve or twelve thousand, and is null.
 */
export function decimalSignOf(rows: readonly Row[]): DecimalSign | null {
  const texts = rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'string'));
  const numbers = texts.map((text) => text.trim()).filter((text) => /^[+-]?[\d.,]+$/.test(text));
  const withDot = numbers.some(
    (text) => /\.\d{1,2}$|\.\d{4,}$/.test(text) || /,\d{3}\./.test(text),
  );
  const withComma = numbers.some((text) => /^[+-]?\d+,(\d{1,2}|\d{4,})$/.test(text));
  if (withComma && !withDot) return ',';
  const isOpen = !withDot && numbers.some((text) => /^[+-]?\d{1,3},\d{3}$/.test(text));
  return isOpen ? null : '.';
}

const CLOCK = /(?:^|[\sT])(\d{1,2})[:：](\d{2})(?::\d{2}(?:\.\d+)?)?\s*$/;
const DIGITS = /^([01]\d|2[0-4])([0-5]\d)$/;

/** Minute of the day 0..1440 that a cell names; null: none. A sheet keeps times as shares of a day. */
export function minuteOf(cell: Cell | undefined): number | null {
  if (cell instanceof Date) {
    return Math.round(cell.getTime() / 60_000) % MINUTES_PER_DAY;
  }
  if (typeof cell === 'number') {
    return cell >= 0 && cell <= 1 ? Math.round(cell * MINUTES_PER_DAY) : null;
  }
  const text = textOf(cell);
  const [, hour, minute] = CLOCK.exec(text) ?? DIGITS.exec(text) ?? [];
  if (hour === undefined) return null;
  const minutes = Number(hour) * 60 + Number(minute);
  return minutes <= MINUTES_PER_DAY ? minutes : null;
}

const DATE = /(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/;

/** Calendar date `YYYY-MM-DD` that a cell names; null: none. */
export function dateOf(cell: Cell | undefined): string | null {
  if (cell instanceof Date) {
    // A time without a date counts from a sheet's own year 1899 or 1900.
    return cell.getUTCFullYear() > 1904
      ? new Date(Math.round(cell.getTime() / 60_000) * 60_000).toISOString().slice(0, 10)
      : null;
  }
  if (typeof cell !== 'string') return null;
  const [, year, month, day] = DATE.exec(cell) ?? [];
  if (year === undefined) return null;
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}
