import { describe, expect, test } from 'vitest';
import type { PolishedCourse } from '#shared/dispatch/polish-course.ts';
import { shiftStarts } from '#shared/dispatch/shift-starts.ts';
import type { StationModel } from '#shared/dispatch/station-model.ts';
import { modelOf } from './flat-reservoir.ts';

/** A course of these many units in each hour that share its water evenly, at one price of water, money per Mm³. */
function courseOf(
  model: StationModel,
  counts: readonly number[],
  flows: readonly number[],
  perMm3: number,
): PolishedCourse {
  const volumeMm3 = new Float64Array(counts.length + 1).fill(1050);
  flows.forEach((flow, t) => (volumeMm3[t + 1] = volumeMm3[t]! - flow * model.perFlow));
  return {
    running: counts.map((count) => Uint8Array.of(count > 0 ? 1 : 0, count > 1 ? 1 : 0)),
    turbineFlowM3s: Float64Array.from(flows),
    volumeMm3,
    worth: 0,
    perMm3: new Float64Array(counts.length).fill(perMm3),
  };
}
const countsOf = ({ running }: { readonly running: readonly Uint8Array[] }): number[] =>
  running.map((units) => units.reduce((sum, on) => sum + on, 0));

describe('starts and stops of a course', () => {
  test('are moved to where the hours are dearer', () => {
    // Both units run the second and third hour, 100 m³/s each, and the fourth is dearer than the second. Water is
    // worth 250 a MWh here: 0.88 MW a m³/s and 3600 m³ an hour make 244 MWh of a Mm³, 61 000 money.
    const model = modelOf({ pricePerMwh: [100, 200, 300, 400], endLevelM: 149.28 });
    const course = courseOf(model, [0, 2, 2, 0], [0, 100, 100, 0], 61_000);
    expect(countsOf(shiftStarts(model, course)!)).toEqual([0, 0, 2, 2]);
  });
});

describe('a start in an hour that makes room', () => {
  // Both units run the first and the third hour, 100 m³/s: 0.36 m each. Below 149.64 m the day may do as it likes.
  const made = (levelMaxM: number): number[] => {
    const prices = { pricePerMwh: [100, 200, 300, 400], endLevelM: 149.28 };
    const model = modelOf(prices, { levelMaxM, startCost: 5000 });
    return countsOf(
      shiftStarts(model, courseOf(model, [2, 0, 2, 0], [100, 0, 100, 0], 61_000), true)!,
    );
  };

  test('is moved like any other where there is room', () => {
    expect(made(200)).toEqual([0, 0, 2, 2]);
  });

  test('stays where the reservoir would be too full without it; what comes after the brim is moved alone', () => {
    // The 0.36 Mm³ after it make 88 MWh: half in each of two hours by one unit, 44 · 300 + 44 · 400 − 5000 = 25 800,
    // is more than all of it in the dearest by two, 88 · 400 − 2 · 5000 = 25 200.
    expect(made(149.64)).toEqual([2, 0, 1, 1]);
  });
});

describe('a set that runs from the first hour to the last', () => {
  // Two units share 50 m³/s that one of them could take as well: efficiency is the same at any flow.
  const model = modelOf(
    { pricePerMwh: [300, 300, 300, 300], endLevelM: 149.28 },
    { startCost: 5000 },
  );
  const course = courseOf(model, [2, 2, 2, 2], [50, 50, 50, 50], 73_000);

  test('has no change that could be moved', () => {
    expect(shiftStarts(model, course)).toBeNull();
  });

  test('is exchanged for another where that is asked for: the second start is saved', () => {
    expect(countsOf(shiftStarts(model, course, true)!)).toEqual([1, 1, 1, 1]);
  });
});
