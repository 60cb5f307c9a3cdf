import { describe, expect, test } from 'vitest';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Forecast } from '#shared/wire/reading.ts';
import { HOUR, MIDNIGHT, openHalves } from './helpers.ts';

const forecast = (issuedAt: number, inflowM3s: number): Forecast => ({
  station: 's1',
  issuedAt,
  startsAt: issuedAt,
  stepMinutes: 60,
  inflowM3s: [inflowM3s],
  origin: 'forecast',
});

const plan = (id: string, startsAt: number, more: Partial<PlanVersion> = {}): PlanVersion => ({
  id,
  state: 'offered',
  madeAt: startsAt,
  startsAt,
  stepMinutes: 60,
  steps: 24,
  pricePerMwh: [],
  inflowM3s: {},
  inflowOrigin: 'forecast',
  plan: {
    format: 'forebay-plan/1',
    status: 'feasible',
    value: { total: 0, energy: 0, starts: 0, endWater: 0 },
    bound: null,
    gap: null,
    stations: {},
    relaxations: [],
    reasons: [],
    spill: {},
    solve: { ms: 0, method: 'test', seed: null },
  },
  ...more,
});

describe('forecasts', () => {
  test('are kept issue by issue: what was known at an instant can be asked for', () => {
    const { writer, reader } = openHalves();
    writer.addForecast(forecast(MIDNIGHT, 100));
    writer.addForecast(forecast(MIDNIGHT + 6 * HOUR, 120));
    expect(reader.newestForecast('s1', MIDNIGHT - 1)).toBeNull();
    expect(reader.newestForecast('s1', MIDNIGHT + HOUR)).toEqual(forecast(MIDNIGHT, 100));
    expect(reader.newestForecast('s1', MIDNIGHT + 7 * HOUR)?.inflowM3s).toEqual([120]);
  });

  test('of the same station and issue are kept once: the first one stays', () => {
    const { writer, reader } = openHalves();
    expect(writer.addForecast(forecast(MIDNIGHT, 100))).toBe(true);
    expect(writer.addForecast(forecast(MIDNIGHT, 999))).toBe(false);
    expect(reader.newestForecast('s1', MIDNIGHT)?.inflowM3s).toEqual([100]);
  });
});

describe('plans', () => {
  test('keep every version, with the state it has now', () => {
    const { writer, reader } = openHalves();
    writer.addPlan(plan('a', MIDNIGHT));
    writer.addPlan(plan('b', MIDNIGHT + HOUR));
    writer.setPlanState('a', 'superseded');
    expect(reader.planById('a')).toEqual(plan('a', MIDNIGHT, { state: 'superseded' }));
    expect(reader.newestPlan('offered')?.id).toBe('b');
    expect(reader.newestPlan('in-force')).toBeNull();
  });

  test('are found by the steps that overlap a span, oldest made first', () => {
    const { writer, reader } = openHalves();
    writer.addPlan(plan('second', MIDNIGHT, { madeAt: MIDNIGHT + 1 }));
    writer.addPlan(plan('first', MIDNIGHT));
    writer.addPlan(plan('next day', MIDNIGHT + 24 * HOUR));
    const ids = (from: number, to: number) => reader.plansBetween(from, to).map((p) => p.id);
    expect(ids(MIDNIGHT + HOUR, MIDNIGHT + 24 * HOUR)).toEqual(['first', 'second']);
    expect(ids(MIDNIGHT + 24 * HOUR, MIDNIGHT + 25 * HOUR)).toEqual(['next day']);
  });

  test('that do not exist cannot change their state', () => {
    const { writer } = openHalves();
    expect(() => {
      writer.setPlanState('nowhere', 'in-force');
    }).toThrow('There is no plan "nowhere"');
  });
});
