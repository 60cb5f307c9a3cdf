import type { ConsumerDay } from '#shared/energy/review/close-day.ts';
import { REFERENCE_LINES, type SpanLine } from '#shared/energy/review/page.ts';

/** The five lines in the order in which they are told. */
export const LINES = ['actual', ...REFERENCE_LINES] as const;
export type Line = (typeof LINES)[number];

/** A line, and what the actual is off it on the days that have both; null: nobody can tell. */
export interface LineRow {
  readonly line: Line;
  readonly kwh: number | null;
  readonly over: number | null;
  /** Of the actual what it cost, of a line what the difference costs. */
  readonly money: number | null;
  readonly days: number;
}

export function dayRows({ lines, money, pricePerUnit }: ConsumerDay): LineRow[] {
  return LINES.map((line) => {
    const kwh = lines[`${line}Kwh`];
    const days = kwh === null ? 0 : 1;
    if (line === 'actual') return { line, kwh, over: null, money, days };
    const over = kwh === null || lines.actualKwh === null ? null : lines.actualKwh - kwh;
    const cost = over === null || pricePerUnit === null ? null : over * pricePerUnit;
    return { line, kwh, over, money: cost, days };
  });
}

/** Of a month or year: each line on the days that have it. */
export function spanRows({ actualKwh, money, days, against }: SpanLine): LineRow[] {
  return LINES.map((line) => {
    if (line === 'actual') return { line, kwh: actualKwh, over: null, money, days };
    const { lineKwh, overKwh, money: cost, days: shared } = against[line];
    return { line, kwh: shared > 0 ? lineKwh : null, over: overKwh, money: cost, days: shared };
  });
}

/** Whether a line speaks of all the days that the use beside it is of. */
export const isWhole = (row: SpanLine, line: Line): boolean =>
  line === 'actual' || row.against[line].days === row.days;
