import { expect, test } from 'vitest';
import type { JournalEntry } from '#shared/alarms/journal.ts';
import { recordAfter } from '#shared/alarms/journal.ts';
import type { AlarmEvent, AlarmState } from '#shared/alarms/states.ts';
import { HOUR, KEEP_ALL, MIDNIGHT, openHalves } from './helpers.ts';

const EVERYTHING = {
  station: 's1',
  before: null,
  limit: 100,
  from: null,
  to: null,
  codes: null,
  events: null,
  priorities: null,
  alarm: null,
  by: null,
};

function entry(
  number: number,
  at: number,
  event: AlarmEvent,
  from: AlarmState,
  to: AlarmState,
  more: Partial<JournalEntry> = {},
): JournalEntry {
  return {
    number,
    at,
    alarm: 's1/spill.running',
    station: 's1',
    code: 'spill.running',
    subject: '',
    priority: 2,
    event,
    from,
    to,
    by: null,
    reason: null,
    until: null,
    cause: null,
    data: { value: 30 },
    ...more,
  };
}
const wang = { id: 'a1', name: 'Wang Li' };
const life = [
  entry(1, MIDNIGHT, 'came', 'normal', 'unacknowledged'),
  entry(2, MIDNIGHT + HOUR, 'acknowledge', 'unacknowledged', 'acknowledged', { by: wang }),
  entry(3, MIDNIGHT + 2 * HOUR, 'cleared', 'acknowledged', 'normal'),
];

test('entries are read back as they were written, by what is asked for, newest first', () => {
  const { writer, reader } = openHalves();
  const record = life.reduce<ReturnType<typeof recordAfter> | null>(recordAfter, null)!;
  writer.appendAlarms(
    life.map((one) => ({ entry: one, audit: null })),
    [record],
  );
  expect(reader.alarmPage(EVERYTHING)).toEqual(life.toReversed());
  expect(reader.alarmRecords()).toEqual([record]);
  expect(reader.lastAlarmNumber()).toBe(3);
  const numbers = (query: object): number[] =>
    reader.alarmPage({ ...EVERYTHING, ...query }).map(({ number }) => number);
  expect(numbers({ before: 3, limit: 1 })).toEqual([2]);
  expect(numbers({ events: ['came', 'cleared'] })).toEqual([3, 1]);
  expect(numbers({ by: 'wang' })).toEqual([2]);
  expect(numbers({ from: MIDNIGHT + 1, to: MIDNIGHT + 2 * HOUR })).toEqual([2]);
  expect(numbers({ priorities: [1, 3] })).toEqual([]);
  expect(numbers({ codes: ['level.high'] })).toEqual([]);
  expect(numbers({ alarm: 's1/spill.running' })).toEqual([3, 2, 1]);
  expect(numbers({ station: 's2' })).toEqual([]);
});

test('how an alarm stood at an instant is told with since when without a break', () => {
  const { writer, reader } = openHalves();
  writer.appendAlarms(
    life.map((one) => ({ entry: one, audit: null })),
    [],
  );
  const stood = (at: number) => reader.alarmsStoodAt('s1', at);
  expect(stood(MIDNIGHT)).toEqual([]);
  // Acknowledged after an hour, it stands since it came.
  expect(stood(MIDNIGHT + HOUR + 1)).toMatchObject([
    { state: 'acknowledged', standsSince: MIDNIGHT },
  ]);
  expect(stood(MIDNIGHT + 3 * HOUR)).toMatchObject([{ state: 'normal' }]);
});

test('a number that is there already is left as it is, its audit too', () => {
  const { writer, reader } = openHalves();
  const audit = {
    at: MIDNIGHT,
    actorKind: 'account',
    actorId: 'a1',
    actorName: 'Wang Li',
    from: '127.0.0.1',
    action: 'alarm.acknowledge',
    subject: 's1/spill.running',
    before: null,
    after: null,
  };
  const [first] = life;
  for (let i = 0; i < 2; i += 1) writer.appendAlarms([{ entry: first!, audit }], []);
  expect(reader.alarmPage(EVERYTHING)).toHaveLength(1);
  expect(reader.auditFollowing(0, 10)).toHaveLength(1);
});

test('entries go when they are older than their retention; where each alarm stands stays, and numbers go on', () => {
  const { writer, reader } = openHalves({ retention: { ...KEEP_ALL, alarmsDays: 1 } });
  const record = life.reduce<ReturnType<typeof recordAfter> | null>(recordAfter, null)!;
  writer.appendAlarms(
    life.map((one) => ({ entry: one, audit: null })),
    [record],
  );
  // A day and an hour and a half later the first two are older than a day.
  while (writer.prune(MIDNIGHT + 25.5 * HOUR) > 0);
  expect(reader.alarmPage(EVERYTHING).map(({ number }) => number)).toEqual([3]);
  while (writer.prune(MIDNIGHT + 100 * HOUR) > 0);
  expect(reader.alarmPage(EVERYTHING)).toEqual([]);
  expect(reader.alarmRecords()).toEqual([record]);
  expect(reader.lastAlarmNumber()).toBe(3);
});
