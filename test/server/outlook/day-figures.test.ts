import { describe, expect, it } from 'vitest';
import { dayIndices } from '#shared/indices/day-indices.ts';
import { type DayRecord, recordOfPlan } from '#shared/indices/day-record.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import type { DayFacts, MeterDay } from '#shared/energy/review/day-facts.ts';
import { energyOutlook, projectedFacts } from '#server/outlook/energy-outlook.ts';
import { indexFigures } from '#server/outlook/index-figures.ts';
import { plannedSum } from '#server/outlook/planned-slots.ts';
import { ruleCurveMwh } from '#server/outlook/rule-curve.ts';
import { plainDay, plainStation, plainSystem } from '../../fixtures/plain-system.ts';
import { planVersion } from '../../fixtures/plan-version.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';

const plant = plantOf(plainStation);
const none = { plannedMwh: null, ruleMwh: null, bounds: null };

/** Two hours: 40 MWh of 288,000 m³, 7.2 m³/kWh; 0.8 MWh of own consumption. */
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

describe('the figures of a day', () => {
  const planned = { generationMwh: 50, serviceMwh: 0.75, turbinedM3: 270_000 };
  const figures = indexFigures(
    dayIndices(plant, measured, { plannedMwh: 50, ruleMwh: 64, bounds: null }),
    planned,
  );
  const figure = (name: string) => figures.find((one) => one.name === name);

  it('are measured each by its own: plan, rule curve, energy of the inflow', () => {
    // 40 of 50 MWh is exactly 80 %: yellow.
    expect(figure('planCompletion')).toMatchObject({
      value: 0.8,
      donePercent: 80,
      light: 'yellow',
    });
    // Planned 270,000 / 50,000 = 5.4 m³/kWh of 7.2: 75 %.
    expect(figure('waterRate')).toMatchObject({ reference: 5.4, light: 'yellow' });
    expect(figure('waterRate')?.donePercent).toBeCloseTo(75, 9);
    // (40 − 64) / 64 = −37.5 %: 62.5 % of the rule curve.
    expect(figure('utilisationGain')).toMatchObject({ value: -0.375, donePercent: 62.5 });
    // Planned 1.5 % of 2 %: 75 %.
    expect(figure('serviceRate')?.donePercent).toBeCloseTo(75, 9);
    // 40 of the 50 MWh that the inflow could make.
    expect(figure('spilledEnergy')).toMatchObject({ donePercent: 80, light: 'yellow' });
  });

  it('say why there is none, and have no light then', () => {
    const unplanned = indexFigures(dayIndices(plant, measured, none), null);
    expect(unplanned[0]).toMatchObject({ value: null, why: 'no-plan', light: null });
    const idle = { ...measured, generationMw: [0, 0], turbineM3s: [0, 0] };
    const still = indexFigures(dayIndices(plant, idle, none), null);
    expect(still.find(({ name }) => name === 'waterRate')).toMatchObject({ why: 'no-generation' });
  });
});

describe('the rule curve', () => {
  it('runs at the inflow: a day that did just that has gained nothing', () => {
    const inflowM3s = new Array<number>(8).fill(60);
    const day = { ...plainDay(8, { inflowM3s }), stepMinutes: 15 };
    const run = simulateDay(plainSystem, day, scheduleOf({ u1: inflowM3s })).stations['s1']!;
    const record = recordOfPlan(run, inflowM3s, 900);
    const ruleMwh = ruleCurveMwh(plainSystem, 's1', record, Date.parse(day.start));
    const { utilisationGain } = dayIndices(plant, record, { ...none, ruleMwh });
    expect(utilisationGain as number).toBeCloseTo(0, 3);
  });
});

describe('what was ordered', () => {
  it('is summed over the quarter-hours asked for alone', () => {
    const startsAt = 0;
    const flows = [60, 60, 0, 0];
    const day = { ...plainDay(4, { inflowM3s: [60, 60, 60, 60] }), stepMinutes: 15 };
    const plan = simulatedPlan(plainSystem, day, scheduleOf({ u1: flows }));
    const version = planVersion({ state: 'in-force', startsAt, stepMinutes: 15, steps: 4, plan });
    const sum = plannedSum([version], 's1', [0, 900_000, 1_800_000], 900);
    const [first = 0, second = 0] = plan.stations['s1']!.generationMw;
    expect(sum?.generationMwh).toBeCloseTo((first + second) / 4, 9);
    // Two quarter-hours of 60 m³/s: 2 · 900 · 60 m³.
    expect(sum?.turbinedM3).toBeCloseTo(108_000, 6);
    expect(plannedSum([], 's1', [0], 900)).toBeNull();
  });
});

describe('consumption of the day so far', () => {
  const facts: DayFacts = {
    date: '2026-06-01',
    startMs: 0,
    hours: [0, 0, 0, 0],
    isRestDay: false,
    generationMwh: [5, 5, null, null],
    unitHours: [0.25, 0.25, null, null],
    starts: [0, 0, null, null],
    headM: [60, 61, null, null],
    temperatureC: [20, 20, null, null],
    pricePerMwh: [300, 300, 300, 300],
  };
  const slot = (t: number, units: Record<string, number>) => ({
    at: t * 900_000,
    planId: 'p',
    pricePerMwh: 300,
    generationMw: Object.values(units).reduce((sum, mw) => sum + mw, 0),
    exportMw: 0,
    units,
  });
  const ordered = [slot(1, { u1: 20 }), slot(2, { u1: 20, u2: 12 }), slot(3, { u1: 20, u2: 12 })];

  it('goes on as ordered: generation, running hours and starts; head and weather as they were last', () => {
    expect(projectedFacts(facts, 2, ordered)).toMatchObject({
      generationMwh: [5, 5, 8, 8],
      unitHours: [0.25, 0.25, 0.5, 0.5],
      // Unit 2 starts in the third quarter-hour.
      starts: [0, 0, 1, 0],
      headM: [60, 61, 61, 61],
      temperatureC: [20, 20, 20, 20],
    });
  });

  it('knows nothing of hours that no plan speaks of', () => {
    expect(projectedFacts(facts, 2, []).generationMwh).toEqual([5, 5, null, null]);
  });

  it('without a baseline tells what was used, and no light', () => {
    const meter: MeterDay = {
      kwh: [40, 44, null, null],
      states: ['metered', 'metered', 'missing', 'missing'],
    };
    const name = { zh: '一站', en: 'One' };
    const station = { id: '_station', name, meter, daily: null, hourly: null };
    const today = energyOutlook({ facts, over: 2, station, groups: [station], targetKwh: 200 });
    // 84 kWh; of a target of 200 kWh half by the time of day, 100.
    expect(today).toMatchObject({
      soFarKwh: 84,
      targetSoFarKwh: 100,
      dayKwh: null,
      expectedSoFarKwh: null,
      missingPercent: 0,
      light: null,
    });
  });
});
