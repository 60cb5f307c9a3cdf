import { expect, test } from 'vitest';
import { keptLoading } from '#shared/dispatch/kept-loading.ts';
import { keptPlant } from '#shared/dispatch/kept-plant.ts';
import { KeptTables } from '#shared/dispatch/kept-tables.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { LoadingTable } from '#shared/dispatch/loading-table.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const stationWith = (over: Record<string, unknown>): Station =>
  systemOf([stationJson('s1', [unitJson('u1', over)])]).stations[0]!;

test('a station described alike has the same plant, and one with another machine another', () => {
  const plant = keptPlant(stationWith({}));
  expect(keptPlant(stationWith({}))).toBe(plant);
  expect(keptPlant(stationWith({ mwMax: 44 }))).not.toBe(plant);
  expect(keptPlant(stationWith({ mwMax: 44 })).units[0]!.mwMax).toBe(44);
});

test('of many stations those asked for longest ago are left', () => {
  const first = keptPlant(stationWith({ startCost: 1 }));
  for (let cost = 2; cost <= 9; cost++) keptPlant(stationWith({ startCost: cost }));
  expect(keptPlant(stationWith({ startCost: 1 }))).not.toBe(first);
});

test('tables are reckoned once, until they hold too many numbers or are too many', () => {
  const tables = new KeptTables<{ readonly name: string; readonly numbers: number }>();
  const plant = keptPlant(stationWith({}));
  let reckoned = 0;
  const ask = (name: string, numbers: number): void => {
    tables.get(plant, name, () => {
      reckoned++;
      return { name, numbers };
    });
  };
  ask('a', 1_000_000);
  ask('b', 900_000);
  ask('a', 0);
  expect(reckoned).toBe(2);
  // With c there would be 3 000 000 of 2 000 000: b, then a, were asked for longest ago; b alone is not enough.
  ask('c', 1_100_000);
  ask('a', 1_000_000);
  expect(reckoned).toBe(4);
});

test('rows of a kept loading table span the heads asked for and make what a table of their own makes', () => {
  const plant = keptPlant(stationWith({}));
  const sets = [{ counts: [1], units: [0] }];
  const kept = keptLoading(plant, sets, [71.3, 76.9], 8);
  expect(kept.headsM[0]!).toBeLessThanOrEqual(71.3);
  expect(kept.headsM.at(-1)!).toBeGreaterThanOrEqual(76.9);
  expect(keptLoading(plant, sets, [71.31, 76.91], 8)).toBe(kept);
  const own = new LoadingTable(plant, sets, kept.headsM);
  for (const flow of [20, 33, 48]) expect(kept.powerMw(0, flow, 74)).toBe(own.powerMw(0, flow, 74));
});

test('a day planned after others of its station is planned as it was before them', () => {
  const system = systemOf([stationJson('s1', [unitJson('u1'), unitJson('u2')])]);
  const options = { budgetMs: 60_000, gap: 0.001, clock: () => 0 };
  const inflowM3s = flat(50, 24);
  const plan = (levelM: number): Plan =>
    planDay(system, dayOf(24, { s1: { levelM, inflowM3s } }), options);
  const first = plan(210);
  for (const levelM of [206, 212.5, 215]) plan(levelM);
  const again = plan(210);
  expect(again.stations).toEqual(first.stations);
  expect(again.bound).toBe(first.bound);
});
