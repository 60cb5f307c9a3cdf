import fc from 'fast-check';
import { expect, test } from 'vitest';
import { electricRoots } from '#shared/energy/consumer-tree.ts';
import { feederDraws } from '#server/sources/simulator/feeder-model.ts';
import {
  advance,
  plantAtRest,
  type PlantModel,
  type PlantOrder,
  type PlantState,
} from '#server/sources/simulator/plant-model.ts';
import { START_SECONDS } from '#server/sources/simulator/unit-model.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';

const model: PlantModel = {
  plant: plantOf(exampleSystem.stations[0]!),
  feeders: exampleSite.feeders,
};
const AROUND = { inflowM3s: 50, airC: 20, hour: 12 };
const atRest = (levelM = 445): PlantState => plantAtRest(model, 0, levelM);
const order = (flows: readonly number[], spillM3s = 0): PlantOrder => ({
  units: flows.map((flowM3s) => ({ flowM3s, wantedSoon: false })),
  spillM3s,
});

function run(state: PlantState, told: PlantOrder, seconds: number, stepS = 5): PlantState {
  let now = state;
  for (let t = 0; t < seconds; t += stepS) now = advance(model, now, told, AROUND, stepS);
  return now;
}

test('no water appears or vanishes, whatever is ordered', () => {
  const step = fc.record({
    flows: fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 4, maxLength: 4 }),
    spillM3s: fc.double({ min: 0, max: 300, noNaN: true }),
    inflowM3s: fc.double({ min: 0, max: 800, noNaN: true }),
    seconds: fc.constantFrom(1, 5, 60),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      let state = atRest();
      let volumeMm3 = state.volumeMm3;
      for (const { flows, spillM3s, inflowM3s, seconds } of steps) {
        state = advance(model, state, order(flows, spillM3s), { ...AROUND, inflowM3s }, seconds);
        volumeMm3 += ((state.last.inflowM3s - state.last.outflowM3s) * seconds) / 1e6;
      }
      expect(Math.abs(state.volumeMm3 - volumeMm3)).toBeLessThan(1e-6);
    }),
  );
});

test('a start takes its time, counts once and gives its start water', () => {
  const told = order([40, 0, 0, 0]);
  const starting = run(atRest(), told, START_SECONDS);
  expect(starting.units[0]).toMatchObject({ phase: 'starting', starts: 1, flowM3s: 0 });
  // u1 of the example takes 900 m³ for a start; over 180 s that is 5 m³/s of outflow.
  expect(starting.last.outflowM3s).toBeCloseTo(5, 6);
  const running = run(starting, told, 200);
  expect(running.units[0]).toMatchObject({ phase: 'running', starts: 1, flowM3s: 40 });
});

test('a unit that is wanted soon is synchronised when its step begins', () => {
  const soon: PlantOrder = {
    units: [0, 1, 2, 3].map((u) => ({ flowM3s: 0, wantedSoon: u === 0 })),
    spillM3s: 0,
  };
  const ready = run(atRest(), soon, START_SECONDS + 10);
  expect(ready.units[0]).toMatchObject({ phase: 'running', flowM3s: 0 });
});

test('an ordered flow is reached by the governor and held', () => {
  const held = run(atRest(), order([40, 0, 20, 0]), 900);
  expect(held.units.map((unit) => unit.flowM3s)).toEqual([40, 0, 20, 0]);
  // 40 m³/s under 445 − 359.3 m less losses, at about 0.9: 0.00981 · 40 · 85 · 0.9 ≈ 30 MW.
  expect(held.last.powerMw[0]).toBeGreaterThan(27);
  expect(held.last.powerMw[0]).toBeLessThan(33);
});

test('a unit at rest counts no hours, a running one counts them', () => {
  const hour = run(run(atRest(), order([40, 0, 0, 0]), 600), order([40, 0, 0, 0]), 3600);
  expect(hour.units[0]!.hours).toBeGreaterThanOrEqual(1);
  expect(hour.units[1]!.hours).toBe(0);
});

test('the gates hold the flood limit without a plan', () => {
  let state = atRest(449.8);
  const flood = { ...AROUND, inflowM3s: 600 };
  for (let t = 0; t < 48 * 60; t++) state = advance(model, state, order([0, 0, 0, 0]), flood, 60);
  // Surplus 600 m³/s would lift the reservoir by 3.6 m a day; the limit of 450 m is held within a hand.
  expect(state.last.levelM).toBeLessThan(450.1);
  expect(state.last.spillM3s).toBeGreaterThan(500);
});

test('the units are tripped before the reservoir runs empty', () => {
  const low = run(atRest(437.6), order([40, 40, 20, 20]), 1200);
  expect(low.units.every((unit) => unit.phase === 'stopped')).toBe(true);
});

test('export is generation less what the meters count', () => {
  const before = run(atRest(), order([40, 0, 0, 0]), 1800);
  const after = run(before, order([40, 0, 0, 0]), 3600);
  const total = (state: PlantState): number =>
    electricRoots(exampleSite.feeders).reduce((sum, id) => sum + state.feeders.kwh[id]!, 0);
  const meteredMwh = (total(after) - total(before)) / 1000;
  // One hour at a consumption that the last step shows, but for the cycling of pump and oil.
  expect(meteredMwh).toBeGreaterThan(0.1);
  expect(meteredMwh).toBeLessThan(0.75);
  expect(after.last.consumptionMw).toBeGreaterThan(0);
});

test('what drives a feeder drives its power', () => {
  const feeders = atRest().feeders;
  const feederKw = (id: string, ...of: [typeof drivers, typeof feeders]): number =>
    feederDraws(exampleSite.feeders, ...of).get(id)!;
  const drivers = {
    scaleKw: 700,
    runningShare: 0.5,
    loadShare: 0.4,
    starts: 0,
    airC: 20,
    hour: 12,
    gatesMove: false,
    seepage: 0.3,
    seconds: 60,
  };
  const warmer = { ...drivers, airC: 32 };
  const night = { ...drivers, hour: 23 };
  expect(feederKw('cooling', warmer, feeders)).toBeGreaterThan(
    feederKw('cooling', drivers, feeders),
  );
  expect(feederKw('ventilation', warmer, feeders)).toBeGreaterThan(
    feederKw('ventilation', drivers, feeders),
  );
  expect(feederKw('lighting', night, feeders)).toBeGreaterThan(
    feederKw('lighting', drivers, feeders),
  );
  expect(feederKw('gates', { ...drivers, gatesMove: true }, feeders)).toBeGreaterThan(
    feederKw('gates', drivers, feeders),
  );
  expect(feederKw('drainage', drivers, { ...feeders, pumping: true })).toBeGreaterThan(
    feederKw('drainage', drivers, feeders),
  );
});
