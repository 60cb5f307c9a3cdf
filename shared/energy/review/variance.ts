import { type Baseline, expectedKwh, predictionDeviationKwh } from '../model/baseline.ts';
import { type Driver, type DriverRow, termValue } from '../model/drivers.ts';

/** Parts of a day's variance, in the order of the waterfall. */
export const VARIANCE_TERMS = [
  'volume',
  'starts',
  'unit-hours',
  'head',
  'temperature',
  'base-load',
  'efficiency',
  'data-corrections',
  'unexplained',
] as const;
export type VarianceTerm = (typeof VARIANCE_TERMS)[number];

/** actual − target = Σ terms, exactly; kWh (or the medium's unit), positive = consumed more. Money at the day's mean price. */
export interface Variance {
  readonly totalKwh: number;
  readonly kwh: Readonly<Record<VarianceTerm, number>>;
  /** ± 2σ of the unexplained, kWh. */
  readonly bandKwh: number;
  /** Each term's money; null: nobody has said what the medium costs. */
  readonly money: Readonly<Record<VarianceTerm, number>> | null;
}

const TERM_OF: Readonly<Record<Exclude<Driver, 'hour' | 'rest-day'>, VarianceTerm>> = {
  generation: 'volume',
  starts: 'starts',
  'unit-hours': 'unit-hours',
  head: 'head',
  heating: 'temperature',
  cooling: 'temperature',
};

/** What a slot was booked with, and what the model expects of it. */
export interface BookedSlot {
  readonly kwh: number;
  readonly expectedKwh: number;
  /** Metered within the slot itself: what differs then is the plant's, otherwise the data's. */
  readonly metered: boolean;
}

export interface VarianceInput {
  /** Of whole days. */
  readonly baseline: Baseline;
  readonly row: DriverRow;
  readonly month: number;
  readonly targetKwh: number;
  /** The day's slots; what is expected of them sums to what the baseline expects of the day. */
  readonly slots: readonly BookedSlot[];
  /** Mean price of a kWh, or of the medium's unit, as it was used; null: nobody has said it. */
  readonly pricePerUnit: number | null;
}

/**
 * With the model f(x) = base + Σ bⱼ xⱼ, the month's usual drivers x₀ and q = target / f(x₀):
 * each driver's term is bⱼ (xⱼ − x₀ⱼ); base load is base(x) − q · base(x₀), working day or day of rest in it;
 * efficiency is (1 − q) Σ bⱼ x₀ⱼ, what the target asks of the intensities and the model does not give. So
 * target + these = f(x). What was booked without being metered in its slot differs from f by the data
 * corrections, what was metered by the unexplained.
 */
export function varianceOf(input: VarianceInput): Variance {
  const { baseline, row, targetKwh, slots } = input;
  const kwh = Object.fromEntries(VARIANCE_TERMS.map((term) => [term, 0])) as Record<
    VarianceTerm,
    number
  >;
  const usual = baseline.monthMeans[input.month] ?? null;
  let base = 0;
  let usualBase = 0;
  let usualDriven = 0;
  for (const one of baseline.coefficients) {
    const now = one.value * termValue(one, row, baseline.balance);
    const { driver } = one;
    if (driver === 'hour') continue;
    const before = one.value * (driver === 'base' ? 1 : usual === null ? one.mean : usual[driver]);
    if (driver === 'base' || driver === 'rest-day') {
      base += now;
      usualBase += before;
    } else {
      kwh[TERM_OF[driver]] += now - before;
      usualDriven += before;
    }
  }
  const usualKwh = usualBase + usualDriven;
  const q = usualKwh > 0 ? targetKwh / usualKwh : 1;
  kwh['base-load'] = base - q * usualBase;
  kwh.efficiency = usualKwh > 0 ? (1 - q) * usualDriven : usualKwh - targetKwh;
  for (const slot of slots)
    kwh[slot.metered ? 'unexplained' : 'data-corrections'] += slot.kwh - slot.expectedKwh;
  const totalKwh = slots.reduce((sum, slot) => sum + slot.kwh, 0) - targetKwh;
  return {
    totalKwh,
    kwh,
    bandKwh: 2 * predictionDeviationKwh(baseline, [row]),
    money: input.pricePerUnit === null ? null : moneyOf(kwh, input.pricePerUnit),
  };
}

function moneyOf(
  kwh: Readonly<Record<VarianceTerm, number>>,
  pricePerUnit: number,
): Record<VarianceTerm, number> {
  const entries = VARIANCE_TERMS.map((term) => [term, kwh[term] * pricePerUnit]);
  return Object.fromEntries(entries) as Record<VarianceTerm, number>;
}

/** Drivers at which a target is meant: the month's usual ones as the baseline has seen them. */
export function usualKwh(baseline: Baseline, month: number): number {
  const usual = baseline.monthMeans[month] ?? null;
  return baseline.coefficients.reduce((sum, one) => {
    if (one.driver === 'hour') return sum + one.value * one.mean;
    if (one.driver === 'base') return sum + one.value;
    return sum + one.value * (usual === null ? one.mean : usual[one.driver]);
  }, 0);
}

/**
 * What is expected of each slot of a day, summing to what the baseline expects of the day: in the shape of the
 * hourly model where there is a valid one that speaks of every hour, else evenly.
 * @param hourly what the hourly model expects of each slot, kWh; null: none
 */
export function expectedSlots(
  daily: Baseline,
  row: DriverRow,
  hourly: readonly number[] | null,
  slots: number,
): number[] {
  const day = expectedKwh(daily, row);
  const shape = hourly?.map((kwh) => Math.max(0, kwh)) ?? [];
  const sum = shape.reduce((total, kwh) => total + kwh, 0);
  if (sum <= 0) return Array.from({ length: slots }, () => day / slots);
  return shape.map((kwh) => (day * kwh) / sum);
}
