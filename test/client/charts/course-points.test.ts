import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Stretch, Trace } from '#shared/wire/trend.ts';
import {
  bandOf,
  curveOf,
  type Place,
  placeAt,
  placesOf,
  qualityRuns,
  runsOf,
} from '#client/charts/trend/course-points.ts';

/** Buckets of ten, from 0 on; a mean of null has no reading that counts. */
function buckets(
  means: readonly (number | null)[],
  gaps: readonly Stretch[] = [],
  worst: readonly number[] = [],
): Trace {
  return {
    form: 'buckets',
    tag: 's1/forebay/level',
    unit: 'm',
    gaps,
    widthMs: 10,
    at: means.map((_, i) => i * 10),
    min: means.map((mean) => mean && mean - 1),
    max: means.map((mean) => mean && mean + 1),
    mean: means,
    count: means.map(() => 1),
    good: means.map(() => 1),
    worst: means.map((_, i) => worst[i] ?? 0),
  };
}
const readings = (values: readonly (number | null)[], quality: readonly number[] = []): Trace => ({
  form: 'raw',
  tag: 's1/forebay/level',
  unit: 'm',
  gaps: [],
  at: values.map((_, i) => i * 10),
  value: values,
  quality: values.map((_, i) => quality[i] ?? 0),
});
const PIXEL = 1;
const blank = { value: 1, low: 1, high: 1, said: 1, quality: 0, count: 1, good: 1 };

describe('a curve', () => {
  test('goes through the middles of its buckets, and to the edges of the first and the last', () => {
    const { sound } = curveOf(runsOf(placesOf(buckets([1, 2])), []), PIXEL);
    expect(sound).toEqual([
      [0, 1],
      [5, 1],
      [15, 2],
      [20, 2],
      [20, null],
    ]);
  });

  test('is open over a gap', () => {
    const gaps: Stretch[] = [[10, 20]];
    const trace = buckets([1, null, 3], gaps);
    const places = placesOf(trace).filter(({ value }) => value !== null);
    const { sound } = curveOf(runsOf(places, gaps), PIXEL);
    // A point without a value parts the two sides.
    expect(sound.map(([, y]) => y)).toEqual([1, 1, 1, null, 3, 3, 3, null]);
  });

  test('joins what is sparse but not silent', () => {
    const places = placesOf(buckets([1, 2, 3])).filter((_, i) => i !== 1);
    expect(runsOf(places, [])).toHaveLength(1);
  });

  test('of a reading that stands alone is a pixel wide', () => {
    expect(curveOf(runsOf(placesOf(readings([4])), []), PIXEL).sound).toEqual([
      [0, 4],
      [1, 4],
      [0, null],
    ]);
  });

  test('is of another stroke where what it is made of is not good, and not drawn where it is bad', () => {
    // Good, doubtful (2), bad (3).
    const { sound, doubtful } = curveOf(
      runsOf(placesOf(readings([1, 2, 3], [0, 2, 3])), []),
      PIXEL,
    );
    expect(sound).toEqual([
      [0, 1],
      [10, null],
    ]);
    // From the good one beside it on; after it the curve is open.
    expect(doubtful).toEqual([
      [0, 1],
      [10, 2],
      [20, null],
    ]);
  });

  test('never bridges a gap, wherever it lies', () => {
    const span = 1000;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 300 }),
        (at, from, length) => {
          const gap: Stretch = [from, Math.min(span, from + length)];
          const places = at
            .map((place) => place * 10)
            .filter((place) => place <= gap[0] || place >= gap[1])
            .sort((a, b) => a - b)
            .map((one): Place => {
              return { ...blank, from: one, to: one };
            });
          for (const run of runsOf(places, [gap])) {
            const isBefore = run.every((place) => place.from <= gap[0]);
            const isAfter = run.every((place) => place.from >= gap[1]);
            expect(isBefore || isAfter).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a band', () => {
  test('spans least and greatest, and is open over a gap', () => {
    const gaps: Stretch[] = [[10, 20]];
    const places = placesOf(buckets([5, null, 5], gaps)).filter(({ value }) => value !== null);
    expect(bandOf(runsOf(places, gaps)).map(({ low, high }) => [low, high])).toEqual([
      [4, 6],
      [4, 6],
      [4, 6],
      [null, null],
      [4, 6],
      [4, 6],
      [4, 6],
      [null, null],
    ]);
  });

  test('is none where every place is a single value', () => {
    expect(bandOf(runsOf(placesOf(readings([1, 2])), []))).toEqual([]);
  });
});

describe('marks of quality', () => {
  const places = placesOf(buckets([1, 1, 1, 1, 1, 1], [], [0, 2, 0, 3, 0, 1]));

  test('stand where it is not good, each by its own', () => {
    expect(qualityRuns(places, [0, 60], 0)).toEqual([
      { from: 10, to: 20, quality: 'doubtful' },
      { from: 30, to: 40, quality: 'bad' },
      { from: 50, to: 60, quality: 'substituted' },
    ]);
  });

  test('that would lie on each other are one, of the worse', () => {
    expect(qualityRuns(places, [0, 60], 30)).toEqual([
      { from: 10, to: 40, quality: 'bad' },
      { from: 50, to: 60, quality: 'substituted' },
    ]);
  });
});

describe('the cursor', () => {
  const places = placesOf(buckets([1, 2, 3, 4])).filter((_, i) => i !== 2);

  test('stands on the bucket that holds its instant', () => {
    expect(placeAt(places, [], 0)?.value).toBe(1);
    expect(placeAt(places, [], 19)?.value).toBe(2);
    expect(placeAt(places, [], 35)?.value).toBe(4);
  });

  test('between buckets stands on the nearer, in a gap on none', () => {
    expect(placeAt(places, [], 21)?.value).toBe(2);
    expect(placeAt(places, [], 29)?.value).toBe(4);
    expect(placeAt(places, [[20, 30]], 25)).toBeNull();
    expect(placeAt([], [], 25)).toBeNull();
  });
});
