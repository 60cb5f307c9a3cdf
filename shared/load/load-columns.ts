import { type Cell, type DecimalSign, minuteOf, numberOf, type Row, textOf } from './cells.ts';

/** Where a table has its loads. */
export interface LoadColumns {
  /** Rows of the steps, one each. */
  readonly steps: readonly Row[];
  /** Place of the loads, from 0, and what stands above it. */
  readonly column: number;
  readonly header: string | null;
  /** Place of the times; null: none. */
  readonly times: number | null;
}

/** Why no column was found, in words. */
export interface NoColumn {
  readonly wrong: string;
  readonly right: string;
}

const LOAD_HEADER = /负荷|出力|有功|功率|计划|指令|load|power|plan|order|[mk]w/i;
/** What stands beside a load and is none. */
const OTHER_HEADER =
  /时间|时刻|时段|点号|序号|编号|日期|水位|流量|time|period|date|no\.?$|level|flow/i;
const SUMMARY = /合计|总计|小计|平均|最大|最小|电量|total|sum|mean|average|max|min/i;

/** Fewest values that are taken for a day in one row: quarter-hours of the shortest day. */
const FEWEST_POINTS = 92;

/** A table whose day lies in one row stands on its side: its columns become rows. */
export function upright(rows: readonly Row[], sign: DecimalSign): readonly Row[] {
  const values = (row: Row): number =>
    row.cells.filter((cell) => numberOf(cell, sign) !== null).length;
  const isOnItsSide = rows.some((row) => values(row) >= FEWEST_POINTS);
  if (!isOnItsSide) return rows;
  const width = Math.max(...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, i) => ({
    line: i + 1,
    cells: rows.map(({ cells }): Cell => cells[i] ?? null),
  }));
}

/** Finds the loads of an upright table. */
export function loadColumnsOf(rows: readonly Row[], sign: DecimalSign): LoadColumns | NoColumn {
  const isStep = (row: Row): boolean =>
    row.cells.some((cell) => numberOf(cell, sign) !== null) &&
    !row.cells.some((cell) => typeof cell === 'string' && SUMMARY.test(cell));
  const first = rows.findIndex(isStep);
  if (first < 0) {
    return { wrong: 'no number was found', right: 'a table or column of loads in MW is needed' };
  }
  const heads = rows.slice(0, first);
  const steps = rows
    .slice(first)
    .filter(({ cells }) => !cells.some((cell) => typeof cell === 'string' && SUMMARY.test(cell)));
  const width = Math.max(...steps.map(({ cells }) => cells.length));
  const places = Array.from({ length: width }, (_, place) => place);
  const headerOf = (place: number): string =>
    heads.map(({ cells }) => textOf(cells[place])).findLast((text) => text !== '') ?? '';
  const times = places.find((place) => isTimes(steps, place)) ?? null;
  const numeric = places.filter(
    (place) =>
      place !== times &&
      steps.some(({ cells }) => numberOf(cells[place], sign) !== null) &&
      !isCount(steps, place, sign, width) &&
      !OTHER_HEADER.test(headerOf(place)),
  );
  const named = numeric.filter((place) => LOAD_HEADER.test(headerOf(place)));
  const found = named.length > 0 ? named : numeric;
  const [column] = found;
  if (column === undefined) {
    return { wrong: 'no column of loads was found', right: 'a column of loads in MW is needed' };
  }
  if (found.length > 1) {
    const which = found.map((place) => headerOf(place) || `${place + 1}`).join(', ');
    return {
      wrong: `several columns may be the loads: ${which}`,
      right: 'one column of loads is needed, or one that its header names (load, 负荷)',
    };
  }
  return { steps, column, header: headerOf(column) || null, times };
}

function isTimes(steps: readonly Row[], place: number): boolean {
  const read = steps.filter(({ cells }) => minuteOf(cells[place]) !== null);
  if (read.length < 0.9 * steps.length) return false;
  // Loads of a small plant are shares of a day too: only a column that rises all along is one of times.
  const minutes = read.map(({ cells }) => minuteOf(cells[place])!);
  const rises = minutes.filter((minute, i) => i > 0 && minute > minutes[i - 1]!).length;
  return minutes.length > 2 && rises >= 0.9 * (minutes.length - 1);
}

/** Points that are only counted: 1, 2, 3 … beside something else. */
function isCount(steps: readonly Row[], place: number, sign: DecimalSign, width: number): boolean {
  if (width < 2) return false;
  const first = numberOf(steps[0]!.cells[place], sign);
  if (first !== 0 && first !== 1) return false;
  return steps.every(({ cells }, i) => numberOf(cells[place], sign) === first + i);
}
