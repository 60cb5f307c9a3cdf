import { afterEach, expect, it } from 'vitest';
import { StoreBusyError } from '#server/store/store-error.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { replay } from '#shared/alarms/journal.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import {
  actor,
  alarmHouse,
  LEVEL,
  MINUTE,
  NOON,
  SECOND,
  SPILL,
  station,
  type AlarmHouse,
} from './alarm-house.ts';

const ALL = {
  station: station.id,
  before: null,
  limit: 10_000,
  from: null,
  to: null,
  codes: null,
  events: null,
  priorities: null,
  alarm: null,
  by: null,
};
const MID_M = (station.reservoir.levelMaxM + station.reservoir.levelMinM) / 2;

let house: AlarmHouse;
afterEach(() => house.close());

/** A journal that takes nothing while `away.is`, as one whose disk is full. */
async function houseWithJournal(away: { is: boolean }): Promise<AlarmHouse> {
  return alarmHouse({
    patienceMs: 20,
    journal: (store) => ({
      ...store,
      append: (entries, records) =>
        away.is
          ? Promise.reject(new StoreBusyError('held by another process'))
          : store.append(entries, records),
    }),
  });
}

it('alarms ring and are acknowledged while the journal cannot be written, and nothing of it is lost', async () => {
  const away = { is: true };
  house = await houseWithJournal(away);
  await house.read(SPILL, 30);
  expect(house.codes()).toEqual(['spill.running']);
  const [alarm] = house.alarms.active(station.id);
  const done = await house.alarms.acknowledge(actor('dispatcher'), {
    station: station.id,
    alarms: [alarm!],
  });
  // It is done and told so; that it is not durable yet is told as well.
  expect(done).toMatchObject({ kept: false, alarms: [{ state: 'acknowledged' }] });
  expect((await house.alarms.pages.journal(ALL)).waiting).toBe(2);
  expect(await house.store.alarms.lastNumber()).toBe(0);

  away.is = false;
  await expect.poll(() => house.store.alarms.lastNumber(), { timeout: 15_000 }).toBe(2);
  const { entries, waiting } = await house.alarms.pages.journal(ALL);
  expect(waiting).toBe(0);
  expect(replay(entries.toReversed()).get(alarm!.id)?.standing.state).toBe('acknowledged');
  const audited = await house.store.audit.page({
    before: null,
    limit: 9,
    actor: null,
    action: 'alarm.',
  });
  expect(audited).toHaveLength(1);
});

it('the load counts what waits to be written too', async () => {
  house = await houseWithJournal({ is: true });
  await house.read(SPILL, 30);
  house.pass(SECOND);
  const load = await house.alarms.pages.load(station.id, house.now - MINUTE, house.now + 1);
  expect(load.alarms).toBe(1);
});

it('a batch that is handed in twice, since its answer was lost, is kept once with its audit', async () => {
  let lose = true;
  house = await alarmHouse({
    journal: (store) => ({
      ...store,
      async append(entries, records) {
        await store.append(entries, records);
        if (!lose) return;
        lose = false;
        throw new StoreBusyError('the thread died after it had written');
      },
    }),
  });
  await house.read(SPILL, 30);
  const [alarm] = house.alarms.active(station.id);
  await house.alarms.shelve(actor('dispatcher'), { id: alarm!.id, minutes: 5, reason: 'test' });
  const { entries } = await house.alarms.pages.journal(ALL);
  expect(entries.map(({ number, event }) => [number, event])).toEqual([
    [2, 'shelve'],
    [1, 'came'],
  ]);
  const audited = await house.store.audit.page({
    before: null,
    limit: 9,
    actor: null,
    action: 'alarm.',
  });
  expect(audited).toHaveLength(1);
});

it('a database that another process holds for 30 s loses no data: one alarm says what it is, and no source is blamed', async () => {
  house = await alarmHouse();
  const atRest: Readonly<Record<string, number>> = {
    [LEVEL]: MID_M,
    [`${station.id}/tailrace/level`]: 360,
  };
  const measured = house.readings.tags.filter(({ origin }) => origin === 'measured');
  const speak = () =>
    house.readings.accept(
      measured.map(({ tag }) => ({
        tag,
        at: house.now,
        value: tag === SPILL ? (isSpilling ? 30 : 0) : (atRest[tag] ?? 0),
        quality: 'good' as const,
        source: 'plc',
      })),
    );
  let isSpilling = false;
  await speak();
  house.pass(SECOND);

  // Another process begins to write and does not end.
  const other = Connection.open(house.file);
  other.exec('begin immediate');
  try {
    isSpilling = true;
    house.pass(5 * SECOND);
    // The store waits for as long as it may, then refuses; the source keeps the readings.
    await expect(speak()).rejects.toThrow();
    expect(house.codes()).toEqual(['spill.running']);
    // What is heard again and again is not written, and counts all the same.
    for (let i = 0; i < 5; i += 1) {
      house.pass(5 * SECOND);
      house.hearOnly(
        measured.map(({ tag }) => ({ tag, value: tag === SPILL ? 30 : (atRest[tag] ?? 0) })),
      );
    }
    house.pass(5 * SECOND);
    expect(house.codes().toSorted()).toEqual(['spill.running', 'store.blocked']);
  } finally {
    other.exec('rollback');
    other.close();
  }
  await speak();
  const blocked = (): string | undefined => {
    house.pass(SECOND);
    return house.find(`${station.id}/store.blocked`)?.state;
  };
  await expect.poll(blocked, { timeout: 15_000 }).toBe('returned');
  await house.written();
  const records = await house.store.alarms.records();
  expect(records.map(({ code }) => code).toSorted()).toEqual(['spill.running', 'store.blocked']);
}, 60_000);

it('a flood of a thousand in ten seconds is kept whole and in order, and its figures are right', async () => {
  const extra = Array.from({ length: 1000 }, (_, i) => ({
    tag: `${station.id}/flood/value-${i}`,
    name: { zh: `测点${i}`, en: `Value ${i}` },
    unit: 'MW' as const,
    periodMs: MINUTE,
  }));
  const alarms = {
    ...exampleSite.alarms,
    stations: { [station.id]: { 'tag.fault': { onDelayS: 0 }, 'data.lost': { off: true } } },
  };
  house = await alarmHouse({
    site: { ...exampleSite, tags: [...exampleSite.tags, ...extra], alarms },
  });
  await house.read(SPILL, 30);
  for (let second = 0; second < 10; second += 1) {
    await house.readings.accept(
      extra.slice(100 * second, 100 * (second + 1)).map(({ tag }) => ({
        tag,
        at: house.now,
        value: 1,
        quality: 'bad' as const,
        source: 'flood',
      })),
    );
    house.pass(SECOND);
  }
  const active = house.alarms.active(station.id);
  expect(active).toHaveLength(1001);
  // The one of priority 2 stands above the thousand of priority 3, and those are newest first.
  expect(active[0]?.code).toBe('spill.running');
  const rang = active.slice(1).map(({ rangAt }) => rangAt);
  expect(rang).toEqual(rang.toSorted((a, b) => b - a));
  const load = await house.alarms.pages.load(station.id, NOON, house.now + 1);
  expect(load.alarms).toBe(1001);
  const figure = (code: string) => load.figures.find((one) => one.code === code);
  expect(figure('mostInTenMinutes')).toMatchObject({ value: 1001, light: 'red' });
  expect(figure('floodShare')).toMatchObject({ value: 1, light: 'red' });

  const others = active.filter(({ code }) => code === 'tag.fault').slice(0, 500);
  await house.alarms.acknowledge(actor('dispatcher'), { station: station.id, alarms: others });
  await house.restart();
  const states = house.alarms.active(station.id).map(({ state }) => state);
  expect(states.filter((state) => state === 'acknowledged')).toHaveLength(500);
  expect(states.filter((state) => state === 'unacknowledged')).toHaveLength(501);
}, 60_000);
