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

test('a slot in which nothing was measured stays a gap', () => {
  const trend = withHistory(emptyTrend(STEP), [point(0, 1), point(2, 3)], 10 * STEP);
  expect(trendPoints(trend, 0, 3 * STEP).map(({ value }) => value)).toEqual([1, null, 3]);
});

test('the slot that is still open goes on with the mean of what this page sees', () => {
  // History was asked in the middle of slot 1, so its point of slot 1 is not the last word.
  let trend = withHistory(emptyTrend(STEP), [point(0, 1), point(1, 99)], 1.5 * STEP);
  trend = withValue(trend, 1.6 * STEP, 4, 100 * STEP);
  trend = withValue(trend, 1.7 * STEP, 6, 100 * STEP);
  expect(trendPoints(trend, 0, 2 * STEP).map(({ value }) => value)).toEqual([1, 5]);
});

test('a value that was counted already is not counted again', () => {
  const once = withValue(emptyTrend(STEP), 10, 4, STEP);
  expect(withValue(once, 10, 4, STEP)).toBe(once);
});

test('slots older than what is kept are let go', () => {
  let trend = withValue(emptyTrend(STEP), 0, 1, 2 * STEP);
  trend = withValue(trend, 5 * STEP, 1, 2 * STEP);
  expect([...trend.seen.keys()]).toEqual([5 * STEP]);
});
