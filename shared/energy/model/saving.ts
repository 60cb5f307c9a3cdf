import { type Baseline, expectedKwh, predictionDeviationKwh } from './baseline.ts';
import { tWithin } from './distributions.ts';
import type { DriverRow } from './drivers.ts';

/** What was saved against a baseline over some rows, with the band it is known within. */
export interface Saving {
  readonly expectedKwh: number;
  readonly actualKwh: number;
  readonly savedKwh: number;
  /** Half width of the band, kWh. */
  readonly bandKwh: number;
  /** Shares of what was expected. */
  readonly share: number;
  readonly bandShare: number;
}

/**
 * Σ expected − Σ actual with its band: t times the deviation of the sums.
 * @param probability that the saving lies within the band, for example 0.9
 */
export function savingOf(
  baseline: Baseline,
  rows: readonly DriverRow[],
  kwh: readonly number[],
  probability: number,
): Saving {
  const expected = rows.reduce((sum, row) => sum + expectedKwh(baseline, row), 0);
  const actual = kwh.reduce((sum, value) => sum + value, 0);
  const bandKwh =
    tWithin(probability, baseline.degreesOfFreedom) * predictionDeviationKwh(baseline, rows);
  return {
    expectedKwh: expected,
    actualKwh: actual,
    savedKwh: expected - actual,
    bandKwh,
    share: (expected - actual) / expected,
    bandShare: bandKwh / expected,
  };
}
