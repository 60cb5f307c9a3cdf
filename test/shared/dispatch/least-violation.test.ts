import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { impossibleDays, possibleWithGates } from './impossible-days.ts';
import type { Case } from './small-cases.ts';

const still = { budgetMs: 10_000, gap: 0.001, clock: () => 0 };

/** A plan with the total of its broken operating limits; machines keep theirs, and it owns up to the rest. */
function planned({ system, day }: Case): { plan: Plan; total: number } {
  const plan = planDay(system, day, still);
  const violations = checkPlan(system, day, plan);
  expect(violations.filter(({ rank }) => rank === 1)).toEqual([]);
  expect(undeclared(violations, plan)).toEqual([]);
  return { plan, total: violations.reduce((sum, violation) => sum + violation.total, 0) };
}

describe('a day on which no plan keeps every limit', () => {
  test.each(impossibleDays)('breaks the least: $name', ({ of, limits, least, within, orLess }) => {
    const { plan, total } = planned(of);
    expect(plan.status).toBe('relaxed');
    for (const { limit } of plan.relaxations) expect(limits).toContain(limit);
    expect(total).toBeLessThanOrEqual(least + within);
    if (!orLess) expect(total).toBeGreaterThanOrEqual(least - within);
  });
});

test('where gates can let go beforehand what a load will take, no ramp is broken', () => {
  expect(planned(possibleWithGates).plan.relaxations).toEqual([]);
});
