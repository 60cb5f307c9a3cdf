import type { Baseline } from '#shared/energy/model/baseline.ts';
import type { DriverRow } from '#shared/energy/model/drivers.ts';
import { fitBaselines } from '#shared/energy/model/fit-baselines.ts';
import { dateAfter, isRestDay, monthOf } from '#shared/energy/review/calendar.ts';

/** Numbers 0..1 that look random and are the same in every run. */
export function fixedNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A made-up day of drivers: seasons, working weeks, and a plant that runs more some days than others. */
export function madeRow(date: string, noise: () => number): DriverRow {
  const dayOfYear = (Date.parse(date) - Date.parse(`${date.slice(0, 4)}-01-01`)) / 86_400_000;
  const season = Math.cos((2 * Math.PI * (dayOfYear - 200)) / 365);
  const meanC = 15 + 12 * season + 4 * (noise() - 0.5);
  const unitHours = 20 + 50 * noise();
  return {
    generationMwh: 30 * unitHours * (0.7 + 0.3 * noise()),
    unitHours,
    starts: Math.floor(6 * noise()),
    headM: 88 + 6 * noise(),
    temperaturesC: Array.from(
      { length: 24 },
      (_, hour) => meanC + 5 * Math.cos((2 * Math.PI * (hour - 15)) / 24),
    ),
    isRestDay: isRestDay(date, undefined),
  };
}

/** What a made-up consumer uses on such a day, kWh, before noise; heats below 12 °C, cools above 22 °C. */
export function trueKwh(row: DriverRow): number {
  const mean = (of: (temperature: number) => number): number =>
    row.temperaturesC.reduce((sum, one) => sum + of(one), 0) / row.temperaturesC.length;
  return (
    900 +
    0.4 * row.generationMwh +
    6 * row.unitHours +
    20 * row.starts -
    60 * Number(row.isRestDay) +
    25 * mean((one) => Math.max(0, 12 - one)) +
    40 * mean((one) => Math.max(0, one - 22))
  );
}

export interface MadeYear {
  readonly dates: readonly string[];
  readonly rows: readonly DriverRow[];
  readonly kwh: Float64Array;
}

export function madeYear(noiseKwh: number, seed = 7, days = 365, from = '2024-01-01'): MadeYear {
  const noise = fixedNoise(seed);
  const dates = Array.from({ length: days }, (_, i) => dateAfter(from, i));
  const rows = dates.map((date) => madeRow(date, noise));
  const kwh = Float64Array.from(rows, (row) => trueKwh(row) + noiseKwh * 2 * (noise() - 0.5));
  return { dates, rows, kwh };
}

/** The daily baseline of a made-up year. */
export function madeBaseline(noiseKwh = 40, year = madeYear(noiseKwh)): Baseline {
  const fitted = fitBaselines(
    {
      resolution: 'daily',
      frozenAt: Date.parse('2025-01-05'),
      from: year.dates[0]!,
      to: year.dates.at(-1)!,
      rows: year.rows,
      months: Uint8Array.from(year.dates, monthOf),
    },
    [{ consumer: 'cooling', kwh: year.kwh }],
  );
  return fitted.get('cooling')!;
}
