import { expect, test } from 'vitest';
import { nextChange } from '#server/planning/next-change.ts';
import { orderedSlots } from '#server/planning/ordered-slots.ts';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanState } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { barePlan, planVersion } from '../../fixtures/plan-version.ts';

const QUARTER_MS = 15 * MS_PER_MINUTE;
const START = Date.parse('2026-06-01T00:00:00+08:00');
const STEPS = 8;

/** A plan of eight quarter-hours in which u1 gives `mw` and u2 what is listed. */
function version(id: string, madeAt: number, state: PlanState, mw: number, u2 = [0]): PlanVersion {
  const series = (of: (step: number) => number): number[] =>
    Array.from({ length: STEPS }, (_, step) => of(step));
  const unit = (power: readonly number[]): StationPlan['units'][string] => ({
    on: power.map((one) => (one > 0 ? 1 : 0)),
    flowM3s: power.map((one) => one * 1.3),
    mw: [...power],
    netHeadM: series(() => 86),
  });
  const second = series((step) => u2[step] ?? u2.at(-1)!);
  const total = series((step) => mw + second[step]!);
  const station: StationPlan = {
    levelM: Array.from({ length: STEPS + 1 }, () => 446),
    spillM3s: series(() => 0),
    outflowM3s: series(() => 50),
    tailwaterM: series(() => 359),
    generationMw: total,
    serviceMw: series(() => 1),
    exportMw: total.map((one) => one - 1),
    units: { u1: unit(series(() => mw)), u2: unit(second) },
  };
  return planVersion({
    id,
    state,
    madeAt,
    startsAt: START,
    stepMinutes: 15,
    steps: STEPS,
    pricePerMwh: series((step) => 300 + step),
    plan: {
      ...barePlan({ s1: station }),
      reasons: [{ station: 's1', unit: 'u2', step: 3, code: 'start.price-rise', data: {} }],
    },
  });
}

const slots = (versions: readonly PlanVersion[]): { planId: string; generationMw: number }[] =>
  orderedSlots(versions, 's1', START, START + STEPS * QUARTER_MS, 15);

test('a past step is of the plan that was in force when it ran, a later one of the newest', () => {
  const ordered = slots([
    version('first', START, 'superseded', 30),
    version('second', START + 3 * QUARTER_MS, 'in-force', 40),
  ]);
  expect(ordered.map((slot) => slot.planId)).toEqual([
    ...Array.from({ length: 3 }, () => 'first'),
    ...Array.from({ length: 5 }, () => 'second'),
  ]);
  expect(ordered[0]).toMatchObject({
    at: START,
    generationMw: 30,
    exportMw: 29,
    units: { u1: 30, u2: 0 },
  });
});

test('an offer that nobody adopted ordered nothing', () => {
  expect(slots([version('offer', START, 'offered', 30)])).toEqual([]);
});

test('steps before the first plan are left out', () => {
  const late = version('late', START + 2 * QUARTER_MS + 1, 'in-force', 30);
  // Made within the third step, which it orders.
  expect(slots([late])).toHaveLength(STEPS - 2);
});

test('the next change is a start, a stop or a change of output, with its reason', () => {
  const plan = version('plan', START, 'in-force', 30, [0, 0, 0, 12, 12, 14, 0]);
  const at = (step: number): number => START + step * QUARTER_MS;
  expect(nextChange(plan, 's1', at(0))).toMatchObject({
    at: at(3),
    unit: 'u2',
    kind: 'start',
    byMw: 12,
    toMw: 12,
    reason: { code: 'start.price-rise' },
  });
  expect(nextChange(plan, 's1', at(3))).toMatchObject({ at: at(5), kind: 'raise', byMw: 2 });
  expect(nextChange(plan, 's1', at(5))).toMatchObject({ at: at(6), kind: 'stop', toMw: 0 });
  expect(nextChange(plan, 's1', at(6))).toBeNull();
});
