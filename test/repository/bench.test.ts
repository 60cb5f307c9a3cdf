import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import { grownCase } from '../bench/growth/grown-case.ts';
import { growthExponent, median, slope } from '../bench/statistics.ts';
import { BadWords, numberFrom } from '../bench/words.ts';
import { ROOT, read } from './tracked-files.ts';

describe('the page of the benchmarks', () => {
  it('has a row for each of them and no other', () => {
    const benches = readdirSync(join(ROOT, 'test/bench'))
      .filter((file) => file.endsWith('.bench.ts'))
      .map((file) => file.replace('.bench.ts', ''));
    const [table = ''] = /^\| Bench .*\n(?:\|.*\n)+/m.exec(read('docs/benchmarks.md')) ?? [];
    const rows = [...table.matchAll(/^\| `([\w-]+)` /gm)].map((row) => row[1]!);
    expect(rows.sort()).toEqual(benches.sort());
  });
});

describe('the figures of a benchmark', () => {
  it('take the middle: of an even count the mean of the two there', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([40, 10, 20, 30])).toBe(25);
    expect(median([])).toBeNaN();
  });

  it('find the line and the power that points lie on', () => {
    // y = 3 x − 1, and y = 5 x²
    expect(slope([1, 2, 4].map((x) => [x, 3 * x - 1]))).toBeCloseTo(3, 12);
    expect(growthExponent([1, 2, 4].map((x) => [x, 5 * x ** 2]))).toBeCloseTo(2, 12);
  });

  it('refuse a word that is no number, or too small a one', () => {
    expect(numberFrom({ plans: '3' }, 'plans', 1)).toBe(3);
    for (const said of ['three', '', '0', 'Infinity']) {
      expect(() => numberFrom({ plans: said }, 'plans', 1)).toThrow(BadWords);
    }
  });
});

describe('the example station grown', () => {
  const [example] = exampleSystem.stations;
  const stationOf = (size: Parameters<typeof grownCase>[0]) => grownCase(size).system.stations[0]!;
  const largestFlow = (units: NonNullable<typeof example>['units']): number =>
    units.reduce((sum, unit) => sum + unit.flowRange.at(-1)![2], 0);

  it('is the example where nothing is asked', () => {
    expect(stationOf({})).toEqual(example);
  });

  it('has distinct units that take together what as many alike ones take', () => {
    const alike = stationOf({ units: { count: 5, alike: true } });
    const distinct = stationOf({ units: { count: 5, alike: false } });
    expect(new Set(alike.units.map(({ mwMax }) => mwMax)).size).toBe(1);
    expect(new Set(distinct.units.map(({ mwMax }) => mwMax)).size).toBe(5);
    expect(largestFlow(distinct.units)).toBeCloseTo(largestFlow(alike.units), 9);
  });

  it('has a reservoir that fills as fast, whatever its units take', () => {
    const { reservoir, units } = stationOf({ units: { count: 8, alike: true } });
    const perFlow = reservoir.storage[0]![1] / largestFlow(units);
    expect(perFlow).toBeCloseTo(example!.reservoir.storage[0]![1] / largestFlow(example!.units), 9);
  });

  it('loses as much head at full flow in own penstocks as on the shared tunnel', () => {
    // On c1: 0.000121 · (62.7 + 62.7)² = 1.903 m, beside the unit's own 0.000246 · 62.7² = 0.967 m.
    const [unit] = stationOf({ ownPenstocks: true }).units;
    expect(unit!.conduit).toBeUndefined();
    expect(unit!.lossS2PerM5 * 62.7 ** 2).toBeCloseTo(1.903 + 0.967, 3);
  });

  it('has a short day from six on, a long one of days with prices of their own', () => {
    const short = grownCase({ steps: 24 }).day;
    expect(short.start).toBe('2026-06-01T06:00:00+08:00');
    // At seven the price rises from 220 to 380, at nine to 620.
    expect([3, 4, 11, 12].map((t) => short.pricePerMwh[t])).toEqual([220, 380, 380, 620]);
    const long = grownCase({ steps: 288 }).day;
    expect(long.pricePerMwh).toHaveLength(288);
    expect(long.pricePerMwh[96]).toBeCloseTo(220 * 1.06, 9);
  });

  it('has as many points of its storage curve as asked, and as much water', () => {
    const { storage } = stationOf({ storagePoints: 40, storageShare: 2 }).reservoir;
    expect(storage).toHaveLength(40);
    expect(storage[0]).toEqual([425, 44]);
    expect(storage.at(-1)![1]).toBeCloseTo(2 * 136.633, 9);
  });
});
