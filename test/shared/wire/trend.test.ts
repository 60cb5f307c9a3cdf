import { describe, expect, it } from 'vitest';
import { bucketWidthMs, silences } from '#shared/wire/trend.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the width of a bucket', () => {
  it('is the narrowest of which the span has no more than pixels', () => {
    // 30 days of 43,200 minutes on 1500 pixels: 28.8 minutes each at least.
    expect(bucketWidthMs(30 * DAY, 1500)).toBe(30 * MINUTE);
    // 10,080 minutes on 1500 pixels: 6.7 at least.
    expect(bucketWidthMs(7 * DAY, 1500)).toBe(10 * MINUTE);
    expect(bucketWidthMs(DAY, 1440)).toBe(MINUTE);
    expect(bucketWidthMs(DAY, 1439)).toBe(2 * MINUTE);
  });

  it('is a minute at least and a day at most', () => {
    expect(bucketWidthMs(1000, 1000)).toBe(MINUTE);
    expect(bucketWidthMs(1000 * DAY, 16)).toBe(DAY);
  });
});

describe('silences', () => {
  /** A tag that is expected every minute may be silent for three. */
  const of = (at: readonly number[], span: readonly [number, number], asOf = DAY, widthMs = 0) =>
    silences(
      at.map((minute) => minute * MINUTE),
      widthMs,
      [span[0] * MINUTE, span[1] * MINUTE],
      MINUTE,
      asOf,
    ).map(([from, to]) => [from / MINUTE, to / MINUTE]);

  it('are longer than three expected periods, from the last that was read to the next', () => {
    expect(of([0, 3, 6, 10, 11, 14], [0, 12])).toEqual([[6, 10]]);
  });

  it('are cut at the edges of the span, and known from what was read beyond them', () => {
    expect(of([-2, 1, 9, 13.5], [0, 12])).toEqual([
      [1, 9],
      [9, 12],
    ]);
    expect(of([-2, 5, 7, 10, 13], [0, 12])).toEqual([[0, 5]]);
  });

  it('a span in which nothing was read is one', () => {
    expect(of([], [0, 12])).toEqual([[0, 12]]);
  });

  it('do not reach beyond now: what is to come is not missing', () => {
    expect(of([0, 1], [0, 12], 3 * MINUTE)).toEqual([]);
    expect(of([0, 1], [0, 12], 6 * MINUTE)).toEqual([[1, 6]]);
    expect(of([], [20, 30], 6 * MINUTE)).toEqual([]);
  });

  it('begin where a bucket ends', () => {
    // Buckets of five minutes: from 5 to 10 nothing was read, and that is more than three minutes.
    expect(of([0, 10], [0, 15], DAY, 5 * MINUTE)).toEqual([[5, 10]]);
  });

  it('a tag that is expected every quarter-hour is not silent in the minutes between', () => {
    const at = [0, 15, 30, 90, 105, 120].map((minute) => minute * MINUTE);
    // Three quarter-hours may pass; from the end of minute 30 to 90 are 59.
    expect(silences(at, MINUTE, [0, 120 * MINUTE], 15 * MINUTE, DAY)).toEqual([
      [31 * MINUTE, 90 * MINUTE],
    ]);
  });

  it('on a fast clock a tag may be silent for three of its beats', () => {
    // At 60 times real time one beat of a second is a minute.
    const at = [0, 3 * MINUTE, 9 * MINUTE];
    expect(silences(at, 0, [0, 9 * MINUTE], 5000, DAY, 60)).toEqual([[3 * MINUTE, 9 * MINUTE]]);
  });
});
