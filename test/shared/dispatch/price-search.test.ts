import { expect, test } from 'vitest';
import { keepsTimes } from '#shared/dispatch/commitment.ts';
import { priceCourses } from '#shared/dispatch/price-search.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import { StationModel } from '#shared/dispatch/station-model.ts';
import { daySchema } from '#shared/station/day-schema.ts';
import { systemSchema } from '#shared/station/system-schema.ts';

// One reservoir, flat: 1 Mm³ a metre from 100 m on, heads about 100 m whatever happens in a day, and two
// alike units of 20 … 50 m³/s at an efficiency of 0.9 everywhere: 50 m³/s make about 44 MW.
const UNIT = {
  conduit: 'c',
  lossS2PerM5: 0,
  hill: {
    headsM: [50, 200],
    flowsM3s: [10, 60],
    efficiency: [
      [0.9, 0.9],
      [0.9, 0.9],
    ],
  },
  flowRange: [
    [50, 20, 50],
    [200, 20, 50],
  ],
  generator: [
    [0, 1],
    [100, 1],
  ],
  mwMin: 0,
  mwMax: 80,
  forbidden: [],
  startWaterM3: 0,
  minUpMinutes: 0,
  minDownMinutes: 0,
  startsPerDay: null,
  auxiliaryMw: 0,
};

function modelOf(
  { pricePerMwh, endLevelM }: { pricePerMwh: number[]; endLevelM: number },
  changes: {
    startCost?: number;
    minUpMinutes?: number;
    levelMaxM?: number;
    /** Of unit a; unit b is ordered to rest meanwhile. */
    orderedM3s?: number[];
  } = {},
): StationModel {
  const { startCost = 0, minUpMinutes = 0, levelMaxM = 200, orderedM3s = [] } = changes;
  const system = systemSchema.parse({
    format: 'forebay-system/1',
    name: { zh: '例', en: 'Example' },
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    stations: [
      {
        id: 's',
        name: { zh: '例', en: 'Example' },
        reservoir: {
          storage: [
            [100, 1000],
            [300, 1200],
          ],
          levelMinM: 110,
          levelMaxM,
          deadLevelM: 110,
          normalLevelM: 190,
          spillway: {
            mode: 'gated',
            capacity: [
              [100, 0],
              [300, 1000],
            ],
          },
          outflowMinM3s: 0,
          outflowMaxM3s: null,
          levelRampMPerHour: { up: null, down: null },
          outflowRampM3sPerStep: { up: null, down: null },
        },
        tailwater: [[0, 50]],
        conduits: [{ id: 'c', lossS2PerM5: 0 }],
        units: ['a', 'b'].map((id) => ({ ...UNIT, id, startCost, minUpMinutes })),
        service: { fixedMw: 0 },
        exportLimitMw: null,
        rampMwPerStep: null,
        reserveMw: 0,
      },
    ],
  });
  const day = daySchema.parse({
    format: 'forebay-day/1',
    start: '2026-06-01T00:00:00+08:00',
    stepMinutes: 60,
    steps: pricePerMwh.length,
    pricePerMwh,
    stations: {
      s: {
        levelM: 150,
        units: { a: { on: false, forMinutes: 600 }, b: { on: false, forMinutes: 600 } },
        inflowM3s: pricePerMwh.map(() => 0),
        end: { levelM: endLevelM },
      },
    },
    fixed: {
      steps: orderedM3s.length,
      stations: {
        s: { units: { a: { flowM3s: orderedM3s }, b: { flowM3s: orderedM3s.map(() => 0) } } },
      },
    },
  });
  const problem = problemOf(system, day);
  const station = problem.stations[0]!;
  return new StationModel({
    problem,
    station,
    inflowM3s: station.inflowM3s,
    levelBelowM: new Float64Array(problem.steps).fill(-Infinity),
    exportMw: null,
  });
}

test('the water of the day goes into its dearest steps', () => {
  // 0.72 Mm³ are 200 m³/s of an hour: both units at 50 m³/s in the two dearest hours.
  const [course] = priceCourses(modelOf({ pricePerMwh: [100, 300, 200, 400], endLevelM: 149.28 }));
  const running = course!.running.map((units) => units.reduce((sum, on) => sum + on, 0));
  expect(running).toEqual([0, 2, 0, 2]);
  expect(course!.turbineFlowM3s[1]).toBeCloseTo(100, 0);
  expect(course!.volumeMm3[4]).toBeCloseTo(1050 - 0.72, 2);
});

test('where the water lies between two ways to run, both are told', () => {
  // As above, but each start of a unit costs 20 000. A unit earns 17 600 + 8 800 in the last two hours and 13 200
  // in the one before: it starts once and runs through from the second hour on (150 m³/s·h of water), or, with
  // water any dearer, not at all. 100 m³/s·h a unit lie between.
  const prices = { pricePerMwh: [100, 300, 200, 400], endLevelM: 149.28 };
  const courses = priceCourses(modelOf(prices, { startCost: 20_000 }));
  const running = courses.map((course) =>
    course.running.map((units) => units.reduce((sum, on) => sum + on, 0)),
  );
  expect(running).toEqual([
    [0, 0, 0, 0],
    [0, 2, 2, 2],
  ]);
});

test('a storage limit that binds within the day parts it into stretches with a price each', () => {
  // The reservoir starts full: the 100 m³/s of the first hour cannot wait for a better price, and the
  // 0.72 Mm³ down to the end level go into the two dearest hours all the same.
  const model = modelOf(
    { pricePerMwh: [100, 300, 200, 400], endLevelM: 149.28 },
    { levelMaxM: 150 },
  );
  model.task.inflowM3s[0] = 100;
  const [course] = priceCourses(model);
  expect(course!.turbineFlowM3s[0]).toBeCloseTo(100, 0);
  expect(course!.turbineFlowM3s[3]).toBeCloseTo(100, 0);
});

test('nothing is known of times that units have to keep: whether they are kept is asked of the course', () => {
  const prices = { pricePerMwh: [100, 300, 200, 400], endLevelM: 149.28 };
  const [timed, plain] = [modelOf(prices, { minUpMinutes: 120 }), modelOf(prices)];
  // The second hour, a rest, and the fourth: runs of an hour each.
  const [course] = priceCourses(timed);
  expect(course!.running).toEqual(priceCourses(plain)[0]!.running);
  const keeps = ({ task }: StationModel): boolean =>
    keepsTimes(task.problem, task.station, course!.running);
  expect(keeps(plain)).toBe(true);
  expect(keeps(timed)).toBe(false);
});

test('a day that begins with orders is searched from where they end', () => {
  // Unit a is ordered to 50 m³/s for two hours. Of the day's 203 m³/s·h 103 are left: the dearest hour takes
  // what goes through both, and for the rest no unit is started.
  const model = modelOf(
    { pricePerMwh: [100, 300, 200, 400], endLevelM: 149.27 },
    { orderedM3s: [50, 50] },
  );
  const [course] = priceCourses(model);
  const flows = [...course!.turbineFlowM3s].map((flow) => Math.round(flow));
  expect(flows).toEqual([50, 50, 0, 100]);
  expect(course!.running.map((units) => [...units])).toEqual([
    [1, 0],
    [1, 0],
    [0, 0],
    [1, 1],
  ]);
});
