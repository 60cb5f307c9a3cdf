import type { FoundBalance } from './balance-points.ts';
import type { Driver, DriverRow, Term } from './drivers.ts';
import { termValue } from './drivers.ts';

export type Resolution = 'daily' | 'hourly';

/** A fitted column with what is known of it. `value` in kWh per unit of the driver. */
export interface Coefficient extends Term {
  readonly value: number;
  readonly standardError: number;
  readonly t: number;
  /** Of the whole driver: all hours of the day are tested together. */
  readonly p: number;
  /** The driver within the training window. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
}

export const VALIDITY_CODES = [
  'rows',
  'f-test',
  'every-driver',
  'one-driver',
  'r-squared',
  'cv-rmse',
] as const;

/** One test of a baseline with its figure and the bound it is held against. */
export interface ValidityTest {
  readonly code: (typeof VALIDITY_CODES)[number];
  readonly figure: number;
  readonly bound: number;
  readonly passed: boolean;
}

/** A driver that was tried and left out, and why. */
export interface DroppedDriver {
  readonly driver: Driver;
  readonly why: 'does-not-vary' | 'not-significant' | 'no-effect';
  /** Of `not-significant`: its p when it went. */
  readonly p?: number;
}

/** A least-squares model of a consumer's energy, kWh a day or an hour, as it was frozen. */
export interface Baseline {
  readonly resolution: Resolution;
  /** ms since 1970 UTC. */
  readonly frozenAt: number;
  /** First and last local day of the training window, `YYYY-MM-DD`. */
  readonly window: { readonly from: string; readonly to: string };
  /** Rows it was fitted on, and rows of the window that were left out: incomplete, or non-routine. */
  readonly rows: number;
  readonly leftOut: number;
  readonly balance: FoundBalance;
  /** The constant part first. */
  readonly coefficients: readonly Coefficient[];
  /** (XᵀX)⁻¹ in their order. */
  readonly unscaledCovariance: readonly (readonly number[])[];
  readonly dropped: readonly DroppedDriver[];
  readonly degreesOfFreedom: number;
  /** σ = √(RSS / degrees of freedom), kWh. */
  readonly sigmaKwh: number;
  readonly meanKwh: number;
  readonly rSquared: number;
  readonly cvRmse: number;
  readonly f: number;
  readonly fP: number;
  readonly tests: readonly ValidityTest[];
  readonly isValid: boolean;
  /** Mean drivers of each month of the window, January first; null where it has none of that month. */
  readonly monthMeans: readonly (MeanDrivers | null)[];
}

/** Drivers of a usual day; of degrees the means are of the degrees, not of the temperature. */
export type MeanDrivers = Readonly<Record<Exclude<Driver, 'hour'>, number>>;

/** What the baseline expects of a row, by column in the order of its coefficients, kWh. */
export function expectedParts(baseline: Baseline, row: DriverRow): number[] {
  return baseline.coefficients.map((one) => one.value * termValue(one, row, baseline.balance));
}

export function expectedKwh(baseline: Baseline, row: DriverRow): number {
  return expectedParts(baseline, row).reduce((sum, part) => sum + part, 0);
}

/**
 * Standard deviation of `Σ actual − Σ expected` over rows, kWh: that of the readings about the model and
 * that of the model itself, `σ √(m + sᵀ (XᵀX)⁻¹ s)` with s the sum of the rows' columns.
 */
export function predictionDeviationKwh(baseline: Baseline, rows: readonly DriverRow[]): number {
  const sums = baseline.coefficients.map((one) =>
    rows.reduce((sum, row) => sum + termValue(one, row, baseline.balance), 0),
  );
  const ofModel = sums.reduce(
    (total, left, i) =>
      total +
      left * sums.reduce((sum, right, j) => sum + baseline.unscaledCovariance[i]![j]! * right, 0),
    0,
  );
  return baseline.sigmaKwh * Math.sqrt(rows.length + ofModel);
}

/** A driver of a row outside what the baseline has seen. */
export interface OutOfRange {
  readonly driver: Driver;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Deviations from its mean that a driver may lie off beside its observed range (EnPI Lite). */
const RANGE_DEVIATIONS = 3;

/** Slack of a range for rounding, as a share of its ends. */
const ROUNDING = 1e-9;

/** The drivers of a row that lie neither within their observed range nor within ± 3σ of their mean. */
export function outOfRange(baseline: Baseline, row: DriverRow): OutOfRange[] {
  return baseline.coefficients.flatMap((one) => {
    if (one.driver === 'base' || one.driver === 'hour') return [];
    const value = termValue(one, row, baseline.balance);
    const low = Math.min(one.low, one.mean - RANGE_DEVIATIONS * one.deviation);
    const high = Math.max(one.high, one.mean + RANGE_DEVIATIONS * one.deviation);
    const slack = ROUNDING * Math.max(Math.abs(low), Math.abs(high));
    return value < low - slack || value > high + slack
      ? [{ driver: one.driver, value, low, high }]
      : [];
  });
}
