import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DriverRow } from '#shared/energy/model/drivers.ts';
import { termValue } from '#shared/energy/model/drivers.ts';
import { fitBaselines } from '#shared/energy/model/fit-baselines.ts';
import { savingOf } from '#shared/energy/model/saving.ts';
import { isRestDay, monthOf } from '#shared/energy/review/calendar.ts';
import { exactLeastSquares } from './exact-least-squares.ts';

const folder = new URL('../../../../shared/cases/energy/', import.meta.url);
const isAbsent = !existsSync(folder);

const celsius = (fahrenheit: number): number => (fahrenheit - 32) / 1.8;
const fahrenheit = (degreesC: number): number => degreesC * 1.8 + 32;

function table(file: string): [string, string][] {
  const lines = readFileSync(new URL(file, folder), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => line.split(',') as [string, string]);
}

interface MeteredDay {
  readonly date: string;
  readonly kwh: number;
  readonly row: DriverRow;
}

/** Days `[from, to)` of the made-up meter: nothing but the weather and the weekday is known of it. */
function meteredDays(from: string, to: string): MeteredDay[] {
  const temperatures = new Map<string, number[]>();
  for (const [at, value] of table('il-tempF.csv')) {
    const date = at.slice(0, 10);
    temperatures.set(date, [...(temperatures.get(date) ?? []), celsius(Number(value))]);
  }
  return table('il-electricity-cdd-hdd-daily.csv')
    .map(([at, value]) => ({ date: at.slice(0, 10), kwh: Number(value) }))
    .filter(({ date }) => date >= from && date < to)
    .map(({ date, kwh }) => ({
      date,
      kwh,
      row: {
        generationMwh: 0,
        unitHours: 0,
        starts: 0,
        headM: 0,
        temperaturesC: temperatures.get(date)!,
        isRestDay: isRestDay(date, undefined),
      },
    }));
}

const baselineOf = (days: readonly MeteredDay[]) =>
  fitBaselines(
    {
      resolution: 'daily',
      frozenAt: 0,
      from: days[0]!.date,
      to: days.at(-1)!.date,
      rows: days.map((day) => day.row),
      months: Uint8Array.from(days, (day) => monthOf(day.date)),
    },
    [{ consumer: 'meter', kwh: Float64Array.from(days, (day) => day.kwh) }],
  ).get('meter')!;

it.skipIf(isAbsent)(
  'the balance points of the given meter, 60 °F and 65 °F, are found within 2 °F (skipped without cases/energy)',
  () => {
    const baseline = baselineOf(meteredDays('2015-12-26', '2016-12-26'));
    expect(baseline.isValid).toBe(true);
    expect(Math.abs(fahrenheit(baseline.balance.heatingC!) - 60)).toBeLessThan(2);
    expect(Math.abs(fahrenheit(baseline.balance.coolingC!) - 65)).toBeLessThan(2);
  },
);

it.skipIf(isAbsent)(
  'its saving of 10 % lies within the 90 % band of the one found (skipped without cases/energy)',
  () => {
    const baseline = baselineOf(meteredDays('2015-12-26', '2016-12-26'));
    const after = meteredDays('2017-01-04', '2018-01-04');
    const saving = savingOf(
      baseline,
      after.map((day) => day.row),
      after.map((day) => day.kwh),
      0.9,
    );
    expect(Math.abs(saving.share - 0.1)).toBeLessThan(saving.bandShare);
    // A band so wide that anything lies in it would say nothing.
    expect(saving.bandShare).toBeLessThan(0.05);
  },
);

it.skipIf(isAbsent)(
  'its coefficients are those of exact normal equations to 1e-8 (skipped without cases/energy)',
  () => {
    const days = meteredDays('2015-12-26', '2016-12-26');
    const baseline = baselineOf(days);
    const exact = exactLeastSquares(
      days.map(({ row }) =>
        baseline.coefficients.map((one) => termValue(one, row, baseline.balance)),
      ),
      days.map((day) => day.kwh),
    );
    baseline.coefficients.forEach(({ value }, i) => {
      expect(Math.abs(value - exact[i]!) / Math.abs(exact[i]!)).toBeLessThan(1e-8);
    });
  },
);
