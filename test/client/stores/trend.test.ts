import { expect, test } from 'vitest';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { openSlotAt, trendOf, trendPoints } from '#client/stores/trend.ts';

const MINUTE = 60_000;
const STEP = 15 * MINUTE;

const point = (at: number, mean: number | null, count = 10): AggregatePoint => ({
  at,
  count: mean === null ? 0 : count,
  goodPercent: 100,
  worstQuality: 'good',
  min: mean,
  max: mean,
  mean,
  last: mean === null ? null : mean + 0.5,
});
const slot = (index: number, mean: number | null) => point(index * STEP, mean);
const values = (trend: ReturnType<typeof trendOf>, slots: number) =>
  trendPoints(trend, 0, slots * STEP).map(({ value }) => value);

test('a slot in which nothing was measured stays a gap', () => {
  const trend = trendOf([slot(0, 1), slot(2, 3)], [], 10 * STEP, STEP);
  expect(values(trend, 3)).toEqual([1, null, 3]);
});

test('the slot that is still open is the mean of its closed minutes, each as often as it was measured', () => {
  const asOf = STEP + 2 * MINUTE;
  const minutes = [point(STEP, 4, 10), point(STEP + MINUTE, 10, 20), point(asOf, 99, 10)];
  const trend = trendOf([slot(0, 1), slot(1, 77)], minutes, asOf, STEP);
  // (4 · 10 + 10 · 20) / 30 = 8; the slot's own aggregate, which still grows, and the open minute count for nothing.
  expect(values(trend, 2)).toEqual([1, 8]);
});

test('two screens that ask for the same minute at different moments have the same curve', () => {
  const asOf = STEP + 2 * MINUTE;
  const closed = [point(STEP, 4), point(STEP + MINUTE, 6)];
  const early = trendOf([slot(0, 1), slot(1, 5)], closed, asOf, STEP);
  const late = trendOf([slot(0, 1), slot(1, 9)], [...closed, point(asOf, 30)], asOf, STEP);
  expect(late).toEqual(early);
});

test('it ends with the last reading before the full minute, and not where that minute was silent', () => {
  const asOf = STEP + 2 * MINUTE;
  expect(trendOf([], [point(STEP + MINUTE, 6)], asOf, STEP).end).toEqual({
    at: asOf,
    value: 6.5,
    quality: 'good',
  });
  expect(trendOf([], [point(STEP, 6)], asOf, STEP).end).toBeNull();
});

test('a slot is as good as the worst in it', () => {
  const doubtful = { ...slot(0, 1), worstQuality: 'doubtful' as const };
  const minutes = [
    point(STEP, 3),
    { ...point(STEP + MINUTE, 3), worstQuality: 'substituted' as const },
  ];
  const trend = trendOf([doubtful], minutes, STEP + 2 * MINUTE, STEP);
  expect(trendPoints(trend, 0, 2 * STEP).map(({ quality }) => quality)).toEqual([
    'doubtful',
    'substituted',
  ]);
});

test('at the end of a slot its last minute is of it, not of the next', () => {
  expect(openSlotAt(STEP, STEP)).toBe(0);
  expect(openSlotAt(STEP + MINUTE, STEP)).toBe(STEP);
});
