import { describe, expect, test } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { Fault } from '#shared/station/fault.ts';
import { findDayFaults, readDay, readSystem } from '#shared/station/read-forms.ts';
import { casesAbsent, readCaseFiles, stationDayCases } from '../../fixtures/cases.ts';
import { changedDay, shortened } from './broken.ts';
import { dayBreakages } from './day-breakages.ts';

function faultsOf(json: unknown): readonly Fault[] {
  const read = readDay(json, exampleSystem);
  return read.ok ? [] : read.faults;
}

describe.each(dayBreakages)('a day with $what', ({ change, path, cure }) => {
  test('is refused at its place, with the cure', () => {
    const faults = faultsOf(changedDay(change));
    const found = faults.filter((fault) => fault.path === path);
    expect(found.map((fault) => fault.right).join()).toContain(cure);
  });
});

test('a series of nothing but texts is told by its first ten and a count', () => {
  const faults = faultsOf(changedDay({ pricePerMwh: Array(96).fill('x') }));
  expect(faults).toHaveLength(10);
  expect(faults[9]?.wrong).toContain('and 86 more');
});

test('a day is judged by itself where its system cannot be read', () => {
  const faults = findDayFaults(
    changedDay({
      'stations.s1.inflowM3s': shortened,
      'stations.elsewhere': { levelM: 1, inflowM3s: [] },
    }),
  );
  expect(faults.map((fault) => fault.path)).toEqual([
    'stations.s1.inflowM3s',
    'stations.elsewhere.inflowM3s',
  ]);
});

test.each([
  ['92 steps, on a day with a lost hour', 92, 15],
  ['100 steps, on a day with an hour twice', 100, 15],
  ['288 steps of 5 minutes', 288, 5],
  ['24 steps of an hour', 24, 60],
  ['one step', 1, 15],
])('a day may have %s', (_, steps, stepMinutes) => {
  const day = changedDay({
    steps,
    stepMinutes,
    pricePerMwh: Array(steps).fill(300),
    'stations.s1.inflowM3s': Array(steps).fill(80),
  });
  expect(faultsOf(day)).toEqual([]);
});

test('what is optional may be absent', () => {
  const day = changedDay({
    'stations.s1': { levelM: 446.5, inflowM3s: Array(96).fill(80) },
  });
  expect(faultsOf(day)).toEqual([]);
});

test('a start level outside the operating limits is no fault of the file', () => {
  // 452 m is above levelMaxM 450 m: a flood may begin like that, and the plan says what it relaxes.
  expect(faultsOf(changedDay({ 'stations.s1.levelM': 452 }))).toEqual([]);
});

describe.skipIf(casesAbsent)('the cases beside the project', () => {
  test.each(stationDayCases())('$day reads without a fault', (paths) => {
    const json = readCaseFiles(paths);
    const system = readSystem(json.system);
    expect(system.ok && readDay(json.day, system.value)).toMatchObject({ ok: true });
  });
});
