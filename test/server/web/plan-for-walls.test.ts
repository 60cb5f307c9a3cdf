import { expect, test } from 'vitest';
import { planForWalls } from '#server/web/realtime/plan-for-walls.ts';
import { barePlan, noPlans, planVersion } from '../../fixtures/plan-version.ts';

const steps = {
  levelM: [444.70450546609504],
  spillM3s: [0.00004],
  outflowM3s: [100],
  tailwaterM: [351.2],
  generationMw: [80],
  serviceMw: [1],
  exportMw: [79.12345],
  units: {},
};
const reason = { station: 's1', unit: 'u1', step: 0, code: 'start.price', data: {} };
const plan = { ...barePlan({ s1: steps }), reasons: [reason] };
const slot = { at: 0, planId: 'p', pricePerMwh: 380, generationMw: 80.00001, exportMw: 79.12345 };

test('a wall is told the plan as it draws it: nobody named, to the fourth decimal, and nothing that it has no place for', () => {
  const view = planForWalls({
    ...noPlans('s1'),
    inForce: planVersion({ plan }),
    ordered: [{ ...slot, units: { u1: 40.123456 } }],
  });
  expect(view.inForce?.moves[0]?.by).toEqual({ id: '', name: '' });
  expect(view.inForce?.plan.reasons).toEqual([]);
  expect(view.inForce?.plan.stations['s1']).toEqual({
    levelM: [444.7045],
    spillM3s: [0],
    exportMw: [79.1235],
    outflowM3s: [],
    tailwaterM: [],
    generationMw: [],
    serviceMw: [],
    units: {},
  });
  expect(view.ordered).toEqual([
    {
      at: 0,
      planId: 'p',
      pricePerMwh: 380,
      generationMw: 80,
      exportMw: 79.1235,
      units: { u1: 40.1235 },
    },
  ]);
  expect(view.offered).toBeNull();
});
