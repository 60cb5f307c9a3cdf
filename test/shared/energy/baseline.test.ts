import { describe, expect, it } from 'vitest';
import { expectedKwh, outOfRange, predictionDeviationKwh } from '#shared/energy/model/baseline.ts';
import { fTail, tTails, tWithin } from '#shared/energy/model/distributions.ts';
import { termValue } from '#shared/energy/model/drivers.ts';
import { fitBaselines } from '#shared/energy/model/fit-baselines.ts';
import { monthOf } from '#shared/energy/review/calendar.ts';
import { exactLeastSquares } from './exact-least-squares.ts';
import { fixedNoise, madeBaseline, madeYear } from './made-days.ts';

describe('the baseline of a consumer', () => {
  it('finds the drivers, their coefficients and the balance points that made the energy', () => {
    const baseline = madeBaseline(20);
    expect(baseline.isValid).toBe(true);
    const valueOf = (driver: string): number =>
      baseline.coefficients.find((one) => one.driver === driver)!.value;
    expect(baseline.balance.heatingC).toBeCloseTo(12, 0);
    expect(baseline.balance.coolingC).toBeCloseTo(22, 0);
    for (const [driver, truth] of [
      ['generation', 0.4],
      ['unit-hours', 6],
      ['starts', 20],
      ['rest-day', -60],
      ['heating', 25],
      ['cooling', 40],
    ] as const) {
      const { standardError } = baseline.coefficients.find((one) => one.driver === driver)!;
      // Within four standard errors, and what the half-degree grid of balance points may add.
      expect(Math.abs(valueOf(driver) - truth), driver).toBeLessThan(4 * standardError + 1.5);
    }
    expect(baseline.dropped.map(({ driver }) => driver)).toContain('head');
  });

  it('has the coefficients of the normal equations in exact fractions, to 1e-8', () => {
    const year = madeYear(60, 11, 120);
    const baseline = madeBaseline(60, year);
    const rows = year.rows.map((row) =>
      baseline.coefficients.map((one) => termValue(one, row, baseline.balance)),
    );
    const exact = exactLeastSquares(rows, [...year.kwh]);
    expect(baseline.coefficients.length).toBeGreaterThan(4);
    baseline.coefficients.forEach(({ value }, i) => {
      expect(Math.abs(value - exact[i]!) / Math.abs(exact[i]!)).toBeLessThan(1e-8);
    });
  });

  it('tells residual scatter, fit and standard errors by their definitions', () => {
    const year = madeYear(60);
    const baseline = madeBaseline(60, year);
    const residuals = year.rows.map((row, i) => year.kwh[i]! - expectedKwh(baseline, row));
    const rss = residuals.reduce((sum, one) => sum + one ** 2, 0);
    const mean = year.kwh.reduce((sum, one) => sum + one, 0) / 365;
    const tss = year.kwh.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const slopes = baseline.coefficients.length - 1;
    expect(baseline.degreesOfFreedom).toBe(365 - slopes - 1);
    expect(baseline.sigmaKwh).toBeCloseTo(Math.sqrt(rss / baseline.degreesOfFreedom), 8);
    expect(baseline.rSquared).toBeCloseTo(1 - rss / tss, 10);
    expect(baseline.cvRmse).toBeCloseTo(baseline.sigmaKwh / mean, 10);
    expect(baseline.f).toBeCloseTo((tss - rss) / slopes / baseline.sigmaKwh ** 2, 6);
    // Of one column the partial F is t²: both tests give the same p.
    for (const one of baseline.coefficients.slice(1))
      expect(one.p).toBeCloseTo(tTails(one.t, baseline.degreesOfFreedom), 9);
  });

  it('keeps its residuals at right angles to every driver it has', () => {
    const year = madeYear(60);
    const baseline = madeBaseline(60, year);
    for (const one of baseline.coefficients) {
      const column = year.rows.map((row) => termValue(one, row, baseline.balance));
      const size = Math.hypot(...column);
      const along = column.reduce(
        (sum, x, i) => sum + x * (year.kwh[i]! - expectedKwh(baseline, year.rows[i]!)),
        0,
      );
      expect(Math.abs(along) / size, one.driver).toBeLessThan(1e-6);
    }
  });

  it('is invalid with the figure of each failed test where nothing explains the energy', () => {
    const year = madeYear(0);
    const noise = fixedNoise(3);
    const kwh = year.kwh.map(() => 500 + 100 * noise());
    const baseline = madeBaseline(0, { ...year, kwh });
    expect(baseline.isValid).toBe(false);
    const failed = baseline.tests.filter((test) => !test.passed).map((test) => test.code);
    expect(failed).toContain('r-squared');
    expect(baseline.tests.map((test) => test.code)).toEqual([
      'rows',
      'f-test',
      'every-driver',
      'one-driver',
      'r-squared',
      'cv-rmse',
    ]);
  });

  it('leaves out the days that are marked, and says how many', () => {
    const year = madeYear(20);
    const kwh = year.kwh.map((value, i) => (i >= 100 && i < 130 ? value * 3 : value));
    const spoilt = madeBaseline(20, { ...year, kwh });
    const without = madeBaseline(20, {
      ...year,
      kwh: kwh.map((value, i) => (i >= 100 && i < 130 ? NaN : value)),
    });
    expect(without.leftOut).toBe(30);
    expect(without.rows).toBe(335);
    expect(without.sigmaKwh).toBeLessThan(spoilt.sigmaKwh / 5);
  });

  it('gives each of many meters what it would have got alone', () => {
    const year = madeYear(20);
    const other = madeYear(50, 7).kwh.map((value, i) => (i % 50 === 0 ? NaN : value / 3));
    const window = {
      resolution: 'daily' as const,
      frozenAt: 0,
      from: year.dates[0]!,
      to: year.dates.at(-1)!,
      rows: year.rows,
      months: Uint8Array.from(year.dates, monthOf),
    };
    const meters = [
      { consumer: 'a', kwh: year.kwh },
      { consumer: 'b', kwh: other },
      { consumer: 'c', kwh: year.kwh.map((value) => 2 * value) },
    ];
    const together = fitBaselines(window, meters);
    for (const meter of meters)
      expect(together.get(meter.consumer)).toEqual(
        fitBaselines(window, [meter]).get(meter.consumer),
      );
  });

  it('is none where there are fewer days than drivers and balance points to choose from', () => {
    const year = madeYear(20, 7, 40);
    const window = { resolution: 'daily' as const, frozenAt: 0, from: '', to: '' };
    const fitted = fitBaselines(
      { ...window, rows: year.rows, months: Uint8Array.from(year.dates, monthOf) },
      [{ consumer: 'a', kwh: year.kwh }],
    );
    expect(fitted.get('a')).toBeNull();
  });

  it('of hours knows the hour of the day, tested as one driver', () => {
    const noise = fixedNoise(5);
    const rows = Array.from({ length: 24 * 60 }, (_, i) => ({
      generationMwh: 20 * noise(),
      unitHours: 2,
      starts: 0,
      headM: 90,
      temperaturesC: [10 + 8 * Math.cos((2 * Math.PI * i) / (24 * 60)) + noise()],
      isRestDay: Math.floor(i / 24) % 7 > 4,
      hour: i % 24,
    }));
    // Lights burn from 18 to 24 o'clock: 5 kWh an hour more than at midnight.
    const kwh = Float64Array.from(rows, ({ hour, generationMwh }) => {
      return 10 + 0.5 * generationMwh + (hour >= 18 ? 5 : 0) + 0.2 * (noise() - 0.5);
    });
    const balance = {
      heatingC: null,
      coolingC: null,
      heatingDeviationC: null,
      coolingDeviationC: null,
    };
    const baseline = fitBaselines(
      {
        resolution: 'hourly',
        frozenAt: 0,
        from: '2024-01-01',
        to: '2024-02-29',
        rows,
        months: new Uint8Array(rows.length),
      },
      [{ consumer: 'a', kwh, balance }],
    ).get('a')!;
    const hours = baseline.coefficients.filter((one) => one.driver === 'hour');
    expect(hours).toHaveLength(23);
    expect(hours.find((one) => one.hour === 20)!.value).toBeCloseTo(5, 1);
    expect(hours.find((one) => one.hour === 5)!.value).toBeCloseTo(0, 1);
    // Hour 5 by itself does not matter; the hours together do.
    expect(new Set(hours.map((one) => one.p)).size).toBe(1);
    expect(hours[0]!.p).toBeLessThan(0.01);
    expect(baseline.dropped).toContainEqual({ driver: 'head', why: 'does-not-vary' });
    // Least squares: what is left of the energy is at right angles to every column, hours among them.
    for (const one of baseline.coefficients) {
      const column = rows.map((row) => termValue(one, row, baseline.balance));
      const left = rows.map((row, i) => kwh[i]! - expectedKwh(baseline, row));
      const along = column.reduce((sum, x, i) => sum + x * left[i]!, 0);
      expect(Math.abs(along) / Math.hypot(...column), `${one.driver} ${one.hour}`).toBeLessThan(
        1e-9 * Math.hypot(...kwh),
      );
    }
  });

  it('judges a driver outside both its range and three deviations, and no other', () => {
    const baseline = madeBaseline(20);
    const year = madeYear(20);
    for (const row of year.rows) expect(outOfRange(baseline, row)).toEqual([]);
    const flood = { ...year.rows[0]!, generationMwh: 9000 };
    expect(outOfRange(baseline, flood)).toMatchObject([{ driver: 'generation', value: 9000 }]);
  });

  it('is less sure of a sum of days than of each, and more than of all apart', () => {
    const baseline = madeBaseline(40);
    const rows = madeYear(40).rows.slice(0, 30);
    const one = predictionDeviationKwh(baseline, rows.slice(0, 1));
    const all = predictionDeviationKwh(baseline, rows);
    expect(one).toBeGreaterThan(baseline.sigmaKwh);
    expect(all).toBeGreaterThan(one);
    expect(all).toBeLessThan(30 * one);
  });
});

describe('the distributions', () => {
  it('agree with printed tables', () => {
    // F(0.05; 3, 20) = 3.098; t(0.975; 10) = 2.2281; t(0.95; 364) ≈ 1.6490
    expect(fTail(3.0984, 3, 20)).toBeCloseTo(0.05, 4);
    expect(tTails(2.22814, 10)).toBeCloseTo(0.05, 5);
    expect(tWithin(0.95, 10)).toBeCloseTo(2.22814, 4);
    expect(tWithin(0.9, 364)).toBeCloseTo(1.64905, 4);
  });
});
