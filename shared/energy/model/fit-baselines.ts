import type { Baseline, Coefficient, MeanDrivers, Resolution } from './baseline.ts';
import { fTail, tTails } from './distributions.ts';
import type { FoundBalance } from './balance-points.ts';
import { type DriverColumns, driverColumns, GRID_C } from './driver-columns.ts';
import { type BalancePoints, DRIVERS, type DriverRow, type Term, termValue } from './drivers.ts';
import { driverPs, type Projected, selectTerms, type Selection } from './select-terms.ts';
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
 * Fits the baselines of a station's consumers. Meters that have the same rows share one factoring of the
 * drivers, which is nearly all of the work.
 * @returns by consumer; null where there are too few rows for the columns
 */
export function fitBaselines(
  window: TrainingWindow,
  meters: readonly MeterRows[],
): ReadonlyMap<string, Baseline | null> {
  const groups = new Map<string, MeterRows[]>();
  for (const meter of meters) {
    const key = leftOutKey(meter.kwh);
    groups.set(key, [...(groups.get(key) ?? []), meter]);
  }
  const fitted = new Map<string, Baseline | null>();
  for (const group of groups.values()) fitGroup(window, group, fitted);
  return fitted;
}

/** Names which rows are left out. */
function leftOutKey(kwh: Float64Array): string {
  const out: number[] = [];
  for (let i = 0; i < kwh.length; i++) if (Number.isNaN(kwh[i]!)) out.push(i);
  return out.join();
}

function fitGroup(
  window: TrainingWindow,
  group: readonly MeterRows[],
  fitted: Map<string, Baseline | null>,
): void {
  const kept: number[] = [];
  group[0]!.kwh.forEach((value, i) => {
    if (!Number.isNaN(value)) kept.push(i);
  });
  const rows = kept.map((i) => window.rows[i]!);
  const heatingC = pointsOf(group, 'heatingC');
  const coolingC = pointsOf(group, 'coolingC');
  const columns = driverColumns(rows, heatingC, coolingC);
  const spreads = spreadsOf(columns);
  const monthMeans = oncePerBalance((balance) =>
    meansByMonth(
      rows,
      kept.map((i) => window.months[i]!),
      balance,
    ),
  );
  for (const { consumer, kwh, balance } of group) {
    if (columns === null) {
      fitted.set(consumer, null);
      continue;
    }
    const y = Float64Array.from(kept, (i) => kwh[i]!);
    const energy = columns.space.project(y);
    const selection = selectTerms(columns, energy, heatingC, coolingC, balance ?? null);
    const means = monthMeans(selection.balance);
    fitted.set(consumer, baselineOf(window, y, energy, selection, spreads, means));
  }
}

/** Balance points whose columns the group needs: its given ones, or all that are tried. */
function pointsOf(group: readonly MeterRows[], which: keyof BalancePoints): readonly number[] {
  if (group.some((meter) => meter.balance === undefined)) return GRID_C;
  const given = group.map((meter) => meter.balance![which]).filter((point) => point !== null);
  return [...new Set(given)].sort((a, b) => a - b);
}

function baselineOf(
  window: TrainingWindow,
  y: Float64Array,
  energy: Projected,
  { terms, balance, dropped, fit }: Selection,
  spreads: (term: Term, balance: BalancePoints) => Spread,
  monthMeans: Baseline['monthMeans'],
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
    return { ...term, value, standardError, t, p, ...spreads(term, balance) };
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
    monthMeans,
  };
}

type Spread = Pick<Coefficient, 'low' | 'high' | 'mean' | 'deviation'>;

/** Range, mean and standard deviation of a column over the rows; reckoned once for all meters of a group. */
function spreadsOf(columns: DriverColumns | null): (term: Term, balance: BalancePoints) => Spread {
  const known = new Map<number, Spread>();
  return (term, balance) => {
    const index = columns!.indexOf(term, balance);
    const spread = known.get(index) ?? spreadOf(columns!.space.columns[index]!);
    known.set(index, spread);
    return spread;
  };
}

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

/** Meters of a group whose balance points are the same share what is reckoned from them. */
function oncePerBalance<T>(reckon: (balance: BalancePoints) => T): (balance: BalancePoints) => T {
  const known = new Map<string, T>();
  return (balance) => {
    const key = `${balance.heatingC}/${balance.coolingC}`;
    const value = known.get(key) ?? reckon(balance);
    known.set(key, value);
    return value;
  };
}

const MEAN_TERMS = DRIVERS.filter((driver) => driver !== 'hour');

function meansByMonth(
  rows: readonly DriverRow[],
  months: readonly number[],
  balance: BalancePoints,
): Baseline['monthMeans'] {
  return Array.from({ length: 12 }, (_, month): MeanDrivers | null => {
    const own = rows.filter((__, i) => months[i] === month);
    if (own.length === 0) return null;
    const means = MEAN_TERMS.map((driver) => [
      driver,
      own.reduce((sum, row) => sum + termValue({ driver }, row, balance), 0) / own.length,
    ]);
    return Object.fromEntries(means) as MeanDrivers;
  });
}
