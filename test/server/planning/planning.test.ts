import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Solver } from '#server/planning/solver.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import {
  anHour,
  lastingSolver,
  planningHouse,
  type HouseOptions,
  type PlanningHouse,
} from './planning-house.ts';

/** 10:02 in Shanghai on a day like any other. */
const NOW = Date.parse('2026-06-01T10:02:00+08:00');
const QUARTER_MS = 15 * MS_PER_MINUTE;
const TEN = Date.parse('2026-06-01T10:00:00+08:00');

const real = lastingSolver();
afterAll(() => real.end());

let house: PlanningHouse;
afterEach(() => house.close());

/** At `NOW`, with plans by the real thread, unless said otherwise. */
async function open(options: Partial<HouseOptions> = {}): Promise<void> {
  house = await planningHouse({ nowMs: NOW, solver: real, ...options });
}

test('without a level no plan is made, nor is one pretended', async () => {
  await open();
  expect(await house.planning.replan(['asked'])).toBe('waiting');
  expect(house.planning.view('s1')).toMatchObject({ offered: null, inForce: null, ordered: [] });
});

test('a plan is stored with what it was made for, and is in force', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  expect(await house.planning.replan(['asked'])).toBe('made');
  const [stored, ...others] = await house.store.plans.between(TEN, TEN + MS_PER_HOUR);
  expect(others).toEqual([]);
  expect(stored).toMatchObject({ state: 'in-force', madeAt: NOW, startsAt: TEN });
  // To the end of tomorrow: 14 h and 24 h in quarter-hours.
  expect(stored?.steps).toBe(152);
  expect(stored?.plan.stations['s1']?.levelM[0]).toBeCloseTo(446.5, 6);
  expect(house.planning.view('s1').inForce?.id).toBe(stored?.id);
});

test('a hundred forecasts at once are one reason to plan again', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  const asked = Array.from({ length: 100 }, () => house.planning.replan(['forecast']));
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['made']));
  expect(await house.store.plans.between(TEN, TEN + MS_PER_HOUR)).toHaveLength(1);
});

test('an inflow that nobody forecast recedes from the last hour, and the plan says so', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['asked']);
  const { inForce } = house.planning.view('s1');
  expect(inForce?.inflowOrigin).toBe('recession');
  // The first step's middle, 10:07:30, is 5.5 min after the observation: 60 · e^(−0.0917 / 120).
  expect(inForce?.inflowM3s['s1']?.[0]).toBeCloseTo(60 * Math.exp(-0.0917 / 120), 3);
});

test('a forecast goes before the recession', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  await house.store.forecasts.add({
    station: 's1',
    issuedAt: TEN,
    startsAt: TEN,
    stepMinutes: 60,
    inflowM3s: [70, 80],
    origin: 'forecast',
  });
  await house.planning.replan(['asked']);
  const { inForce } = house.planning.view('s1');
  expect(inForce?.inflowOrigin).toBe('forecast');
  expect(inForce?.inflowM3s['s1']?.slice(3, 5)).toEqual([70, 80]);
});

test('a new plan keeps the quarter-hour that has begun and supersedes the one before', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['asked']);
  const first = house.planning.view('s1').inForce!;
  house.nowMs = NOW + 5 * MS_PER_MINUTE;
  await house.readings.accept(anHour(house.nowMs));
  await house.planning.replan(['asked']);
  const second = house.planning.view('s1').inForce!;
  const flowsAt = (plan: typeof first, step: number): (number | undefined)[] =>
    Object.values(plan.plan.stations['s1']!.units).map((unit) => unit.flowM3s[step]);
  expect(second.id).not.toBe(first.id);
  expect(flowsAt(second, 0)).toEqual(flowsAt(first, 0));
  expect((await house.store.plans.get(first.id))?.state).toBe('superseded');
});

test('after a restart the ordered steps of today are there again, each of its plan', async () => {
  await open();
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['asked']);
  house.nowMs = NOW + 2 * QUARTER_MS;
  await house.readings.accept(anHour(house.nowMs));
  await house.planning.replan(['asked']);
  const { ordered } = house.planning.view('s1');
  expect(new Set(ordered.map((slot) => slot.planId)).size).toBe(2);
  const restarted = house.again();
  await restarted.takeUp(house.nowMs);
  expect(restarted.view('s1').ordered).toEqual(ordered);
  expect(restarted.orderedAt(NOW)).toEqual(house.planning.orderedAt(NOW));
});

test('where plans are not adopted they stay offers and order nothing', async () => {
  const site = { ...exampleSite, planning: { ...exampleSite.planning, adopt: 'none' as const } };
  await open({ site });
  await house.readings.accept(anHour(NOW));
  expect(await house.planning.replan(['asked'])).toBe('made');
  const view = house.planning.view('s1');
  expect(view.offered?.state).toBe('offered');
  expect(view).toMatchObject({ inForce: null, ordered: [], next: null });
  expect(house.planning.orderedAt(NOW)).toBeNull();
});

/** A solver that gives its plan only when it is let. */
function heldSolver(): Solver & { release(): void } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    solve: async (request) => {
      await gate;
      return real.solve(request);
    },
    carryOut: real.carryOut,
    close: real.close,
    release,
  };
}

test('a reading that comes while a plan is being made is acknowledged before the plan', async () => {
  const solver = heldSolver();
  await open({ solver });
  await house.readings.accept(anHour(NOW));
  const order: string[] = [];
  const plan = house.planning.replan(['asked']).then(() => order.push('plan'));
  const { accepted } = await house.readings.accept(anHour(NOW + 30_000));
  order.push('reading');
  solver.release();
  await plan;
  expect(accepted).toBe(61 * 8);
  expect(order).toEqual(['reading', 'plan']);
});

test('a plan that fails leaves its inputs in a file and the plan in force where it is', async () => {
  const solver: Solver = {
    ...real,
    solve: () => Promise.reject(new Error('the search lost its way')),
    close: () => Promise.resolve(),
  };
  await open({ solver });
  await house.readings.accept(anHour(NOW));
  expect(await house.planning.replan(['asked'])).toBe('failed');
  expect(house.planning.view('s1').offered).toBeNull();
  const folder = join(house.folder, 'failed-plans');
  const [file] = await readdir(folder);
  const kept: unknown = JSON.parse(await readFile(join(folder, file!), 'utf8'));
  expect(kept).toMatchObject({
    error: 'the search lost its way',
    madeAt: NOW,
    day: { format: 'forebay-day/1', steps: 152 },
  });
});

test('a plan that the check refuses is not offered', async () => {
  const solver: Solver = {
    solve: async (request) => {
      const { plan } = await real.solve(request);
      return { plan, violations: ['s1/u1: flow above its range, step 3'] };
    },
    carryOut: real.carryOut,
    close: real.close,
  };
  await open({ solver });
  await house.readings.accept(anHour(NOW));
  expect(await house.planning.replan(['asked'])).toBe('failed');
  expect(await house.store.plans.between(TEN, TEN + MS_PER_HOUR)).toEqual([]);
});

test('a level of yesterday is no level: the plan waits for a new one', async () => {
  await open();
  await house.readings.accept(anHour(NOW - 24 * MS_PER_HOUR));
  expect(await house.planning.replan(['asked'])).toBe('waiting');
});
