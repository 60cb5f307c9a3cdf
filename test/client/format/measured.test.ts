import { describe, expect, test } from 'vitest';
import {
  drawable,
  judge,
  type Measured,
  MISSING,
  type Standing,
  usable,
} from '#client/format/measured.ts';

const good = { value: 445, at: 0, quality: 'good' } as const;

describe('a value on the screen', () => {
  test('that was never heard is missing', () => {
    expect(judge(undefined, 5000, { now: 0, rate: 1 })).toBe(MISSING);
  });

  test('is stale after three expected periods, and keeps its last number and its age', () => {
    expect(judge(good, 5000, { now: 15_000, rate: 1 }).standing).toBe('good');
    expect(judge(good, 5000, { now: 15_001, rate: 1 })).toEqual({
      value: 445,
      standing: 'stale',
      ageMs: 15_001,
    });
  });

  test('is not stale in a replay at 600 times for the ten minutes between two images', () => {
    // An image comes every second, 600 s of the replay: three of them are 1,800 s.
    expect(judge(good, 5000, { now: 1_800_000, rate: 600 }).standing).toBe('good');
    expect(judge(good, 5000, { now: 1_800_001, rate: 600 }).standing).toBe('stale');
  });

  test('that is bad stays bad however old it is', () => {
    const bad = { ...good, quality: 'bad' } as const;
    expect(judge(bad, 5000, { now: 60_000, rate: 1 }).standing).toBe('bad');
  });
});

test('reckons with no bad and no old number; draws an old one, never a bad one', () => {
  const of = (standing: Standing): Measured => ({ value: 7, standing, ageMs: 0 });
  const standings = ['good', 'substituted', 'doubtful', 'stale', 'bad'] as const;
  expect(standings.map((standing) => usable(of(standing)))).toEqual([7, 7, 7, null, null]);
  expect(standings.map((standing) => drawable(of(standing)))).toEqual([7, 7, 7, 7, null]);
});
