import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { dayIndices, highLevelShare } from '#shared/indices/day-indices.ts';
import { type DayRecord, recordOfPlan } from '#shared/indices/day-record.ts';
import { lightOf } from '#shared/indices/light.ts';
import { periodIndices } from '#shared/indices/period-indices.ts';
import { plainDay, plainStation, plainSystem } from '../../fixtures/plain-system.ts';
import { scheduleOf } from '../../fixtures/simulated-plan.ts';
import { real } from '../hydraulics/arbitraries.ts';

const plant = plantOf(plainStation);

/**
 * Two hours of a unit of 40 MW, in round numbers.
 * Generation 30 + 10 = 40 MWh; turbine water (60 + 20) · 3600 = 288,000 m³, so 7.2 m³/kWh.
 * Spill 20 · 3600 = 72,000 m³, which would have made 72,000 / 7.2 = 10,000 kWh = 10 MWh.
 * Level 105 m to 104.982 m: stored −0.18 Mm³; out 0.36, in 0.18 Mm³.
 */
const measured: DayRecord = {
  seconds: 3600,
  levelM: [105, 105, 104.982],
  inflowM3s: [30, 20],
  turbineM3s: [60, 20],
  spillM3s: [0, 20],
  outflowM3s: [60, 40],
  generationMw: [30, 10],
  serviceMw: [0.5, 0.3],
  exportMw: [29.4, 9.6],
};

const none = { plannedMwh: null, ruleMwh: null, bounds: null };

describe('indices of a day', () => {
  test('come out as derived by hand', () => {
    const indices = dayIndices(plant, measured, { ...none, plannedMwh: 50 });
    expect(indices.generationMwh).toBe(40);
    expect(indices.waterRateM3PerKwh).toBeCloseTo(7.2, 12);
    expect(indices.spilledEnergy.totalMwh).toBeCloseTo(10, 12);
    expect(indices.inflowEnergyMwh).toBeCloseTo(50, 12);
    // Mean 20 MW of at most 30; service 0.8 of 40; 40 − 39 of 40; 40 of 50 planned.
    expect(indices.loadRate).toBeCloseTo(20 / 30, 12);
    expect(indices.serviceRate).toBeCloseTo(0.02, 12);
    expect(indices.comprehensiveServiceRate).toBeCloseTo(0.025, 12);
    expect(indices.planCompletion).toBeCloseTo(0.8, 12);
  });

  test('show what the meters do not account for', () => {
    // In 0.18, out 0.36, stored −0.18 Mm³: all of it. With 1 m³/s more of inflow 0.0072 are left.
    expect(dayIndices(plant, measured, none).water.unaccountedMm3).toBeCloseTo(0, 9);
    const more = { ...measured, inflowM3s: [31, 21] };
    expect(dayIndices(plant, more, none).water.unaccountedMm3).toBeCloseTo(0.0072, 9);
  });

  test('tell avoidable from unavoidable spill where someone has judged it', () => {
    const judged = dayIndices(plant, { ...measured, avoidableSpillMm3: 0.018 }, none);
    // A quarter of the 0.072 Mm³, so 2.5 of the 10 MWh.
    expect(judged.spilledEnergy.avoidableMwh).toBeCloseTo(2.5, 12);
    expect(judged.spilledEnergy.unavoidableMwh).toBeCloseTo(7.5, 12);
    expect(dayIndices(plant, measured, none).spilledEnergy.avoidableMwh).toBeNull();
  });

  test('say "no generation" below 1 % of what the units could make, not a huge number', () => {
    // 1 % of 40 MW · 2 h is 0.8 MWh.
    const idle = { ...measured, generationMw: [0.79, 0], turbineM3s: [3, 0] };
    expect(dayIndices(plant, idle, none)).toMatchObject({
      waterRateM3PerKwh: 'no-generation',
      loadRate: 'no-generation',
      serviceRate: 'no-generation',
      comprehensiveServiceRate: 'no-generation',
      inflowEnergyMwh: 'no-generation',
      spilledEnergy: { totalMwh: 'no-generation' },
    });
    const running = { ...idle, generationMw: [0.81, 0] };
    expect(dayIndices(plant, running, none).waterRateM3PerKwh).toBeCloseTo(10_800 / 810, 9);
  });

  test('have no plan completion without a plan', () => {
    expect(dayIndices(plant, measured, none).planCompletion).toBeNull();
    expect(dayIndices(plant, measured, { ...none, plannedMwh: 0 }).planCompletion).toBeNull();
  });
});

test('the gain in the use of water is what was made beyond the rule curve, as a share of the rule curve', () => {
  // 40 MWh where the rule curve makes 32: 8 / 32. Below the floor of 0.8 MWh the rule curve is none.
  const gain = (ruleMwh: number | null) =>
    dayIndices(plant, measured, { ...none, ruleMwh }).utilisationGain;
  expect(gain(32)).toBeCloseTo(0.25, 12);
  expect(gain(50)).toBeCloseTo(-0.2, 12);
  expect(gain(0.7)).toBe('no-generation');
  expect(gain(null)).toBeNull();
});

test('the identities of a simulated day close to one part in a million', () => {
  const flows = fc.array(fc.oneof(fc.constant(0), real(20, 90)), { minLength: 6, maxLength: 6 });
  const waters = fc.array(real(0, 200), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(flows, waters, waters, (flowM3s, spillM3s, inflowM3s) => {
      const day = plainDay(6, { inflowM3s });
      const plan = simulateDay(plainSystem, day, scheduleOf({ u1: flowM3s }, spillM3s)).stations[
        's1'
      ]!;
      const indices = dayIndices(plant, recordOfPlan(plan, inflowM3s, 3600), none);
      expect(Math.abs(indices.water.unaccountedMm3)).toBeLessThan(1e-6 * 150);
      const { generationMwh, serviceMwh, exportMwh } = indices;
      expect(exportMwh).toBeCloseTo(generationMwh - serviceMwh, 9);
      if (indices.inflowEnergyMwh === 'no-generation') return;
      expect(indices.inflowEnergyMwh).toBeCloseTo(
        generationMwh + (indices.spilledEnergy.totalMwh as number),
        9,
      );
    }),
  );
});

describe('indices of a month', () => {
  const days = (count: number) =>
    Array.from({ length: count }, () => ({
      record: { ...measured, avoidableSpillMm3: 0.018 },
      references: { plannedMwh: 50, ruleMwh: 32, bounds: { normalM: 110, deadM: 100 } },
    }));

  test('of equal days are those of the day, the amounts summed', () => {
    const month = periodIndices(plant, days(3))!;
    expect(month.generationMwh).toBeCloseTo(120, 9);
    expect(month.waterRateM3PerKwh).toBeCloseTo(7.2, 9);
    expect(month.planCompletion).toBeCloseTo(0.8, 9);
    expect(month.utilisationGain).toBeCloseTo(0.25, 9);
    expect(month.loadRate).toBeCloseTo(20 / 30, 9);
    expect(month.spilledEnergy.totalMwh).toBeCloseTo(30, 9);
    expect(month.spilledEnergy.avoidableMwh).toBeCloseTo(7.5, 9);
    // 105 and 104.991 against the middle of 105: neither mean lies above it.
    expect(month.highLevelShare).toBe(0);
  });

  test('are ratios of the sums: a day of twice the water rate counts by its generation', () => {
    const [one] = days(1);
    const wasteful = { ...one!, record: { ...measured, turbineM3s: [120, 40] } };
    // 288,000 + 576,000 m³ for 80,000 kWh; spill 72,000 / 7.2 + 72,000 / 14.4 kWh.
    const month = periodIndices(plant, [one!, wasteful])!;
    expect(month.waterRateM3PerKwh).toBeCloseTo(10.8, 9);
    expect(month.spilledEnergy.totalMwh).toBeCloseTo(15, 9);
  });

  test('say nothing of plan or rule curve where a day has none, and nothing of no days', () => {
    const [one] = days(1);
    const unplanned = {
      ...one!,
      references: { ...one!.references, plannedMwh: null, ruleMwh: null },
    };
    expect(periodIndices(plant, [one!, unplanned])).toMatchObject({
      planCompletion: null,
      utilisationGain: null,
    });
    expect(periodIndices(plant, [])).toBeNull();
  });

  test('close their identities to one part in a million, whatever the days', () => {
    const flows = fc.array(fc.oneof(fc.constant(0), real(20, 90)), { minLength: 4, maxLength: 4 });
    const waters = fc.array(real(0, 200), { minLength: 4, maxLength: 4 });
    const day = fc.tuple(flows, waters, waters);
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 4 }), (month) => {
        const records = month.map(([flowM3s, spillM3s, inflowM3s]) => {
          const schedule = scheduleOf({ u1: flowM3s }, spillM3s);
          const plan = simulateDay(plainSystem, plainDay(4, { inflowM3s }), schedule).stations[
            's1'
          ]!;
          return { record: recordOfPlan(plan, inflowM3s, 3600), references: none };
        });
        const indices = periodIndices(plant, records)!;
        const { water, generationMwh, serviceMwh, exportMwh, spilledEnergy } = indices;
        const gapMm3 = water.inflowMm3 - water.outflowMm3 - water.storedMm3;
        expect(Math.abs(gapMm3)).toBeLessThan(1e-6 * 150);
        expect(exportMwh).toBeCloseTo(generationMwh - serviceMwh, 9);
        if (spilledEnergy.totalMwh === 'no-generation') return;
        expect(indices.inflowEnergyMwh).toBeCloseTo(generationMwh + spilledEnergy.totalMwh, 9);
      }),
    );
  });
});

describe('a light', () => {
  test('is green above 80 % done, red below 60 %, yellow between; exactly 80 % is yellow', () => {
    expect([100, 80.1, 80, 79, 60, 59.9, 0].map((done) => lightOf(done))).toEqual([
      'green',
      'green',
      'yellow',
      'yellow',
      'yellow',
      'red',
      'red',
    ]);
  });

  test('of 80 % is yellow however it was reckoned', () => {
    // In binary 0.3 / 0.375 is 0.8000000000000002 where the 0.3 is a sum.
    expect(100 * ((0.1 + 0.2) / 0.375)).toBeGreaterThan(80);
    expect(lightOf(100 * ((0.1 + 0.2) / 0.375))).toBe('yellow');
  });

  test('keeps to bounds that a station has set', () => {
    expect(lightOf(85, { greenAbove: 90, redBelow: 70 })).toBe('yellow');
  });
});

test('high-level running is the share of time above the middle of normal and dead level', () => {
  // Middle of 110 and 100 is 105: the means are 104.5, 105.5, 106.5 and 105.
  expect(highLevelShare([104, 105, 106, 107, 103], 110, 100)).toBe(0.5);
});
