import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import { caseArb } from './small-cases.ts';

/** A clock that stands still: the search runs to its own end. */
const options = { budgetMs: 1000, gap: 0.001, clock: () => 0 };

test('whatever the day, a plan comes that breaks no machine limit and owns up to every other', () => {
  fc.assert(
    fc.property(caseArb, ({ system, day }) => {
      const plan = planDay(system, day, options);
      const violations = checkPlan(system, day, plan);
      expect(violations.filter((violation) => violation.rank === 1)).toEqual([]);
      expect(undeclared(violations, plan)).toEqual([]);
      if (plan.relaxations.length > 0) expect(plan.status).toBe('relaxed');
      else if (plan.gap !== null && plan.gap <= 0.002) expect(plan.status).toBe('proved');
      else expect(plan.status).toBe('feasible');
    }),
    {
      numRuns: Number(process.env['FUZZ_RUNS'] ?? 40),
      endOnFailure: process.env['FUZZ_RUNS'] !== undefined,
    },
  );
}, 300_000);

test('the same day gives the same plan', () => {
  fc.assert(
    fc.property(caseArb, ({ system, day }) => {
      expect(planDay(system, day, options)).toEqual(planDay(system, day, options));
    }),
    { numRuns: 5 },
  );
}, 120_000);
