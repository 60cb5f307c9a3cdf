import { expect, test } from 'vitest';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { emptyTrend, trendPoints, withHistory, withValue } from '#client/stores/trend.ts';

const STEP = 900_000;
const point = (slot: number, mean: number | null): AggregatePoint => ({
  at: slot * STEP,
  count: mean === null ? 0 : 10,
  goodPercent: 100,
  worstQuality: 'good',
  min: mean,
  max: mean,
  mean,
  last: mean,
});

/** A good value in the course of a slot, counted from 0. */
const good = (slot: number, value: number) => ({
  at: slot * STEP,
  value,
  quality: 'good' as const,
});

test('a slot in which nothing was measured stays a gap', () => {
  const trend = withHistory(emptyTrend(STEP), [point(0, 1), point(2, 3)], 10 * STEP);
  expect(trendPoints(trend, 0, 3 * STEP).map(({ value }) => value)).toEqual([1, null, 3]);
});

test('the slot that is still open begins with what the server has of it, and goes on here', () => {
  // History was asked in the middle of slot 1, so its point of slot 1 is not the last word.
  let trend = withHistory(emptyTrend(STEP), [point(0, 1), point(1, 7)], 1.5 * STEP);
  expect(trendPoints(trend, 0, 2 * STEP).map(({ value }) => value)).toEqual([1, 7]);
  trend = withValue(trend, good(1.6, 4), 100 * STEP);
  trend = withValue(trend, good(1.7, 10), 100 * STEP);
  // Ten readings of 7 on the server, then 4 and 10 seen here: (70 + 4 + 10) / 12 = 7.
  expect(trendPoints(trend, 0, 2 * STEP).map(({ value }) => value)).toEqual([1, 7]);
  trend = withValue(trend, good(1.8, 20), 100 * STEP);
  // (84 + 20) / 13 = 8.
  expect(trendPoints(trend, 0, 2 * STEP).map(({ value }) => value)).toEqual([1, 8]);
});

test('a slot is as good as the worst in it, on the server and here', () => {
  const kept = { ...point(0, 1), worstQuality: 'doubtful' as const };
  let trend = withHistory(emptyTrend(STEP), [kept, point(1, 3)], 2 * STEP);
  trend = withValue(trend, { ...good(2.1, 5), quality: 'substituted' }, 100 * STEP);
  trend = withValue(trend, good(2.2, 5), 100 * STEP);
  expect(trendPoints(trend, 0, 3 * STEP).map(({ quality }) => quality)).toEqual([
    'doubtful',
    'good',
    'substituted',
  ]);
});

test('a value that was counted already is not counted again', () => {
  const once = withValue(emptyTrend(STEP), good(0.1, 4), STEP);
  expect(withValue(once, good(0.1, 4), STEP)).toBe(once);
});

test('slots older than what is kept are let go', () => {
  let trend = withValue(emptyTrend(STEP), good(0, 1), 2 * STEP);
  trend = withValue(trend, good(5, 1), 2 * STEP);
  expect([...trend.seen.keys()]).toEqual([5 * STEP]);
});
