import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { type Case, cascadeArb } from './small-cases.ts';

const options = { budgetMs: 1000, gap: 0.001, clock: () => 0 };
const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 20) };

/** Plans a day, and expects a plan that the check accepts as it is offered. */
function acceptedPlan({ system, day }: Case): Plan {
  const plan = planDay(system, day, options);
  const violations = checkPlan(system, day, plan);
  expect(violations.filter(({ rank }) => rank === 1)).toEqual([]);
  expect(undeclared(violations, plan)).toEqual([]);
  return plan;
}

/** The case with units that run from this net head on alone; they may stop where it is lost. */
function withLowestHead({ system, day }: Case, headM: number): Case {
  const narrowed = structuredClone(system);
  for (const unit of narrowed.stations.flatMap(({ units }) => units)) {
    unit.flowRange[0]![0] = headM;
    unit.minUpMinutes = 0;
  }
  return { system: narrowed, day };
}

/** The day after its plan came into force: first steps of some units ordered, levels not quite as foreseen. */
function withOrders(day: Day, plan: Plan, isOrdered: boolean[], byM: number, steps: number): Day {
  const ordered = structuredClone(day);
  let unitsSoFar = 0;
  const flowsOf = ({ units }: Plan['stations'][string]): Record<string, { flowM3s: number[] }> =>
    Object.fromEntries(
      Object.entries(units)
        .filter(() => isOrdered[unitsSoFar++ % isOrdered.length])
        .map(([id, { flowM3s }]) => [id, { flowM3s: flowM3s.slice(0, steps) }]),
    );
  ordered.fixed = {
    steps,
    stations: Object.fromEntries(
      Object.entries(plan.stations).map(([id, station]) => [id, { units: flowsOf(station) }]),
    ),
  };
  for (const station of Object.values(ordered.stations)) station.levelM += byM;
  return ordered;
}

test('a cascade of two or three stations gets a plan that the check accepts', () => {
  fc.assert(
    fc.property(cascadeArb, (asked) => void acceptedPlan(asked)),
    runs,
  );
}, 300_000);

test('also where heads come near the lowest at which units run', () => {
  fc.assert(
    fc.property(cascadeArb, fc.double({ min: 60, max: 80, noNaN: true }), (asked, headM) => {
      acceptedPlan(withLowestHead(asked, headM));
    }),
    runs,
  );
}, 300_000);

test('also after its first steps were ordered and the levels came out otherwise by a centimetre or two', () => {
  const isOrdered = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });
  const byM = fc.double({ min: -0.02, max: 0.02, noNaN: true });
  fc.assert(
    fc.property(cascadeArb, isOrdered, byM, fc.integer({ min: 1, max: 3 }), (asked, of, by, n) => {
      const steps = Math.min(n, asked.day.steps);
      const day = withOrders(asked.day, acceptedPlan(asked), of, by, steps);
      const plan = acceptedPlan({ system: asked.system, day });
      for (const [id, { units }] of Object.entries(day.fixed!.stations)) {
        for (const [unit, { flowM3s }] of Object.entries(units)) {
          expect(plan.stations[id]!.units[unit]!.flowM3s.slice(0, steps)).toEqual(flowM3s);
        }
      }
    }),
    runs,
  );
}, 300_000);
