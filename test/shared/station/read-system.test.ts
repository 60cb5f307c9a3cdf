import { describe, expect, test } from 'vitest';
import type { Fault } from '#shared/station/fault.ts';
import { readSystem } from '#shared/station/read-forms.ts';
import { ABSENT, changedSystem, shortened, twin } from './broken.ts';
import { systemBreakages } from './system-breakages.ts';

function faultsOf(json: unknown): readonly Fault[] {
  const read = readSystem(json);
  return read.ok ? [] : read.faults;
}

describe.each(systemBreakages)('a system with $what', ({ change, path, cure }) => {
  test('is refused at its place, with the cure', () => {
    const faults = faultsOf(changedSystem(change));
    const found = faults.filter((fault) => fault.path === path);
    expect(found.map((fault) => fault.right).join()).toContain(cure);
  });
});

test('all faults are told at once, of form and of sense', () => {
  const faults = faultsOf(
    changedSystem({
      timeZone: 'Nowhere',
      'stations[0].reservoir.storage': 'curve',
      'stations[0].units[0].mwMax': '45',
      'stations[0].units[1].hill.efficiency': shortened,
      'stations[0].units[2].id': 'u1',
      'stations[0].units[3].flowrange': [[88, 6, 27]],
      'stations[0].units[3].flowRange': ABSENT,
    }),
  );
  expect(new Set(faults.map((fault) => fault.path))).toEqual(
    new Set([
      'timeZone',
      'stations[0].reservoir.storage',
      'stations[0].units[0].mwMax',
      'stations[0].units[1].hill.efficiency',
      'stations[0].units[2].id',
      'stations[0].units[3].flowrange',
      'stations[0].units[3].flowRange',
    ]),
  );
});

test('a file of another kind is one fault, not one for each of its keys', () => {
  expect(faultsOf({ format: 'forebay-day/1', steps: 96 })).toEqual([
    {
      path: 'format',
      wrong: 'is the text "forebay-day/1": this is a day file',
      right: '"forebay-system/1" is needed',
    },
  ]);
});

test.each([[null], [[]], ['forebay-system/1'], [7]])('%j is no system', (json) => {
  expect(faultsOf(json)).toEqual([
    {
      path: '',
      wrong: expect.stringContaining('is ') as string,
      right: 'an object of the form "forebay-system/1" is needed',
    },
  ]);
});

test('limits may be null or left out where the form says so', () => {
  const system = changedSystem({
    'stations[0].exportLimitMw': ABSENT,
    'stations[0].rampMwPerStep': ABSENT,
    'stations[0].reserveMw': ABSENT,
    'stations[0].reservoir.outflowMaxM3s': null,
    'stations[0].reservoir.levelRampMPerHour': { up: null },
    'stations[0].reservoir.outflowRampM3sPerStep': ABSENT,
    'stations[0].reservoir.deadLevelM': ABSENT,
    'stations[0].reservoir.normalLevelM': ABSENT,
    'stations[0].units[0].startsPerDay': null,
    'stations[0].units[0].forbidden': ABSENT,
  });
  expect(faultsOf(system)).toEqual([]);
});

test('curves may have one point where one is enough', () => {
  const system = changedSystem({
    'stations[0].units[0].hill': {
      headsM: [88],
      flowsM3s: [20, 48],
      efficiency: [[0.87, 0.94]],
    },
    'stations[0].units[0].generator': [[45, 0.98]],
    'stations[0].units[0].flowRange': [[88, 13, 60]],
    'stations[0].tailwater': [[0, 358]],
    'stations[0].reservoir.spillway': { mode: 'free', capacity: [[450, 0]] },
  });
  expect(faultsOf(system)).toEqual([]);
});

test('a cascade with backwater reads', () => {
  const system = changedSystem({
    'stations[1]': twin(),
    'stations[0].downstream': { station: 's2', travelMinutes: 90, backwater: true },
  });
  expect(faultsOf(system)).toEqual([]);
});
