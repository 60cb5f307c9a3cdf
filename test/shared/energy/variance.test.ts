import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedKwh } from '#shared/energy/model/baseline.ts';
import {
  expectedSlots,
  usualKwh,
  VARIANCE_TERMS,
  varianceOf,
  type Variance,
} from '#shared/energy/review/variance.ts';
import { fixedNoise, madeBaseline, madeRow } from './made-days.ts';

const baseline = madeBaseline(40);
const row = madeRow('2025-03-12', fixedNoise(99));

const sumOf = ({ kwh }: Variance): number =>
  VARIANCE_TERMS.reduce((sum, term) => sum + kwh[term], 0);

/** A day whose slots use `factor` times what is expected of them. */
const slotsOf = (factor: number) =>
  expectedSlots(baseline, row, null, 96).map((expected) => ({
    kwh: factor * expected,
    expectedKwh: expected,
    metered: true,
  }));

describe('the variance of a day', () => {
  const amount = fc.double({ min: 0, max: 500, noNaN: true });

  it('sums to actual − target to 1e-9 of it, whatever was used, booked and aimed at', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, fc.boolean()), { minLength: 96, maxLength: 96 }),
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 0, max: 1e6 }),
        (uses, targetKwh, month, seed) => {
          const day = madeRow('2025-07-19', fixedNoise(seed));
          const expected = expectedSlots(baseline, day, null, 96);
          const slots = uses.map(([kwh, metered], t) => ({
            kwh,
            metered,
            expectedKwh: expected[t]!,
          }));
          const variance = varianceOf({
            baseline,
            row: day,
            month,
            targetKwh,
            slots,
            pricePerUnit: 0.4,
          });
          const actual = uses.reduce((sum, [kwh]) => sum + kwh, 0);
          const scale = Math.max(1, actual, targetKwh);
          expect(Math.abs(sumOf(variance) - (actual - targetKwh)) / scale).toBeLessThan(1e-9);
          const money = VARIANCE_TERMS.reduce((sum, term) => sum + variance.money![term], 0);
          expect(Math.abs(money - 0.4 * (actual - targetKwh)) / scale).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('is nothing at all on a day that is as the target means it', () => {
    // Drivers as the month's usual ones: the mean of a day of rest and working days is a share.
    const usual = baseline.monthMeans[2]!;
    const sameRow = {
      ...row,
      generationMwh: usual.generation,
      unitHours: usual['unit-hours'],
      starts: usual.starts,
      headM: usual.head,
      isRestDay: false,
    };
    const model = {
      ...baseline,
      monthMeans: baseline.monthMeans.map((one) => one && { ...one, 'rest-day': 0 }),
      coefficients: baseline.coefficients.map((one) =>
        one.driver === 'heating' || one.driver === 'cooling' ? { ...one, value: 0 } : one,
      ),
    };
    const expected = expectedSlots(model, sameRow, null, 96);
    const variance = varianceOf({
      baseline: model,
      row: sameRow,
      month: 2,
      targetKwh: usualKwh(model, 2),
      slots: expected.map((kwh) => ({ kwh, expectedKwh: kwh, metered: true })),
      pricePerUnit: 0.4,
    });
    for (const term of VARIANCE_TERMS) expect(variance.kwh[term], term).toBeCloseTo(0, 6);
    expect(variance.totalKwh).toBeCloseTo(0, 6);
  });

  it('leaves nothing unexplained on a day equal to its baseline', () => {
    const input = { baseline, row, month: 2, targetKwh: 2000, pricePerUnit: 0.4 };
    const { kwh } = varianceOf({ ...input, slots: slotsOf(1) });
    expect(kwh.unexplained).toBe(0);
    expect(kwh['data-corrections']).toBe(0);
  });

  it('is none at all on any day equal to its baseline, but what the target itself asks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 0, max: 11 }),
        fc.double({ min: 1, max: 20_000, noNaN: true }),
        (seed, month, targetKwh) => {
          const day = madeRow('2025-10-02', fixedNoise(seed));
          const slots = expectedSlots(baseline, day, null, 96).map((kwh) => ({
            kwh,
            expectedKwh: kwh,
            metered: true,
          }));
          const input = { baseline, row: day, month, slots, pricePerUnit: 0.4 };
          const variance = varianceOf({ ...input, targetKwh });
          expect(variance.kwh.unexplained).toBe(0);
          expect(variance.kwh['data-corrections']).toBe(0);
          // Aimed at what is expected of it there is no variance, whatever its drivers gave and took.
          const aimed = varianceOf({ ...input, targetKwh: expectedKwh(baseline, day) });
          const scale = expectedKwh(baseline, day);
          expect(Math.abs(aimed.totalKwh) / scale).toBeLessThan(1e-9);
          expect(Math.abs(sumOf(aimed)) / scale).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('takes target and driver terms to what the baseline expects', () => {
    const input = { baseline, row, month: 2, targetKwh: 2000, pricePerUnit: 0.4 };
    const { kwh } = varianceOf({ ...input, slots: slotsOf(1.1) });
    const explained = VARIANCE_TERMS.slice(0, 7).reduce((sum, term) => sum + kwh[term], 0);
    expect(2000 + explained).toBeCloseTo(expectedKwh(baseline, row), 8);
    expect(kwh.unexplained).toBeCloseTo(0.1 * expectedKwh(baseline, row), 8);
  });

  it('books more generation than usual to volume, at the baseline’s intensity', () => {
    const usual = baseline.monthMeans[2]!;
    const busy = { ...row, generationMwh: usual.generation + 100 };
    const slots = expectedSlots(baseline, busy, null, 96).map((kwh) => ({
      kwh,
      expectedKwh: kwh,
      metered: true,
    }));
    const { kwh } = varianceOf({
      baseline,
      row: busy,
      month: 2,
      targetKwh: 2000,
      slots,
      pricePerUnit: 0.4,
    });
    const intensity = baseline.coefficients.find((one) => one.driver === 'generation')!.value;
    expect(kwh.volume).toBeCloseTo(100 * intensity, 6);
  });

  it('books a saving that the target asks and the plant does not give to base load and efficiency', () => {
    // A target 10 % below what the model says of usual drivers: 10 % of the base part, 10 % of the driven part.
    const target = 0.9 * usualKwh(baseline, 2);
    const { kwh } = varianceOf({
      baseline,
      row: { ...row, isRestDay: false },
      month: 2,
      targetKwh: target,
      slots: slotsOf(1),
      pricePerUnit: 0.4,
    });
    const usual = baseline.monthMeans[2]!;
    const driven = baseline.coefficients
      .filter((one) => one.driver !== 'base' && one.driver !== 'rest-day')
      .reduce((sum, one) => sum + one.value * usual[one.driver as 'head'], 0);
    expect(kwh.efficiency).toBeCloseTo(0.1 * driven, 6);
  });

  it('counts what was not metered in its slot as the data’s, not the plant’s', () => {
    const slots = slotsOf(1).map((slot, t) =>
      t < 4 ? { ...slot, kwh: slot.kwh + 5, metered: false } : slot,
    );
    const { kwh } = varianceOf({
      baseline,
      row,
      month: 2,
      targetKwh: 2000,
      slots,
      pricePerUnit: 0.4,
    });
    expect(kwh['data-corrections']).toBeCloseTo(20, 9);
    expect(kwh.unexplained).toBe(0);
  });

  it('expects of the slots together what it expects of the day, in the shape of the hours', () => {
    const hourly = Array.from({ length: 96 }, (_, t) => (t < 48 ? 1 : 3));
    const slots = expectedSlots(baseline, row, hourly, 96);
    const day = expectedKwh(baseline, row);
    expect(slots.reduce((sum, kwh) => sum + kwh, 0)).toBeCloseTo(day, 9);
    expect(slots[95]! / slots[0]!).toBeCloseTo(3, 12);
  });
});
