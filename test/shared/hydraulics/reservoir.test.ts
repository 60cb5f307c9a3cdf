import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plantOf } from '#shared/hydraulics/plant.ts';
import {
  freeSpillM3s,
  levelM,
  spillCapacityM3s,
  volumeAfterMm3,
} from '#shared/hydraulics/reservoir.ts';
import { plainStation } from '../../fixtures/plain-system.ts';
import { real, rising } from './arbitraries.ts';

test('a free overflow spills exactly the capacity at the mean level that it leaves', () => {
  const capacities = rising(real(90, 130), [0.5, 5], [3, 3]).map(([a, b, c]) => {
    return [
      [a!, 0],
      [b!, 500],
      [c!, 4000],
    ] satisfies [number, number][];
  });
  fc.assert(
    fc.property(
      capacities,
      real(100, 120),
      real(0, 3000),
      real(0, 500),
      fc.constantFrom(300, 900, 3600),
      (capacity, level, inflow, release, seconds) => {
        const plant = plantOf({
          ...plainStation,
          reservoir: { ...plainStation.reservoir, spillway: { mode: 'free', capacity } },
        });
        const volume = 100 + (level - 100) * 10;
        const spill = freeSpillM3s(plant, volume, inflow, release, seconds);
        const after = volumeAfterMm3(volume, inflow, release + spill, seconds);
        const mean = (levelM(plant, volume) + levelM(plant, after)) / 2;
        expect(spill).toBeCloseTo(spillCapacityM3s(plant, mean), 8);
        expect(spill).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('a free overflow spills less than its crest would let go at the level before it', () => {
  // Crest 104 m, 100 m³/s per metre above. From 106 m, nothing flowing in, an hour:
  // s = 100 · (z̄ − 104), z̄ = 106 − s · 3600 / 10⁶ / 10 / 2 = 106 − 0.00018 s
  // s (1 + 0.018) = 200, s = 196.4637.
  const plant = plantOf({
    ...plainStation,
    reservoir: {
      ...plainStation.reservoir,
      spillway: { ...plainStation.reservoir.spillway, mode: 'free' },
    },
  });
  expect(freeSpillM3s(plant, 160, 0, 0, 3600)).toBeCloseTo(200 / 1.018, 8);
});

test('below its crest a free overflow spills nothing', () => {
  const plant = plantOf({
    ...plainStation,
    reservoir: {
      ...plainStation.reservoir,
      spillway: { ...plainStation.reservoir.spillway, mode: 'free' },
    },
  });
  expect(freeSpillM3s(plant, 130, 100, 100, 900)).toBe(0);
});

test('what flows in and not out is stored', () => {
  fc.assert(
    fc.property(real(0, 1e4), real(0, 1e4), real(60, 86_400), (inflow, outflow, seconds) => {
      const gain = volumeAfterMm3(500, inflow, outflow, seconds) - 500;
      expect(gain).toBeCloseTo(((inflow - outflow) * seconds) / 1e6, 9);
    }),
  );
});
