import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import {
  dayStartMs,
  isTimeZone,
  localDate,
  localDay,
  localHour,
  nextDayStartMs,
  slotsOfDay,
} from '#shared/units/time-grid.ts';

const quarters = (date: string, zone: string): number =>
  slotsOfDay(localDay(date, zone).startMs, zone, 15);

describe('quarter-hours of a local day', () => {
  test('are 96 where the clock is left alone', () => {
    expect(quarters('2026-06-01', 'Asia/Shanghai')).toBe(96);
    expect(quarters('2026-03-29', 'America/Phoenix')).toBe(96);
  });

  test('are 92 when the clock goes forward and 100 when it goes back', () => {
    // 23 h and 25 h of four quarters.
    expect(quarters('2026-03-29', 'Europe/Berlin')).toBe(92);
    expect(quarters('2026-10-25', 'Europe/Berlin')).toBe(100);
    expect(quarters('2026-03-08', 'America/Denver')).toBe(92);
    expect(quarters('2026-11-01', 'America/Denver')).toBe(100);
  });

  test('are 94 and 98 where the clock changes by half an hour', () => {
    // Lord Howe Island: 23.5 h and 24.5 h.
    expect(quarters('2026-10-04', 'Australia/Lord_Howe')).toBe(94);
    expect(quarters('2026-04-05', 'Australia/Lord_Howe')).toBe(98);
  });

  test('count a last hour that the change cuts short', () => {
    const { startMs } = localDay('2026-10-04', 'Australia/Lord_Howe');
    expect(slotsOfDay(startMs, 'Australia/Lord_Howe', 60)).toBe(24);
  });

  test('begin at 01:00 on a day whose midnight the clock skips', () => {
    // São Paulo, 2018-11-04: 00:00 became 01:00, UTC−02:00.
    const { startMs } = localDay('2018-11-04', 'America/Sao_Paulo');
    expect(startMs).toBe(Date.parse('2018-11-04T01:00:00-02:00'));
    expect(quarters('2018-11-04', 'America/Sao_Paulo')).toBe(92);
  });
});

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/Denver', 'Australia/Lord_Howe', 'UTC'];
const instants = fc.integer({
  min: Date.parse('2000-01-01T00:00:00Z'),
  max: Date.parse('2040-01-01T00:00:00Z'),
});

describe('the day around any instant', () => {
  test('holds it, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (atMs, zone) => {
        const startMs = dayStartMs(atMs, zone);
        const endMs = nextDayStartMs(atMs, zone);
        expect(startMs).toBeLessThanOrEqual(atMs);
        expect(endMs).toBeGreaterThan(atMs);
        expect(dayStartMs(endMs, zone)).toBe(endMs);
        expect(nextDayStartMs(endMs - 1, zone)).toBe(endMs);
        expect(localDay(localDate(atMs, zone), zone)).toEqual({ startMs, endMs });
      }),
    );
  });

  test('has as many quarter-hours as fit into it, and no day lasts other than 23 to 25 hours', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (atMs, zone) => {
        const startMs = dayStartMs(atMs, zone);
        const slots = slotsOfDay(startMs, zone, 15);
        expect(slots * 15 * MS_PER_MINUTE).toBe(nextDayStartMs(atMs, zone) - startMs);
        expect(slots).toBeGreaterThanOrEqual(92);
        expect(slots).toBeLessThanOrEqual(100);
      }),
    );
  });
});

test('the hour on the wall is that of the zone', () => {
  const atMs = Date.parse('2026-10-25T02:30:00+02:00');
  expect(localHour(atMs, 'Europe/Berlin')).toBe(2);
  expect(localHour(atMs + MS_PER_HOUR, 'Europe/Berlin')).toBe(2);
  expect(localHour(atMs + 2 * MS_PER_HOUR, 'Europe/Berlin')).toBe(3);
  expect(localHour(atMs, 'Asia/Shanghai')).toBe(8);
});

test('a date that the calendar does not have is refused', () => {
  expect(() => localDay('2026-02-30', 'UTC')).toThrow(RangeError);
  expect(() => localDay('today', 'UTC')).toThrow(RangeError);
});

test('a time zone is a name of the IANA list', () => {
  expect(isTimeZone('Asia/Shanghai')).toBe(true);
  expect(isTimeZone('Asia/Shangai')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});
