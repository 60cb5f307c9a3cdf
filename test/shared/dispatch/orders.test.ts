import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Day } from '#shared/station/day-schema.ts';
import { plainDay, plainSystem, systemWithUnit } from '../../fixtures/plain-system.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';

const system = systemWithUnit({ mwMax: 60 });

/** A day whose first steps are ordered at these flows, m³/s. */
const orderedDay = (...flowM3s: number[]): Day =>
  plainDay(
    4,
    {},
    { fixed: { steps: flowM3s.length, stations: { s1: { units: { u1: { flowM3s } } } } } },
  );

/** What the check says of a plan that runs u1, whose largest flow is 90 m³/s, at these flows. */
function checked(day: Day, flows: number[]): Partial<Violation>[] {
  const found = checkPlan(system, day, simulatedPlan(system, day, scheduleOf({ u1: flows })));
  return found.map(({ limit, rank, fromStep, toStep, amount }) => ({
    limit,
    rank,
    fromStep,
    toStep,
    amount,
  }));
}

describe('an order outside what the head that came allows', () => {
  test('is not held against the plan where the head is all it missed: within 1 % of the range', () => {
    expect(checked(orderedDay(90.5, 90.5), [90.5, 90.5, 50, 50])).toEqual([]);
  });

  test('is the order’s breach where it is more: rank 2, for the plan to own up to', () => {
    expect(checked(orderedDay(95, 95), [95, 95, 50, 50])).toEqual([
      { limit: 'unit-flow', rank: 2, fromStep: 0, toStep: 2, amount: 5 },
    ]);
  });

  test('excuses no step that was not ordered', () => {
    expect(checked(orderedDay(90.5, 90.5), [90.5, 90.5, 90.5, 50])).toEqual([
      { limit: 'unit-flow', rank: 1, fromStep: 2, toStep: 3, amount: 0.5 },
    ]);
  });

  test('still gets a plan, that says so', () => {
    const day = orderedDay(95);
    const plan = planDay(system, day, { budgetMs: 1000, gap: 0.001, clock: () => 0 });
    const violations = checkPlan(system, day, plan);
    expect(violations.filter(({ rank }) => rank === 1)).toEqual([]);
    expect(undeclared(violations, plan)).toEqual([]);
    expect(plan.stations['s1']!.units['u1']!.flowM3s[0]).toBe(95);
    expect(plan.relaxations.map(({ limit, toStep }) => [limit, toStep])).toContainEqual([
      'unit-flow',
      1,
    ]);
  });

  // 90 m³/s at 112 m: net head 112 − 51.8 − 3.2 = 57 m, 0.00981 · 57 · 90 · 0.93 · 0.97 = 45 MW of 40. Water
  // through the gates, 800 m³/s of them, would raise the tailwater by 16 m and bring it below 40.
  test('is no reason to open the gates, whose spill would lower the head to where it fits', () => {
    const flowM3s = [90];
    const fixed = { steps: 1, stations: { s1: { units: { u1: { flowM3s } } } } };
    const day = plainDay(4, { levelM: 112 }, { fixed });
    const plan = planDay(plainSystem, day, { budgetMs: 1000, gap: 0.001, clock: () => 0 });
    expect(plan.relaxations.map(({ limit }) => limit)).toEqual(['unit-power']);
    expect(plan.stations['s1']!.spillM3s).toEqual([0, 0, 0, 0]);
  });
});
