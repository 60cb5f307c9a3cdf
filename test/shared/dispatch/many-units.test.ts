import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

type Json = Record<string, unknown>;

const STEPS = 24;
const still = { budgetMs: 60_000, gap: 0.005, clock: () => 0 };

/** A unit like the others at another size, its times and starts its own. */
function sized(id: string, share: number): Json {
  return unitJson(id, {
    lossS2PerM5: 0.0004 / share ** 2,
    hill: {
      headsM: [50, 110],
      flowsM3s: [10, 30, 50, 70].map((flow) => flow * share),
      efficiency: [
        [0.78, 0.88, 0.92, 0.88],
        [0.76, 0.89, 0.94, 0.9],
      ].map((row) => row.map((part) => part - 0.01 * share)),
    },
    flowRange: [
      [40, 12 * share, 60 * share],
      [120, 12 * share, 66 * share],
    ],
    generator: [
      [5 * share, 0.95],
      [45 * share, 0.985],
    ],
    mwMin: 5 * share,
    mwMax: 45 * share,
    startCost: 200 * share,
    startWaterM3: 500,
    minUpMinutes: 60,
    minDownMinutes: 45,
    startsPerDay: 2,
  });
}

test('a day of seven units of seven sizes, with times and starts to keep, comes near to all it can earn', () => {
  const shares = [0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6];
  const units = shares.map((share, i) => sized(`u${i + 1}`, share));
  const states = Object.fromEntries(
    shares.map((_, i) => [
      `u${i + 1}`,
      { on: i % 2 === 0, forMinutes: 300, mw: i % 2 === 0 ? 20 : 0 },
    ]),
  );
  const system = systemOf([stationJson('s1', units)]);
  const day = dayOf(STEPS, {
    s1: { levelM: 212, units: states, inflowM3s: flat(180, STEPS), end: { levelM: 212 } },
  });
  const plan = planDay(system, day, still);
  expect(checkPlan(system, day, plan)).toEqual([]);
  expect(plan.bound).toBeGreaterThanOrEqual(plan.value.total);
  expect(plan.gap).toBeLessThanOrEqual(0.005);
  // 2⁷ = 128 sets: more than are told apart at first. Water is kept for the dear third of the day.
  const made = (from: number): number =>
    plan.stations['s1']!.generationMw.slice(from, from + 8).reduce((sum, mw) => sum + mw, 0);
  expect(made(16)).toBeGreaterThan(2 * made(0));
}, 120_000);
