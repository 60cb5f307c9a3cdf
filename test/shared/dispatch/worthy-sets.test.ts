import { expect, test } from 'vitest';
import { problemOf } from '#shared/dispatch/problem.ts';
import { runningSets, unitClasses } from '#shared/dispatch/running-sets.ts';
import type { StationTask } from '#shared/dispatch/station-task.ts';
import { worthySets } from '#shared/dispatch/worthy-sets.ts';
import { dayOf, flat, stationJson, systemOf, unitJson } from './small-cases.ts';

const STEPS = 8;
const NAMES = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];

/** Six units of one size, each two hundredths less efficient than the one before; water at a price. */
function taskAt(waterValuePerMm3: number): StationTask {
  const units = NAMES.map((id, i) =>
    unitJson(id, {
      hill: {
        headsM: [50, 110],
        flowsM3s: [10, 30, 50, 70],
        efficiency: [
          [0.78, 0.88, 0.92, 0.88],
          [0.76, 0.89, 0.94, 0.9],
        ].map((row) => row.map((share) => share * (1 - 0.02 * i))),
      },
    }),
  );
  const day = dayOf(
    STEPS,
    { s1: { levelM: 212, units: {}, inflowM3s: flat(200, STEPS), end: { waterValuePerMm3 } } },
    { pricePerMwh: flat(400, STEPS) },
  );
  const problem = problemOf(systemOf([stationJson('s1', units)]), day);
  const station = problem.stations[0]!;
  return {
    problem,
    station,
    inflowM3s: station.inflowM3s,
    levelBelowM: new Float64Array(STEPS).fill(-Infinity),
    exportMw: null,
  };
}

test('of more sets than a search can try those are kept that run the units which earn most', () => {
  // 1 Mm³ makes about 9.81 · 80 / 3.6 · 0.9 = 196 MWh: at 400 a MWh worth some 78,000.
  const task = taskAt(78_000);
  const classes = unitClasses(task.station.plant);
  const all = runningSets(classes);
  expect(all).toHaveLength(2 ** NAMES.length);
  const kept = worthySets(task, classes, all, null);
  expect(kept.length).toBeLessThan(all.length);
  const keys = kept.map(({ units }) => units.join(''));
  // Whatever water is worth, the more efficient unit earns before the less efficient one.
  expect(keys).toEqual(expect.arrayContaining(['', '0', '01', '012', '0123', '01234', '012345']));
});

test('where there are few sets, all of them are kept', () => {
  const task = taskAt(78_000);
  const classes = unitClasses(task.station.plant);
  const few = runningSets(classes).slice(0, 12);
  expect(worthySets(task, classes, few, null)).toBe(few);
});
