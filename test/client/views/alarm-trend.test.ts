import { expect, test } from 'vitest';
import type { Alarm } from '#shared/wire/alarms.ts';
import { alarmTrend } from '#client/views/alarms/alarm-trend.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1, 12);
const alarm = (of: Partial<Alarm>): Alarm =>
  ({ station: 's1', subject: '', rangAt: NOW - HOUR, cameAt: NOW - HOUR, ...of }) as Alarm;

test('an alarm leads to the trend of what it speaks of, around the moment when it rang', () => {
  expect(alarmTrend(alarm({ code: 'tag.fault', subject: 's1/u1/mw' }), NOW)).toMatchObject({
    tag: ['s1/u1/mw'],
    range: '8h',
  });
  expect(alarmTrend(alarm({ code: 'unit.trip', subject: 'u2' }), NOW)?.tag).toContain('s1/u2/mw');
  const rangAt = NOW - 30 * HOUR;
  expect(alarmTrend(alarm({ code: 'level.high', rangAt }), NOW)).toMatchObject({
    from: new Date(rangAt - 4 * HOUR).toISOString(),
    to: new Date(rangAt + 4 * HOUR).toISOString(),
  });
});

test('one of the server’s own affairs leads to none', () => {
  expect(alarmTrend(alarm({ code: 'plan.old' }), NOW)).toBeNull();
  expect(alarmTrend(alarm({ code: 'clock.stepped' }), NOW)).toBeNull();
});
