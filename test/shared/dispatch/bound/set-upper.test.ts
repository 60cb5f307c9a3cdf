import { expect, test } from 'vitest';
import { SetUpper } from '#shared/dispatch/bound/set-upper.ts';
import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { Unit } from '#shared/station/system-schema.ts';
import { plainUnit } from '../../../fixtures/plain-system.ts';
import { plantWith } from './machines.ts';

/** One efficiency of 0.9 · 0.97 whatever head and flow; no loss but that of its waterway. */
const evenUnit: Unit = {
  ...plainUnit,
  lossS2PerM5: 0,
  hill: { headsM: [50], flowsM3s: [50], efficiency: [[0.9]] },
  flowRange: [[50, 10, 100]],
  generator: [[10, 0.97]],
  mwMin: 0,
  mwMax: 1000,
};

/** Gross heads 60.00, 60.02 … 60.20 m. */
const headsM = Float64Array.from({ length: 11 }, (_, i) => 60 + 0.02 * i);

/** The most that all units of a plant make of a flow at 60.10 m, MW; −Infinity: none of it. */
function mostMw(plant: Plant, flow: number): number {
  const units = plant.units.map((_, u) => u);
  const curves = new SetUpper(plant, headsM, true).curves({ counts: [], units }, 5);
  return curves.reduce((most, { atLow: { flow: x, power: y } }) => {
    return flow < x[0]! || flow > x[x.length - 1]! ? most : Math.max(most, curveAt({ x, y }, flow));
  }, -Infinity);
}

/** ρ g H Q η / 10⁶ at 60.10 m less what the flow loses, MW. */
const madeMw = (flow: number, lossM: number): number =>
  0.00981 * (60.1 - lossM) * flow * 0.9 * 0.97;

test('what units on one waterway make at most knows the head that they lose together', () => {
  const conduit = { ...evenUnit, conduit: 'c1' };
  const plant = plantWith([conduit, conduit], 1e-4);
  // Together they lose 1e-4 · Q²: 0.36 m of 60 m³/s, 1.44 m of 120 m³/s, 4 m of 200 m³/s.
  for (const flow of [60, 120, 200]) {
    const made = madeMw(flow, 1e-4 * flow * flow);
    expect(mostMw(plant, flow)).toBeGreaterThanOrEqual(made);
    expect(mostMw(plant, flow)).toBeLessThan(made * 1.0005);
  }
});

test('a unit beside a shared waterway loses none of its head', () => {
  const conduit = { ...evenUnit, conduit: 'c1' };
  const plant = plantWith([conduit, conduit, evenUnit], 1e-3);
  // The best sharing of 110 m³/s: 100 by the unit of its own, 10 by the two (at least 10 each: 20).
  const made = madeMw(90, 0) + madeMw(20, 1e-3 * 20 * 20);
  expect(mostMw(plant, 110)).toBeGreaterThanOrEqual(made);
  expect(mostMw(plant, 110)).toBeLessThan(made * 1.0005);
});

test('zones of units on one waterway keep their bands apart', () => {
  const zoned: Unit = { ...evenUnit, conduit: 'c1', forbidden: [{ mw: [20, 40] }] };
  const plant = plantWith([zoned, zoned], 1e-5);
  const curves = new SetUpper(plant, headsM, true).curves({ counts: [], units: [0, 1] }, 5);
  // Both below, one below and one above, both above.
  expect(curves).toHaveLength(3);
  // Both at 40 MW: 0.00981 · 59.86 m · 0.873 = 0.5126 MW per m³/s, 156.0 m³/s and hardly less.
  expect(curves.at(-1)!.atLow.flow[0]).toBeLessThan(156.1);
  expect(curves.at(-1)!.atLow.flow[0]).toBeGreaterThan(155.8);
});

test('a unit alone that has to let a floor of outflow through makes no more of it than its chart has there', () => {
  // 0.5 of a small flow and 0.9 of a good one: what lies between the two is no way to run a unit alone, though
  // it is for the units of a day in turn. At 20 m³/s: 0.5 + 0.4 · (20 − 10) / 50 = 0.58.
  const steep: Unit = {
    ...evenUnit,
    hill: { headsM: [50], flowsM3s: [10, 60], efficiency: [[0.5, 0.9]] },
  };
  const plant = plantWith([steep], 0);
  const made = (flow: number, efficiency: number): number =>
    0.00981 * 60.1 * flow * efficiency * 0.97;
  const mostOf = (fromM3s: number): number => {
    const [curve] = new SetUpper(plant, headsM, true, fromM3s).curves(
      { counts: [], units: [0] },
      5,
    );
    const { flow: x, power: y } = curve!.atLow;
    return Math.max(x[0]!, fromM3s) > 20.001 ? -Infinity : curveAt({ x, y }, 20);
  };
  // Free: on the line from 10 m³/s at 0.5 to 60 at 0.9, or to where that is steepest.
  expect(mostOf(0)).toBeGreaterThan(made(20, 0.58) * 1.05);
  expect(mostOf(20)).toBeGreaterThanOrEqual(made(20, 0.58));
  expect(mostOf(20)).toBeLessThan(made(20, 0.58) * 1.002);
});
