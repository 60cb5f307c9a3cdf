import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { dayIndices, highLevelShare } from '#shared/indices/day-indices.ts';
import { type DayRecord, recordOfPlan } from '#shared/indices/day-record.ts';
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

describe('indices of a day', () => {
  test('come out as derived by hand', () => {
    const indices = dayIndices(plant, measured, 50);
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
    expect(dayIndices(plant, measured, null).water.unaccountedMm3).toBeCloseTo(0, 9);
    const more = { ...measured, inflowM3s: [31, 21] };
    expect(dayIndices(plant, more, null).water.unaccountedMm3).toBeCloseTo(0.0072, 9);
  });

  test('tell avoidable from unavoidable spill where someone has judged it', () => {
    const judged = dayIndices(plant, { ...measured, avoidableSpillMm3: 0.018 }, null);
    // A quarter of the 0.072 Mm³, so 2.5 of the 10 MWh.
    expect(judged.spilledEnergy.avoidableMwh).toBeCloseTo(2.5, 12);
    expect(judged.spilledEnergy.unavoidableMwh).toBeCloseTo(7.5, 12);
    expect(dayIndices(plant, measured, null).spilledEnergy.avoidableMwh).toBeNull();
  });

  test('say "no generation" below 1 % of what the units could make, not a huge number', () => {
    // 1 % of 40 MW · 2 h is 0.8 MWh.
    const idle = { ...measured, generationMw: [0.79, 0], turbineM3s: [3, 0] };
    expect(dayIndices(plant, idle, null)).toMatchObject({
      waterRateM3PerKwh: 'no-generation',
      loadRate: 'no-generation',
      serviceRate: 'no-generation',
      comprehensiveServiceRate: 'no-generation',
      inflowEnergyMwh: 'no-generation',
      spilledEnergy: { totalMwh: 'no-generation' },
    });
    const running = { ...idle, generationMw: [0.81, 0] };
    expect(dayIndices(plant, running, null).waterRateM3PerKwh).toBeCloseTo(10_800 / 810, 9);
  });

  test('have no plan completion without a plan', () => {
    expect(dayIndices(plant, measured, null).planCompletion).toBeNull();
    expect(dayIndices(plant, measured, 0).planCompletion).toBeNull();
  });
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
      const indices = dayIndices(plant, recordOfPlan(plan, inflowM3s, 3600), null);
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

test('high-level running is the share of time above the middle of normal and dead level', () => {
  // Middle of 110 and 100 is 105: the means are 104.5, 105.5, 106.5 and 105.
  expect(highLevelShare([104, 105, 106, 107, 103], 110, 100)).toBe(0.5);
});
