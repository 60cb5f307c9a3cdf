import { expect, test } from 'vitest';
import { keepsTimes } from '#shared/dispatch/commitment.ts';
import { priceCourses } from '#shared/dispatch/price-search.ts';
import type { StationModel } from '#shared/dispatch/station-model.ts';
import { modelOf } from './flat-reservoir.ts';

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
