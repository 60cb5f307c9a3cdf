import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulatedPlan } from '../../fixtures/simulated-plan.ts';
import { type Case, dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const STEPS = 3;
const FLOWS_M3S = [0, 12, 30, 60];
const SPILLS_M3S = [0, 25];

const maybe = (...values: number[]): fc.Arbitrary<number | null> =>
  fc.constantFrom(null, ...values);

/** One unit over three quarter-hours, with limits that may stand against each other. */
const caseArb: fc.Arbitrary<Case> = fc
  .record({
    floor: fc.constantFrom(0, 0, 25, 70),
    ceiling: maybe(15, 40),
    ramp: maybe(5, 20),
    exportLimit: maybe(10, 25),
    rampMw: maybe(8),
    levelMax: maybe(211.99),
    levelMin: maybe(212.001),
    load: maybe(5, 22, 60),
    inflow: fc.constantFrom(0, 30, 200),
    on: fc.boolean(),
    end: maybe(212, 212.01),
  })
  .map((draw) => {
    const unit = unitJson('u1', { minUpMinutes: 30 });
    const system = systemOf([
      stationJson(
        's1',
        [unit],
        { exportLimitMw: draw.exportLimit, rampMwPerStep: draw.rampMw },
        {
          outflowMinM3s: draw.floor,
          outflowMaxM3s: draw.ceiling,
          outflowRampM3sPerStep: { up: draw.ramp, down: draw.ramp },
        },
      ),
    ]);
    const day = dayOf(
      STEPS,
      {
        s1: {
          levelM: 212,
          units: { u1: { on: draw.on, forMinutes: 600, mw: draw.on ? 20 : 0 } },
          inflowM3s: flat(draw.inflow, STEPS),
          outflowHistoryM3s: [draw.on ? 30 : 0],
          ...(draw.levelMax === null ? {} : { levelMaxM: flat(draw.levelMax, STEPS + 1) }),
          ...(draw.levelMin === null || draw.levelMax !== null
            ? {}
            : { levelMinM: flat(draw.levelMin, STEPS + 1) }),
          end: draw.end === null ? { waterValuePerMm3: 50_000 } : { levelM: draw.end },
        },
      },
      draw.load === null ? {} : { loadMw: flat(draw.load, STEPS) },
    );
    return { system, day };
  });

/** Σ of what a schedule breaks of operating limits; Infinity where it breaks a machine's. */
function totalOf({ system, day }: Case, schedule: Schedule): number {
  const violations = checkPlan(system, day, simulatedPlan(system, day, schedule));
  if (violations.some(({ rank, limit }) => rank === 1 && limit !== 'disagreement')) return Infinity;
  return violations.reduce((sum, { rank, total }) => (rank === 2 ? sum + total : sum), 0);
}

/** The least over all schedules of a coarse grid of flows and spills. */
function leastOfGrid(of: Case): number {
  const choices = FLOWS_M3S.flatMap((flow) => SPILLS_M3S.map((spill) => [flow, spill] as const));
  let least = Infinity;
  for (const a of choices)
    for (const b of choices)
      for (const c of choices) {
        const steps = [a, b, c];
        const flowM3s = steps.map(([flow]) => flow);
        const spillM3s = steps.map(([, spill]) => spill);
        const schedule = { stations: { s1: { spillM3s, units: { u1: { flowM3s } } } } };
        least = Math.min(least, totalOf(of, schedule));
      }
  return least;
}

test('no schedule of a coarse grid breaks less than the plan', () => {
  fc.assert(
    fc.property(caseArb, (of) => {
      const plan = planDay(of.system, of.day, { budgetMs: 10_000, gap: 0.001, clock: () => 0 });
      expect(totalOf(of, plan)).toBeLessThanOrEqual(leastOfGrid(of) + 0.02);
    }),
    { numRuns: 8 },
  );
}, 120_000);
