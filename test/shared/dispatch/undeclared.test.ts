import { expect, test } from 'vitest';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import { violationOf } from '#shared/dispatch/violation.ts';
import type { Plan, Relaxation } from '#shared/station/plan-schema.ts';
import { plainDay, plainSystem } from '../../fixtures/plain-system.ts';
import { scheduleOf, simulatedPlan } from '../../fixtures/simulated-plan.ts';

const plain = simulatedPlan(plainSystem, plainDay(1), scheduleOf({ u1: [50] }));
const planWith = (...relaxations: Relaxation[]): Plan => ({ ...plain, relaxations });

const short = violationOf(
  'load',
  { fromStep: 72, toStep: 75, amount: 12.4, total: 37.2 },
  { station: 's1' },
);
const declared = {
  station: 's1',
  limit: 'load',
  fromStep: 72,
  toStep: 75,
  amount: 12.4,
  unit: 'MW',
};

test('a relaxation of the same station, limit, steps and amount declares a violation', () => {
  expect(undeclared([short], planWith(declared))).toEqual([]);
});

test('so do two that cover its steps between them, and one that rounds its amount', () => {
  const first = { ...declared, toStep: 73, amount: 3 };
  const second = { ...declared, fromStep: 73 };
  expect(undeclared([short], planWith(first, second))).toEqual([]);
  expect(undeclared([short], planWith({ ...declared, amount: 12.39 }))).toEqual([]);
});

test.each([
  ['none', []],
  ['one of another limit', [{ ...declared, limit: 'reserve' }]],
  ['one of another station', [{ ...declared, station: 's2' }]],
  ['one that leaves out its last step', [{ ...declared, toStep: 74 }]],
  ['one of half its amount', [{ ...declared, amount: 6.2 }]],
])('%s does not', (_, relaxations) => {
  expect(undeclared([short], planWith(...relaxations))).toEqual([short]);
});

test('a machine limit cannot be declared', () => {
  const gate = violationOf(
    'gate',
    { fromStep: 0, toStep: 1, amount: 2, total: 2 },
    { station: 's1' },
  );
  expect(undeclared([gate], planWith())).toEqual([]);
});
