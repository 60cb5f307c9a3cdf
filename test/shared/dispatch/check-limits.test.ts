import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { limits } from '#shared/dispatch/limit-codes.ts';
import { plainDay, plainSystem } from '../../fixtures/plain-system.ts';
import { simulatedPlan } from '../../fixtures/simulated-plan.ts';
import { type Situation, steady } from './limit-case.ts';
import { machineLimitCases } from './machine-limit-cases.ts';
import { operatingLimitCases } from './operating-limit-cases.ts';

const cases = [...machineLimitCases, ...operatingLimitCases];

function checked({ system, day, schedule, plan }: Situation): ReturnType<typeof checkPlan> {
  const theSystem = system ?? plainSystem;
  const theDay = day ?? plainDay(4);
  return checkPlan(theSystem, theDay, plan ?? simulatedPlan(theSystem, theDay, schedule ?? steady));
}

describe.each(cases)('$limit: $when', ({ limit, broken, kept, amount, steps, unitId }) => {
  test('is found, with amount, steps and unit, and nothing else with it', () => {
    expect(checked(broken)).toEqual([
      {
        station: 's1',
        limit,
        rank: limits[limit].rank,
        fromStep: steps[0],
        toStep: steps[1],
        amount: expect.closeTo(amount, 6) as number,
        total: expect.any(Number) as number,
        unit: limit === 'disagreement' ? 'MW' : limits[limit].unit,
        ...(unitId === undefined ? {} : { unitId }),
        message: expect.stringContaining(limit) as string,
      },
    ]);
  });

  test('is clean at the limit', () => {
    expect(checked(kept)).toEqual([]);
  });
});

test('every limit there is has its case above', () => {
  expect(new Set(cases.map(({ limit }) => limit))).toEqual(new Set(Object.keys(limits)));
});
