import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { type Case, dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const still = { budgetMs: 10_000, gap: 0.001, clock: () => 0 };

/** A unit said to have run for a quarter-hour of its two hours, at 81 m of head. */
function justStarted(unit: Record<string, unknown>): Case {
  return {
    system: systemOf([stationJson('s1', [unitJson('u1', { minUpMinutes: 120, ...unit })])]),
    day: dayOf(12, {
      s1: {
        levelM: 212,
        units: { u1: { on: true, forMinutes: 15, mw: 20 } },
        inflowM3s: flat(20, 12),
        end: { waterValuePerMm3: 1e6 },
      },
    }),
  };
}

test.each([
  [
    'its flow range begins',
    {
      flowRange: [
        [90, 12, 60],
        [120, 12, 66],
      ],
    },
  ],
  ['it makes its least output', { mwMin: 50, mwMax: 60 }],
])('a unit below the head at which %s stops, and is not held to its shortest run', (_why, unit) => {
  const { system, day } = justStarted(unit);
  const plan = planDay(system, day, still);
  expect(plan.stations['s1']!.units['u1']!.on).toEqual(flat(0, 12));
  expect(checkPlan(system, day, plan)).toEqual([]);
});

test('a unit that can run at its head runs on for its shortest run', () => {
  const { system, day } = justStarted({});
  const plan = planDay(system, day, still);
  // Water is worth more than what it makes, so that the unit would rest: seven more quarter-hours.
  expect(plan.stations['s1']!.units['u1']!.on).toEqual([...flat(1, 7), ...flat(0, 5)]);
});
