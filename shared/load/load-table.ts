import { localDay, slotsOfDay } from '#shared/units/time-grid.ts';
import type { LoadFault, LoadPreview } from '#shared/wire/load-curve.ts';
import { dateOf, decimalSignOf, isBlank, minuteOf, numberOf, type Row, textOf } from './cells.ts';
import { type LoadColumns, loadColumnsOf, upright } from './load-columns.ts';

/** What was understood of a table; `understood` lacks what only the file's reader knows. */
export interface LoadTable extends Omit<LoadPreview, 'source' | 'understood'> {
  readonly understood: Omit<
    NonNullable<LoadPreview['understood']>,
    'encoding' | 'delimiter'
  > | null;
}

/** Steps of an ordinary day, and of those on which the clock is changed. */
const STEPS: Readonly<Record<number, 5 | 15>> = { 96: 15, 92: 15, 100: 15, 288: 5, 276: 5, 300: 5 };
const ORDINARY = [96, 288];

/** A fault that concerns the table as a whole. */
const whole = (wrong: string, right: string): LoadFault => ({
  line: null,
  column: null,
  wrong,
  right,
});

/**
 * Reads a day's load curve from a table in whatever form dispatchers send it: with or without header
 * (Chinese or English), times at the beginnings or ends of steps or none, decimal point or comma, MW or
 * kW, one row per step or one column. Says every fault with its place; guesses at nothing.
 * @param askedDay the day it is for, `YYYY-MM-DD`; null: the one that the table names
 */
export function loadTable(
  given: readonly Row[],
  askedDay: string | null,
  timeZone: string,
): LoadTable {
  const filled = given.filter(({ cells }) => !cells.every(isBlank));
  const sign = decimalSignOf(filled);
  if (sign === null) {
    return nothing(askedDay, [
      whole(
        'every number has a comma before three digits: 12,345 may be twelve or twelve thousand',
        'decimals with a point, or numbers without groups of thousands, are needed',
      ),
    ]);
  }
  const rows = upright(filled, sign);
  const found = loadColumnsOf(rows, sign);
  if ('wrong' in found) return nothing(askedDay, [whole(found.wrong, found.right)]);
  const { steps, column, header } = found;
  const unit = /kw|千瓦/i.test(header ?? '') && !/mw|兆瓦/i.test(header ?? '') ? 'kW' : null;
  const faults: LoadFault[] = [];
  const mw = steps.map(({ line, cells }) => {
    const load = numberOf(cells[column], sign);
    if (load !== null) return unit === 'kW' ? load / 1000 : load;
    const there = textOf(cells[column]);
    faults.push({
      line,
      column: column + 1,
      wrong: there === '' ? 'the load is missing' : `"${there}" is no number`,
      right: 'a number is needed, for example 42.5',
    });
    return 0;
  });
  const named = dayNamed(rows, found);
  const day = askedDay ?? named;
  const stepMinutes = STEPS[mw.length] ?? null;
  faults.push(...dayFaults(askedDay, named, day, mw.length, timeZone));
  const order = stepMinutes === null ? null : timesOf(found, stepMinutes, faults);
  const sum = mw.reduce((all, load) => all + load, 0);
  return {
    day,
    stepMinutes,
    mw,
    understood: {
      column: column + 1,
      header,
      timesMean: order,
      decimalSign: sign,
      unit: unit ?? (/mw|兆瓦/i.test(header ?? '') ? 'MW' : null),
    },
    sumMwh: stepMinutes === null ? 0 : (sum * stepMinutes) / 60,
    faults,
  };
}

function nothing(day: string | null, faults: readonly LoadFault[]): LoadTable {
  return { day, stepMinutes: null, mw: [], understood: null, sumMwh: 0, faults };
}

/** The day that a title or the times name; null: none. */
function dayNamed(rows: readonly Row[], { steps, times }: LoadColumns): string | null {
  const heads = rows.filter((row) => row.line < steps[0]!.line).flatMap(({ cells }) => cells);
  const first = times === null ? null : steps[0]!.cells[times];
  for (const cell of [...heads, first ?? null]) {
    const date = dateOf(cell);
    if (date !== null) return date;
  }
  return null;
}

function dayFaults(
  asked: string | null,
  named: string | null,
  day: string | null,
  points: number,
  timeZone: string,
): LoadFault[] {
  const faults: LoadFault[] = [];
  if (asked !== null && named !== null && asked !== named) {
    faults.push(
      whole(`the table is for ${named}`, `one for ${asked} is needed, or that day asked for`),
    );
  }
  const needed = day === null ? ORDINARY : stepsOfDay(day, timeZone);
  if (needed === null) {
    faults.push(whole(`"${day}" is no date`, 'a day YYYY-MM-DD is needed'));
  } else if (!needed.includes(points)) {
    faults.push(whole(`${points} loads were found`, `${needed.join(' or ')} are needed`));
  }
  return faults;
}

/** Numbers of quarter-hours and of five minutes that a day has; null: it is no day. */
function stepsOfDay(day: string, timeZone: string): number[] | null {
  try {
    const { startMs } = localDay(day, timeZone);
    return [15, 5].map((minutes) => slotsOfDay(startMs, timeZone, minutes));
  } catch {
    return null;
  }
}

/**
 * Whether a table's times are the beginnings or the ends of its steps, which the first one tells; each
 * further one must be a step later. On a day on which the clock is changed they are not compared.
 */
function timesOf(
  { steps, times }: LoadColumns,
  stepMinutes: number,
  faults: LoadFault[],
): 'start' | 'end' | null {
  if (times === null) return null;
  const first = minuteOf(steps[0]!.cells[times]);
  if (first !== 0 && first !== stepMinutes) {
    faults.push({
      line: steps[0]!.line,
      column: times + 1,
      wrong: `the first time is "${textOf(steps[0]!.cells[times])}"`,
      right: `00:00, or 00:${String(stepMinutes).padStart(2, '0')} for the end of the first step, is needed`,
    });
    return null;
  }
  if (ORDINARY.includes(steps.length)) {
    for (const [i, { line, cells }] of steps.entries()) {
      const minute = minuteOf(cells[times]);
      const expected = first + i * stepMinutes;
      if (minute !== null && minute % 1440 === expected % 1440) continue;
      const right = `${clockText(expected)} is needed`;
      faults.push({ line, column: times + 1, wrong: `time "${textOf(cells[times])}"`, right });
      // What follows a time left out is wrong all along.
      break;
    }
  }
  return first === 0 ? 'start' : 'end';
}

function clockText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
