import { describe, expect, test } from 'vitest';
import { HOUR, MIDNIGHT, MINUTE, openHalves, reading, SECOND } from './helpers.ts';

const DAY = 24 * HOUR;
const TAG = 's1/u1/mw';
const STEPS = ['1m', '15m', '1h', '1d'] as const;

describe('aggregates of a measured value', () => {
  test('carry count, share of good, worst quality, min, max, mean and last of the usable values', () => {
    const { append, reader } = openHalves();
    append(
      reading(MIDNIGHT, 10),
      reading(MIDNIGHT + 10 * SECOND, 40, { quality: 'doubtful' }),
      reading(MIDNIGHT + 20 * SECOND, 999, { quality: 'bad' }),
      reading(MIDNIGHT + 30 * SECOND, 16),
    );
    // Usable: 10, 40, 16 -> mean 66 / 3 = 22; good: 2 of 4; the bad 999 only worsens the quality.
    expect(reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + MINUTE, '1m')).toEqual([
      {
        at: MIDNIGHT,
        count: 4,
        goodPercent: 50,
        worstQuality: 'bad',
        min: 10,
        max: 40,
        mean: 22,
        last: 16,
      },
    ]);
  });

  test('leave out intervals without a reading: a gap stays a gap', () => {
    const { append, reader } = openHalves();
    append(reading(MIDNIGHT, 1), reading(MIDNIGHT + 2 * MINUTE, 3));
    expect(reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + 5 * MINUTE, '1m').map((p) => p.at)).toEqual([
      MIDNIGHT,
      MIDNIGHT + 2 * MINUTE,
    ]);
  });

  test('are the same before and after they were made: an answer is never stale', () => {
    const { append, reader, mendAll } = openHalves();
    append(...Array.from({ length: 500 }, (_, i) => reading(MIDNIGHT + i * 37 * SECOND, i % 17)));
    const ask = () => STEPS.map((step) => reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + DAY, step));
    const fresh = ask();
    mendAll();
    expect(ask()).toEqual(fresh);
  });

  test('are mended at every level when data comes late', () => {
    const { append, reader, mendAll } = openHalves();
    append(reading(MIDNIGHT + 5 * MINUTE, 10), reading(MIDNIGHT + 20 * HOUR, 20));
    mendAll();
    append(reading(MIDNIGHT + 5 * MINUTE + SECOND, 60));
    // 1m, 15m and 1h hold 10 and 60: mean 35; the day holds 10, 60, 20: mean 30.
    const means = () =>
      STEPS.map((step) => reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + DAY, step)[0]?.mean);
    expect(means()).toEqual([35, 35, 35, 30]);
    mendAll();
    expect(means()).toEqual([35, 35, 35, 30]);
  });

  test('follow a reading that was corrected', () => {
    const { append, reader, mendAll } = openHalves();
    append(reading(MIDNIGHT, 10), reading(MIDNIGHT + SECOND, 20));
    mendAll();
    append(reading(MIDNIGHT, 30));
    mendAll();
    expect(reader.aggregates(TAG, MIDNIGHT, MIDNIGHT + DAY, '1d')[0]).toMatchObject({
      count: 2,
      min: 20,
      mean: 25,
    });
  });
});

describe('daily aggregates', () => {
  // Berlin: 2026-03-29 has 23 h (from 28th 23:00Z to 29th 22:00Z), 2026-10-25 has 25 h (22:00Z to 23:00Z).
  const cases = [
    ['23 h', Date.UTC(2026, 2, 28, 23), 23],
    ['25 h', Date.UTC(2026, 9, 24, 22), 25],
  ] as const;

  test.each(cases)('are local days: one of %s', (_, start, hours) => {
    const { append, reader, mendAll } = openHalves({ timeZone: 'Europe/Berlin' });
    append(...Array.from({ length: hours + 2 }, (__, i) => reading(start + (i - 1) * HOUR, i)));
    mendAll();
    const days = reader.aggregates(TAG, start, start + HOUR, '1d');
    expect(days).toMatchObject([{ at: start, count: hours, min: 1, max: hours }]);
  });

  test('and hours of a zone with half an hour of offset begin where its clock says so', () => {
    const { append, reader, mendAll } = openHalves({ timeZone: 'Asia/Kolkata' });
    // Local midnight in India (UTC+5:30) is 18:30Z.
    const start = MIDNIGHT - 5.5 * HOUR;
    append(reading(start - 1, 1), reading(start, 2), reading(start + HOUR, 3));
    mendAll();
    const starts = (step: '1h' | '1d') =>
      reader.aggregates(TAG, start - 1, start + 2 * HOUR, step).map((p) => p.at);
    expect(starts('1h')).toEqual([start - HOUR, start, start + HOUR]);
    expect(starts('1d')).toEqual([start - DAY, start]);
  });
});
