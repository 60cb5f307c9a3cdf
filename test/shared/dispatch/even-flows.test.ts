import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenFlows } from '#shared/dispatch/even-flows.ts';
import { unitAllows } from '#shared/dispatch/unit-bands.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import { type Plant, plantOf } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { real } from '../hydraulics/arbitraries.ts';
import { stationJson, systemOf, unitJson } from './small-cases.ts';

type Json = Record<string, unknown>;

const plantWith = (units: Json[], over: Json = {}): Plant =>
  plantOf(systemOf([stationJson('s1', units, over)]).stations[0]!);

/** Σ P of all units, MW; null where one of them is not allowed its flow. */
function powerOf(plant: Plant, grossHeadM: number, flows: ArrayLike<number>): number | null {
  const heads = new Float64Array(plant.units.length);
  netHeadsInto(plant, grossHeadM, flows, heads);
  let sum = 0;
  for (const [u, unit] of plant.units.entries()) {
    const flow = flows[u]!;
    if (flow <= 0) continue;
    const power = unitPowerMw(unit, heads[u]!, flow);
    if (!unitAllows(unit, heads[u]!, flow, power)) return null;
    sum += power;
  }
  return sum;
}

test('two units alike that lose head by the square of their flow share it half and half', () => {
  // One efficiency and a straight generator: P rises by q (H − k q²), so the half of 90 is best for each.
  const alike = {
    lossS2PerM5: 0.002,
    hill: { headsM: [80], flowsM3s: [40], efficiency: [[0.9]] },
    generator: [[10, 0.97]],
  };
  const plant = plantWith([unitJson('u1', alike), unitJson('u2', alike)]);
  const [one, two] = evenFlows(plant, [0, 1], 80, [58, 32]);
  expect(one! + two!).toBeCloseTo(90, 9);
  // The finest move is 5 · 10⁻⁴ of 66 m³/s.
  expect(Math.abs(one! - 45)).toBeLessThan(0.04);
});

test('what is shared out anew is as much water, allowed, and makes no less', () => {
  const zoned = { forbidden: [{ mw: [18, 24] }] };
  const units = [
    unitJson('u1', { ...zoned, conduit: 'c1' }),
    unitJson('u2', { conduit: 'c1', lossS2PerM5: 0.001 }),
    unitJson('u3', zoned),
    unitJson('u4'),
  ];
  const plant = plantWith(units, { conduits: [{ id: 'c1', lossS2PerM5: 0.0002 }] });
  fc.assert(
    fc.property(
      fc.array(real(12, 60), { minLength: 4, maxLength: 4 }),
      real(70, 95),
      (flows, head) => {
        const before = powerOf(plant, head, flows);
        fc.pre(before !== null);
        const even = evenFlows(plant, [0, 1, 2, 3], head, flows);
        const total = flows.reduce((sum, flow) => sum + flow, 0);
        expect(even.reduce((sum, flow) => sum + flow, 0)).toBeCloseTo(total, 9);
        expect(powerOf(plant, head, even)).toBeGreaterThanOrEqual(before - 1e-9);
      },
    ),
  );
});
