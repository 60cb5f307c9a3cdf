import {
  type BalancePoints,
  coolingDegrees,
  type DriverRow,
  heatingDegrees,
  type Term,
  termValue,
} from './drivers.ts';
import { ColumnSpace } from './projection.ts';

/** Balance points that are tried, °C. */
export const GRID_C: readonly number[] = Array.from({ length: 51 }, (_, i) => 5 + 0.5 * i);

const NO_BALANCE: BalancePoints = { heatingC: null, coolingC: null };

const DAY_TERMS: readonly Term[] = [
  { driver: 'base' },
  { driver: 'generation' },
  { driver: 'unit-hours' },
  { driver: 'starts' },
  { driver: 'head' },
  { driver: 'rest-day' },
];

/** The hour after midnight is the one the others are compared with. */
const HOUR_TERMS: readonly Term[] = Array.from({ length: 23 }, (_, i) => ({
  driver: 'hour',
  hour: i + 1,
}));

/** All columns that models of some rows may take, in one space; where each stands in it. */
export interface DriverColumns {
  readonly space: ColumnSpace;
  readonly rows: readonly DriverRow[];
  /** The columns that know no balance point: the constant part first. */
  readonly terms: readonly Term[];
  indexOf(term: Term, balance: BalancePoints): number;
}

/**
 * @param heatingC balance points whose columns are wanted
 * @returns null where there are not more rows than columns
 */
export function driverColumns(
  rows: readonly DriverRow[],
  heatingC: readonly number[],
  coolingC: readonly number[],
): DriverColumns | null {
  const isHourly = rows[0]?.hour !== undefined;
  const terms = isHourly ? [...DAY_TERMS, ...HOUR_TERMS] : DAY_TERMS;
  if (rows.length <= terms.length + heatingC.length + coolingC.length) return null;
  const columnOf = (value: (row: DriverRow) => number): Float64Array =>
    Float64Array.from(rows, value);
  const space = new ColumnSpace([
    ...terms.map((term) => columnOf((row) => termValue(term, row, NO_BALANCE))),
    ...heatingC.map((point) => columnOf((row) => heatingDegrees(row.temperaturesC, point))),
    ...coolingC.map((point) => columnOf((row) => coolingDegrees(row.temperaturesC, point))),
  ]);
  return {
    space,
    rows,
    terms,
    indexOf(term, balance) {
      if (term.driver === 'heating') return terms.length + heatingC.indexOf(balance.heatingC!);
      if (term.driver === 'cooling')
        return terms.length + heatingC.length + coolingC.indexOf(balance.coolingC!);
      return terms.findIndex((one) => one.driver === term.driver && one.hour === term.hour);
    },
  };
}
