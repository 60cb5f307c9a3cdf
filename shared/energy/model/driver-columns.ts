import { columnName, type DriverTable } from './driver-table.ts';
import type { BalancePoints, Term } from './drivers.ts';
import { ColumnSpace, padded, type Projected } from './projection.ts';

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

/** All columns that models of some rows may take, in the coordinates of one space. */
export interface DriverColumns {
  readonly rows: number;
  /** The columns that know no balance point: the constant part first. */
  readonly terms: readonly Term[];
  /** Balance points whose columns are there. */
  readonly heatingC: readonly number[];
  readonly coolingC: readonly number[];
  coordinates(term: Term, balance: BalancePoints): Float64Array;
  project(y: Float64Array): Projected;
}

/** The columns of a table that know no balance point; those of degrees are added for each use. */
export interface BaseColumns {
  /**
   * @param heatingC balance points whose columns are wanted
   * @returns null where there are not more rows than columns
   */
  withDegrees(heatingC: readonly number[], coolingC: readonly number[]): DriverColumns | null;
}

export function baseColumns(table: DriverTable): BaseColumns {
  const terms = table.isHourly ? [...DAY_TERMS, ...HOUR_TERMS] : DAY_TERMS;
  const space = new ColumnSpace(table.groups);
  const known = new Map<string, Float64Array>();
  for (const term of terms)
    known.set(columnName(term, NO_BALANCE), space.add(table.values(term, NO_BALANCE)));
  return {
    withDegrees(heatingC, coolingC) {
      if (table.rows <= terms.length + heatingC.length + coolingC.length) return null;
      const wider = new ColumnSpace(table.groups, space);
      const columns = new Map(known);
      const add = (term: Term, balance: BalancePoints): void => {
        columns.set(columnName(term, balance), wider.add(table.values(term, balance)));
      };
      for (const point of heatingC) add({ driver: 'heating' }, { ...NO_BALANCE, heatingC: point });
      for (const point of coolingC) add({ driver: 'cooling' }, { ...NO_BALANCE, coolingC: point });
      for (const [name, column] of columns) columns.set(name, padded(column, wider.dimensions));
      return {
        rows: table.rows,
        terms,
        heatingC,
        coolingC,
        coordinates: (term, balance) => columns.get(columnName(term, balance))!,
        project: (y) => wider.project(y),
      };
    },
  };
}
