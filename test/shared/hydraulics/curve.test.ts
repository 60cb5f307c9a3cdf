import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveAt, curveOf, curveSlopeAt, inverseOf } from '#shared/hydraulics/curve.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { plainStation } from '../../fixtures/plain-system.ts';
import { real, risingCurve, risingPoints } from './arbitraries.ts';

describe('a curve', () => {
  const curve = curveOf([
    [0, 10],
    [4, 12],
    [6, 20],
  ]);

  test('is linear between its points', () => {
    // Half way from 10 to 12; a quarter of the way from 12 to 20.
    expect(curveAt(curve, 2)).toBe(11);
    expect(curveAt(curve, 4.5)).toBe(14);
    expect(curveSlopeAt(curve, 2)).toBe(0.5);
    expect(curveSlopeAt(curve, 4)).toBe(4);
  });

  test('holds its end values outside its ends, with no slope', () => {
    expect([curveAt(curve, -1), curveAt(curve, 7)]).toEqual([10, 20]);
    expect([curveSlopeAt(curve, -1), curveSlopeAt(curve, 7)]).toEqual([0, 0]);
  });

  test('of one point is that point everywhere', () => {
    const point = curveOf([[3, 8]]);
    expect([curveAt(point, 0), curveAt(point, 3), curveAt(point, 9)]).toEqual([8, 8, 8]);
  });

  test('passes through each of its points', () => {
    fc.assert(
      fc.property(risingPoints, (points) => {
        const through = curveOf(points);
        for (const [x, y] of points) expect(curveAt(through, x)).toBe(y);
      }),
    );
  });

  test('that rises in both is undone by its inverse', () => {
    fc.assert(
      fc.property(risingCurve, real(0, 1), (rising, share) => {
        const last = rising.x.length - 1;
        const x = rising.x[0]! + share * (rising.x[last]! - rising.x[0]!);
        expect(curveAt(inverseOf(rising), curveAt(rising, x))).toBeCloseTo(x, 9);
      }),
    );
  });
});

test('a level and its storage give each other back, within the storage curve', () => {
  fc.assert(
    fc.property(risingPoints, real(0, 1), (storage, share) => {
      const plant = plantOf({
        ...plainStation,
        reservoir: { ...plainStation.reservoir, storage },
      });
      const low = storage[0]![0];
      const level = low + share * (storage.at(-1)![0] - low);
      expect(levelM(plant, volumeMm3(plant, level))).toBeCloseTo(level, 9);
    }),
  );
});
