import type { DriverRow } from '../model/drivers.ts';
import { type Baseline } from '../model/baseline.ts';
import { fitBaselines, type MeterRows } from '../model/fit-baselines.ts';
import { monthOf } from './calendar.ts';
import { type DayFacts, dayRow, hourRows, hourSpans, LEAST_COVERAGE } from './day-facts.ts';

/** Days of a training window with their drivers, by day and by hour. */
export interface TrainingDays {
  readonly from: string;
  readonly to: string;
  readonly days: readonly { readonly date: string; readonly row: DriverRow }[];
  readonly hours: readonly {
    readonly date: string;
    readonly row: DriverRow;
    /** Slots of its day. */
    readonly span: { readonly from: number; readonly to: number };
  }[];
}

/** A consumer's energy in these days and hours, kWh; NaN: left out. */
export interface TrainingMeter {
  readonly consumer: string;
  readonly daily: Float64Array;
  readonly hourly: Float64Array;
}

/** Days and hours whose drivers are all known. */
export function trainingDays(facts: readonly DayFacts[]): TrainingDays {
  const days = facts.flatMap((one) => {
    const row = dayRow(one);
    return row ? [{ date: one.date, row }] : [];
  });
  const hours = facts.flatMap((one) => {
    const spans = hourSpans(one);
    return hourRows(one).flatMap((row, h) => {
      return row ? [{ date: one.date, row, span: spans[h]! }] : [];
    });
  });
  return { from: facts[0]?.date ?? '', to: facts.at(-1)?.date ?? '', days, hours };
}

/**
 * Sums a consumer's quarter-hours over the days and hours. Too few known ones leave a row out, as an event does.
 * @param slotsOf the quarter-hours of a date, NaN where not metered; null: the day is not closed
 */
export function trainingMeter(
  consumer: string,
  training: TrainingDays,
  slotsOf: (date: string) => Float64Array | null,
  isExcluded: (date: string) => boolean,
): TrainingMeter {
  // The hours of a day come one after the other: each date is looked up once.
  let at: { readonly date: string; readonly slots: Float64Array | null } | null = null;
  const sum = (date: string, from: number, to: number | null): number => {
    if (at?.date !== date) at = { date, slots: isExcluded(date) ? null : slotsOf(date) };
    const { slots } = at;
    if (!slots) return NaN;
    const end = to ?? slots.length;
    let total = 0;
    let known = 0;
    for (let t = from; t < end; t++) {
      const value = slots[t]!;
      if (Number.isNaN(value)) continue;
      total += value;
      known++;
    }
    const all = end - from;
    return known > 0 && known >= LEAST_COVERAGE * all - 1e-9 ? (total * all) / known : NaN;
  };
  const daily = new Float64Array(training.days.length);
  training.days.forEach(({ date }, i) => {
    daily[i] = sum(date, 0, null);
  });
  const hourly = new Float64Array(training.hours.length);
  training.hours.forEach(({ date, span }, i) => {
    hourly[i] = sum(date, span.from, span.to);
  });
  return { consumer, daily, hourly };
}

/** The models of a consumer as they were fitted. */
export interface FittedPair {
  readonly consumer: string;
  readonly daily: Baseline | null;
  readonly hourly: Baseline | null;
}

/** Daily models with balance points searched, and hourly ones with those of their days. */
export function fitAll(
  training: TrainingDays,
  meters: readonly TrainingMeter[],
  frozenAt: number,
): FittedPair[] {
  const { from, to } = training;
  const window = { frozenAt, from, to };
  const daily = fitBaselines(
    {
      ...window,
      resolution: 'daily',
      rows: training.days.map(({ row }) => row),
      months: Uint8Array.from(training.days, ({ date }) => monthOf(date)),
    },
    meters.map((meter) => ({ consumer: meter.consumer, kwh: meter.daily })),
  );
  const hourly = fitBaselines(
    {
      ...window,
      resolution: 'hourly',
      rows: training.hours.map(({ row }) => row),
      months: Uint8Array.from(training.hours, ({ date }) => monthOf(date)),
    },
    meters.flatMap((meter): MeterRows[] => {
      const model = daily.get(meter.consumer);
      return model ? [{ consumer: meter.consumer, kwh: meter.hourly, balance: model.balance }] : [];
    }),
  );
  return meters.map(({ consumer }) => ({
    consumer,
    daily: daily.get(consumer) ?? null,
    hourly: hourly.get(consumer) ?? null,
  }));
}
