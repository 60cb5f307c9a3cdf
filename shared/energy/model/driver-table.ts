import { type BalancePoints, type DriverRow, type Term, termValue } from './drivers.ts';
import type { RowGroups } from './projection.ts';

/** The drivers of some rows as columns; each is made once, when it is asked for. */
export interface DriverTable {
  readonly rows: number;
  readonly isHourly: boolean;
  /** Month of each row, 0..11. */
  readonly months: Uint8Array;
  readonly groups: RowGroups;
  values(term: Term, balance: BalancePoints): Float64Array;
}

const HOURS = 24;

export function driverTable(rows: readonly DriverRow[], months: Uint8Array): DriverTable {
  const isHourly = rows[0]?.hour !== undefined;
  return {
    rows: rows.length,
    isHourly,
    months,
    groups: {
      of: Uint8Array.from(rows, (row) => row.hour ?? 0),
      count: isHourly ? HOURS : 1,
    },
    values: kept((term, balance) => {
      const column = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) column[i] = termValue(term, rows[i]!, balance);
      return column;
    }),
  };
}

/** The same of some of the rows, in their order. */
export function rowsOf(table: DriverTable, places: Uint32Array): DriverTable {
  if (places.length === table.rows) return table;
  return {
    rows: places.length,
    isHourly: table.isHourly,
    months: Uint8Array.from(places, (i) => table.months[i]!),
    groups: {
      of: Uint8Array.from(places, (i) => table.groups.of[i]!),
      count: table.groups.count,
    },
    values: kept((term, balance) => valuesAt(table.values(term, balance), places)),
  };
}

/** A loop, since these are the long columns: an iterator over them takes ten times as long. */
export function valuesAt(values: Float64Array, places: Uint32Array): Float64Array {
  if (places.length === values.length) return values;
  const some = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) some[i] = values[places[i]!]!;
  return some;
}

/** What of the balance points a column depends on, in its name. */
export function columnName({ driver, hour }: Term, { heatingC, coolingC }: BalancePoints): string {
  if (driver === 'heating') return `heating ${heatingC}`;
  if (driver === 'cooling') return `cooling ${coolingC}`;
  return driver === 'hour' ? `hour ${hour}` : driver;
}

/** Keeps what was made for each column. */
export function kept<T>(
  make: (term: Term, balance: BalancePoints) => T,
): (term: Term, balance: BalancePoints) => T {
  const known = new Map<string, T>();
  return (term, balance) => {
    const name = columnName(term, balance);
    const found = known.get(name) ?? make(term, balance);
    known.set(name, found);
    return found;
  };
}
