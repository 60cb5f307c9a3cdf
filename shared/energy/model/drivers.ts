/** What a station's consumption is explained by (energy.md), besides its constant part. */
export const DRIVERS = [
  'generation',
  'unit-hours',
  'starts',
  'head',
  'rest-day',
  'heating',
  'cooling',
  'hour',
] as const;
export type Driver = (typeof DRIVERS)[number];

/** The drivers of one day or hour. Sums over it, means where the name says so. */
export interface DriverRow {
  readonly generationMwh: number;
  /** Hours of all running units together. */
  readonly unitHours: number;
  readonly starts: number;
  /** Mean gross head. */
  readonly headM: number;
  /** Outdoor temperature of each hour: degrees of a day are reckoned hour by hour, since a mild mean hides a cold night. */
  readonly temperaturesC: readonly number[];
  /** Weekend or holiday. */
  readonly isRestDay: boolean;
  /** Hour of the local day, 0..23; absent of a whole day. */
  readonly hour?: number;
}

/** Outdoor temperatures from which on heating and cooling draw energy; null: that one does not. */
export interface BalancePoints {
  readonly heatingC: number | null;
  readonly coolingC: number | null;
}

/** Degrees by which a row is too cold: the mean of `max(0, balance − T)` over its hours, °C. */
export function heatingDegrees(temperaturesC: readonly number[], heatingC: number | null): number {
  if (heatingC === null) return 0;
  let sum = 0;
  for (const temperature of temperaturesC) sum += Math.max(0, heatingC - temperature);
  return sum / temperaturesC.length;
}

/** Degrees by which a row is too warm: the mean of `max(0, T − balance)` over its hours, °C. */
export function coolingDegrees(temperaturesC: readonly number[], coolingC: number | null): number {
  if (coolingC === null) return 0;
  let sum = 0;
  for (const temperature of temperaturesC) sum += Math.max(0, temperature - coolingC);
  return sum / temperaturesC.length;
}

/** One column of a model: the driver, and of `hour` which one. */
export interface Term {
  readonly driver: Driver | 'base';
  readonly hour?: number;
}

/** The value that a model's column has in a row. */
export function termValue(term: Term, row: DriverRow, balance: BalancePoints): number {
  switch (term.driver) {
    case 'base':
      return 1;
    case 'generation':
      return row.generationMwh;
    case 'unit-hours':
      return row.unitHours;
    case 'starts':
      return row.starts;
    case 'head':
      return row.headM;
    case 'rest-day':
      return row.isRestDay ? 1 : 0;
    case 'heating':
      return heatingDegrees(row.temperaturesC, balance.heatingC);
    case 'cooling':
      return coolingDegrees(row.temperaturesC, balance.coolingC);
    case 'hour':
      return row.hour === term.hour ? 1 : 0;
  }
}
