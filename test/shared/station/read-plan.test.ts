import { expect, test } from 'vitest';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import {
  findPlanFaults,
  findScheduleFaults,
  readPlan,
  readSchedule,
} from '#shared/station/read-forms.ts';
import { simulatedPlan } from '../../fixtures/simulated-plan.ts';
import { changedDay, changedSystem } from './broken.ts';

const still: readonly number[] = new Array<number>(exampleDay.steps).fill(0);
const flows = { u1: still, u2: still.map(() => 40), u3: still, u4: still };
const schedule = {
  format: 'forebay-plan/1',
  stations: {
    s1: {
      spillM3s: still,
      units: Object.fromEntries(
        Object.entries(flows).map(([unit, flowM3s]) => [unit, { flowM3s }]),
      ),
    },
  },
};
const plan = simulatedPlan(exampleSystem, exampleDay, schedule);

const said = (read: ReturnType<typeof readPlan | typeof readSchedule>): string[] =>
  read.ok ? [] : read.faults.map(({ path, right }) => `${path}: ${right}`);

test('a plan as it is written reads as a plan and as a schedule', () => {
  const json: unknown = JSON.parse(JSON.stringify(plan));
  expect(readPlan(json, exampleSystem, exampleDay)).toEqual({ ok: true, value: plan });
  expect(said(readSchedule(json, exampleSystem, exampleDay))).toEqual([]);
});

test('a schedule needs nothing but flows and spill', () => {
  expect(said(readSchedule(schedule, exampleSystem, exampleDay))).toEqual([]);
});

test('what a schedule says of what can be recomputed does not matter', () => {
  const stations = { s1: { ...schedule.stations.s1, levelM: 'whatever', exportMw: [1] } };
  expect(
    said(readSchedule({ ...schedule, stations, value: null }, exampleSystem, exampleDay)),
  ).toEqual([]);
});

test('a plan of another day or station is refused', () => {
  const { s1 } = plan.stations;
  const stations = { s1: { ...s1!, spillM3s: still.slice(1), units: { u9: s1!.units['u1']! } } };
  expect(said(readPlan({ ...plan, stations }, exampleSystem, exampleDay))).toEqual([
    'stations.s1.spillM3s: 96 values are needed, one per step of the day',
    'stations.s1.units.u9: did you mean "u1"?',
    ...['u1', 'u2', 'u3', 'u4'].map(
      (unit) => `stations.s1.units.${unit}: the unit's flow in m³/s in each of 96 steps is needed`,
    ),
  ]);
});

const example = { system: exampleSystem, day: exampleDay };

test('of flows at fault those are told, and not that what follows from them is missing', () => {
  const stations = { s1: { ...schedule.stations.s1, spillM3s: [...still.slice(1), -1] } };
  const paths = findPlanFaults({ ...schedule, stations, status: 'good' }, example).map(
    ({ path }) => path,
  );
  expect(paths).toEqual(['stations.s1.spillM3s[95]', 'status']);
});

test('a plan is judged by what of its system and day is sound', () => {
  const { s1 } = schedule.stations;
  const units = { ...s1.units, u1: { flowM3s: [1] }, u9: { flowM3s: still } };
  const json = { ...schedule, stations: { s1: { ...s1, units }, s7: s1 } };
  const told = (system: unknown, day: unknown): string[] =>
    findScheduleFaults(json, { system, day }).map(({ path }) => path);
  const all = ['stations.s1.units.u1.flowM3s', 'stations.s7', 'stations.s1.units.u9'];
  expect(told(changedSystem({ timeZone: 1 }), changedDay({ start: 1 }))).toEqual(all);
  // Without steps the other series tell how many there are; without a system nobody is unknown.
  expect(told(undefined, changedDay({ steps: 'all' }))).toEqual(all.slice(0, 1));
  expect(told(undefined, undefined)).toEqual(all.slice(0, 1));
});
