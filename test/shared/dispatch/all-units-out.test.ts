import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';

const { units, reservoir } = exampleSystem.stations[0]!;

/** The example's day with every unit out of service until a step. */
function standing(toStep: number, levelM: number, inflowM3s: number): Day {
  const day = exampleDay.stations['s1']!;
  return {
    ...exampleDay,
    stations: {
      s1: {
        ...day,
        levelM,
        inflowM3s: day.inflowM3s.map(() => inflowM3s),
        units: Object.fromEntries(units.map(({ id }) => [id, { on: false, forMinutes: 600 }])),
        outOfService: units.map(({ id }) => ({ unit: id, fromStep: 0, toStep })),
      },
    },
  };
}

/** 0.4 s of the minute, and what is under way then: without that end both take longer. */
const ANSWERED_MS = 450;

/** A minute to plan in, by a clock that goes on by 1 ms whenever it is asked. */
function planned(day: Day): Plan {
  let ms = 0;
  return planDay(exampleSystem, day, { budgetMs: 60_000, gap: 0, clock: () => (ms += 1) });
}

describe('with every unit out of service all day', () => {
  test('a flood above the gates is answered at once, with the limit that gives way', () => {
    // 900 m³/s come and the level is 0.1 m under its limit: the gates open by their ramp, which is slower.
    const day = standing(exampleDay.steps, reservoir.levelMaxM - 0.1, 900);
    const plan = planned(day);
    expect(plan.status).toBe('relaxed');
    expect(plan.solve.ms).toBeLessThan(ANSWERED_MS);
    expect(plan.relaxations.map(({ limit }) => limit)).toContain('level-max');
    expect(checkPlan(exampleSystem, day, plan).filter(({ rank }) => rank === 1)).toEqual([]);
  });

  test('what the river below needs and no gate can give is answered at once', () => {
    // The crest lies 2 m above the lowest level: nothing can be let go.
    const plan = planned(standing(exampleDay.steps, reservoir.levelMinM + 0.2, 10));
    expect(plan.solve.ms).toBeLessThan(ANSWERED_MS);
    expect(plan.relaxations.map(({ limit }) => limit)).toContain('outflow-min');
  });
});
