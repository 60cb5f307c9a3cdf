import { describe, expect, test } from 'vitest';
import { boundedNumber, digitsFor, formatNumber, formatSigned } from '#client/format/numbers.ts';
import { formatTime, formatWeekday, formatZone, hourTicks, splitAge } from '#client/format/time.ts';

describe('numbers', () => {
  test('keep their count of decimals, group thousands, and use a true minus', () => {
    expect(formatNumber(1234.5, 2, 'en')).toBe('1,234.50');
    expect(formatNumber(-0.6, 1, 'zh')).toBe('−0.6');
    expect(formatNumber(-0.04, 1, 'en')).toBe('0.0');
  });

  test('that are not there are a dash', () => {
    expect(formatNumber(null, 1, 'en')).toBe('–');
    expect(formatSigned(Number.NaN, 1, 'en')).toBe('–');
  });

  test('that are changes carry their sign', () => {
    expect(formatSigned(42, 1, 'en')).toBe('+42.0');
    expect(formatSigned(0, 1, 'en')).toBe('0.0');
  });

  test('that are larger than is worth saying say so', () => {
    expect(boundedNumber(14_451, 0, 'en', 999)).toBe('> 999');
    expect(boundedNumber(412, 0, 'en', 999)).toBe('412');
    expect(boundedNumber(null, 0, 'en', 999)).toBe('–');
  });

  test('get decimals for about so many figures', () => {
    expect(digitsFor(35.4, 3)).toBe(1);
    expect(digitsFor(14_832, 3)).toBe(0);
    expect(digitsFor(0, 3)).toBe(0);
  });
});

describe('time', () => {
  // 2026-11-21 04:00 UTC is noon in Shanghai.
  const at = Date.UTC(2026, 10, 21, 4);

  test("is the station's own", () => {
    expect(formatTime(at, 'Asia/Shanghai')).toBe('12:00');
    expect(formatZone(at, 'Asia/Shanghai')).toBe('GMT+8');
  });

  test("has its ticks on the station's full hours, also where those lie half an hour off", () => {
    const day = hourTicks(at, at + 24 * 3_600_000, 'Asia/Kolkata', 6);
    // 04:00 UTC is 09:30 in India: noon there is 2.5 h later, and then every 6 h.
    expect(day[0]).toBe(at + 2.5 * 3_600_000);
    expect(day).toHaveLength(4);
  });

  test('puts an age into the largest unit that leaves one of it', () => {
    expect(splitAge(59_999)).toEqual({ count: 59, unit: 'seconds' });
    expect(splitAge(60_000)).toEqual({ count: 1, unit: 'minutes' });
    expect(splitAge(3 * 3_600_000)).toEqual({ count: 3, unit: 'hours' });
    expect(splitAge(49 * 3_600_000)).toEqual({ count: 2, unit: 'days' });
  });
});

test("a weekday is the station's, in the language of the reader", () => {
  // 16:00 UTC of Saturday is midnight in Shanghai: Sunday there.
  const at = Date.UTC(2026, 10, 21, 16);
  expect(formatWeekday(at, 'Asia/Shanghai', 'en')).toBe('Sun');
  expect(formatWeekday(at, 'Asia/Shanghai', 'zh')).toBe('周日');
});
