import type { Baseline, Coefficient, MeanDrivers, Resolution } from './baseline.ts';
import { fTail, tTails } from './distributions.ts';
import type { FoundBalance } from './balance-points.ts';
import { type BaseColumns, baseColumns, GRID_C } from './driver-columns.ts';
import { type DriverTable, driverTable, kept, rowsOf, valuesAt } from './driver-table.ts';
import { type BalancePoints, DRIVERS, type DriverRow, type Term } from './drivers.ts';
import type { Projected } from './projection.ts';
import { driverPs, type Selection, termSelector, type TermSelector } from './select-terms.ts';
import { validityTests } from './validity.ts';

/** A consumer's energy in the rows of a window. */
export interface MeterRows {
  readonly consumer: string;
  /** kWh, a figure for each row; NaN: left out (incomplete, or a non-routine event). */
  readonly kwh: Float64Array;
  /** Balance points of its daily model, for the hourly one; absent: they are searched. */
  readonly balance?: FoundBalance;
}

/** The rows of a training window; all meters of a station share the drivers. */
export interface TrainingWindow {
  readonly resolution: Resolution;
  readonly frozenAt: number;
  readonly from: string;
  readonly to: string;
  readonly rows: readonly DriverRow[];
  /** Month of each row, 0..11. */
  readonly months: Uint8Array;
}

/**
 * Fits the baselines of a station's consumers. Meters that have the same rows share the drivers' columns and the
 * space that they span, which is nearly all of the work.
 * @returns by consumer; null where there are too few rows for the columns
 */
export function fitBaselines(
  window: TrainingWindow,
  meters: readonly MeterRows[],
): ReadonlyMap<string, Baseline | null> {
  const groups = new Map<string, MeterRows[]>();
  for (const meter of meters) {
    const key = leftOutKey(meter.kwh);
    const group = groups.get(key);
    if (group) group.push(meter);
    else groups.set(key, [meter]);
  }
  const whole = driverTable(window.rows, window.months);
  const fitted = new Map<string, Baseline | null>();
  for (const group of groups.values()) fitGroup(window, whole, group, fitted);
  return fitted;
}

/** Names which rows are left out. */
function leftOutKey(kwh: Float64Array): string {
  const out: number[] = [];
  for (let i = 0; i < kwh.length; i++) if (Number.isNaN(kwh[i]!)) out.push(i);
  return out.join();
}

function placesOf(kwh: Float64Array): Uint32Array {
  const places: number[] = [];
  for (let i = 0; i < kwh.length; i++) if (!Number.isNaN(kwh[i]!)) places.push(i);
  return Uint32Array.from(places);
}

function fitGroup(
  window: TrainingWindow,
  whole: DriverTable,
  group: readonly MeterRows[],
  fitted: Map<string, Baseline | null>,
): void {
  const places = placesOf(group[0]!.kwh);
  const table = rowsOf(whole, places);
  const chosen = columnsFor(baseColumns(table));
  const figures: ColumnFigures = {
    spread: kept((term, balance) => spreadOf(table.values(term, balance))),
    means: kept((term, balance) => meansByMonth(table.values(term, balance), table.months)),
  };
  for (const { consumer, kwh, balance } of group) {
    const columns = chosen(balance ?? null);
    if (columns === null) {
      fitted.set(consumer, null);
      continue;
    }
    const y = valuesAt(kwh, places);
    const energy = columns.project(y);
    const selection = columns.select(energy, balance ?? null);
    fitted.set(consumer, baselineOf(window, y, energy, selection, figures));
  }
}

/** Columns with the choice of terms among them. */
interface SelectableColumns {
  project(y: Float64Array): Projected;
  readonly select: TermSelector;
}

/** The columns that a meter needs: those of its given balance points, or all that are tried; each made once. */
function columnsFor(base: BaseColumns): (given: BalancePoints | null) => SelectableColumns | null {
  const known = new Map<string, SelectableColumns | null>();
  const pointsOf = (point: number | null): number[] => (point === null ? [] : [point]);
  return (given) => {
    const key = given ? `${given.heatingC}/${given.coolingC}` : 'all';
    const found = known.get(key);
    if (found !== undefined) return found;
    const columns = given
      ? base.withDegrees(pointsOf(given.heatingC), pointsOf(given.coolingC))
      : base.withDegrees(GRID_C, GRID_C);
    const made = columns && { project: columns.project, select: termSelector(columns) };
    known.set(key, made);
    return made;
  };
}

/** What is told of a column, reckoned once for all meters of a group. */
interface ColumnFigures {
  readonly spread: (term: Term, balance: BalancePoints) => Spread;
  /** Mean of each month, January first; NaN: no row is of it. */
  readonly means: (term: Term, balance: BalancePoints) => Float64Array;
}

function baselineOf(
  window: TrainingWindow,
  y: Float64Array,
  energy: Projected,
  { terms, balance, dropped, fit }: Selection,
  figures: ColumnFigures,
): Baseline {
  const n = y.length;
  const residual2 = fit.residual2 + energy.outside2;
  const degreesOfFreedom = n - terms.length;
  const sigma2 = residual2 / degreesOfFreedom;
  const meanKwh = y.reduce((sum, value) => sum + value, 0) / n;
  const total2 = y.reduce((sum, value) => sum + (value - meanKwh) ** 2, 0);
  const slopes = terms.length - 1;
  const rSquared = total2 > 0 ? Math.max(0, 1 - residual2 / total2) : 0;
  const f = slopes > 0 ? Math.max(0, total2 - residual2) / slopes / sigma2 : 0;
  const fP = slopes > 0 && !Number.isNaN(f) ? fTail(f, slopes, degreesOfFreedom) : 1;
  const ps = driverPs(terms, fit, sigma2, degreesOfFreedom);
  const coefficients = terms.map((term, i): Coefficient => {
    const value = fit.coefficients[i]!;
    const standardError = Math.sqrt(sigma2 * fit.unscaledCovariance[i]![i]!);
    const t = standardError > 0 ? value / standardError : value === 0 ? 0 : Infinity;
    const p = term.driver === 'base' ? tTails(t, degreesOfFreedom) : ps.get(term.driver)!;
    return { ...term, value, standardError, t, p, ...figures.spread(term, balance) };
  });
  const sigmaKwh = Math.sqrt(sigma2);
  const cvRmse = meanKwh > 0 ? sigmaKwh / meanKwh : Infinity;
  const tests = validityTests({ coefficients, rows: n, rSquared, cvRmse, fP });
  return {
    resolution: window.resolution,
    frozenAt: window.frozenAt,
    window: { from: window.from, to: window.to },
    rows: n,
    leftOut: window.rows.length - n,
    balance,
    coefficients,
    unscaledCovariance: fit.unscaledCovariance,
    dropped,
    degreesOfFreedom,
    sigmaKwh,
    meanKwh,
    rSquared,
    cvRmse,
    f,
    fP,
    tests,
    isValid: tests.every((test) => test.passed),
    monthMeans: monthMeansOf(figures, balance),
  };
}

type Spread = Pick<Coefficient, 'low' | 'high' | 'mean' | 'deviation'>;

/** Range, mean and standard deviation of a column. */
function spreadOf(values: Float64Array): Spread {
  let low = Infinity;
  let high = -Infinity;
  let sum = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { low, high, mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

const MEAN_DRIVERS = DRIVERS.filter((driver) => driver !== 'hour');
const MONTHS = 12;

function monthMeansOf({ means }: ColumnFigures, balance: BalancePoints): Baseline['monthMeans'] {
  const byDriver = MEAN_DRIVERS.map((driver) => [driver, means({ driver }, balance)] as const);
  return Array.from({ length: MONTHS }, (_, month): MeanDrivers | null => {
    const own = byDriver.map(([driver, values]) => [driver, values[month]!] as const);
    return own.some(([, mean]) => Number.isNaN(mean))
      ? null
      : (Object.fromEntries(own) as MeanDrivers);
  });
}

function meansByMonth(values: Float64Array, months: Uint8Array): Float64Array {
  const sums = new Float64Array(MONTHS);
  const counts = new Float64Array(MONTHS);
  for (let i = 0; i < values.length; i++) {
    sums[months[i]!]! += values[i]!;
    counts[months[i]!]!++;
  }
  return sums.map((sum, month) => sum / counts[month]!);
}
