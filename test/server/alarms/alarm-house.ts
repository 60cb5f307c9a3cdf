import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Alarm } from '#shared/wire/alarms.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import type { JudgedReading, Reading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { Role } from '#shared/wire/access.ts';
import type { Actor } from '#server/access/actor.ts';
import { openAlarms, type Alarms } from '#server/alarms/alarms.ts';
import { listeners } from '#server/listeners.ts';
import { createLog } from '#server/log.ts';
import { createReadings, type Readings } from '#server/readings/readings.ts';
import type { AlarmStore } from '#server/store/alarm-store.ts';
import { STORE_FILE } from '#server/store/sqlite/store-setup.ts';
import type { Store } from '#server/store/store.ts';
import { noPlans, planVersion } from '../../fixtures/plan-version.ts';
import { openStoreHere } from '../store/sqlite/store-here.ts';

export const station = exampleSystem.stations[0]!;
export const NOON = Date.UTC(2026, 5, 1, 4);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const LEVEL = `${station.id}/forebay/level`;
export const SPILL = `${station.id}/spill/flow`;

/** Somebody with these roles. */
export const actor = (...roles: Role[]): Actor => ({
  kind: 'account',
  id: roles.join('-'),
  name: roles.join(' and '),
  roles,
  station: null,
  from: '127.0.0.1',
});

export interface AlarmHouseOptions {
  readonly site?: Site;
  readonly view?: (station: string) => PlanView;
  /** In place of the store's own journal. */
  readonly journal?: (store: AlarmStore) => AlarmStore;
  readonly patienceMs?: number;
}

/** A fresh plan in force that orders nothing, from yesterday noon for four days. */
export function inForce(id: string): PlanView {
  const version = planVersion({ state: 'in-force', startsAt: NOON - 24 * HOUR, steps: 96 });
  const plan = { ...version, madeAt: NOON };
  return { ...noPlans(id), offered: plan, inForce: plan };
}

/** The alarms of the example station over a real store, on a clock that the test sets. */
export interface AlarmHouse {
  readonly store: Store;
  /** The database. */
  readonly file: string;
  alarms: Alarms;
  readings: Readings;
  readonly heard: Alarm[];
  now: number;
  /** Moves both clocks on, and looks at everything at the end, or every `everyMs`. */
  pass(ms: number, everyMs?: number): void;
  /** Sets the clock that can be set, and no other. */
  set(ms: number): void;
  /** A good reading of now, unless said otherwise; resolves when it is durable. */
  read(tag: string, value: number | null, more?: Partial<Reading>): Promise<unknown>;
  /** Hands in good readings of now and does not wait for the store. */
  hearOnly(values: readonly { readonly tag: string; readonly value: number }[]): void;
  /** Codes on the list of alarms, or in another state. */
  codes(state?: Alarm['state']): string[];
  /** One alarm that is not normal. */
  find(id: string): Alarm | undefined;
  /** Ends this run and begins the next over the same file. */
  restart(downMs?: number): Promise<void>;
  /** Until everything that happened is durable. */
  written(): Promise<void>;
  close(): Promise<void>;
}

export async function alarmHouse(options: AlarmHouseOptions = {}): Promise<AlarmHouse> {
  const { site = exampleSite, view = inForce } = options;
  const folder = mkdtempSync(join(tmpdir(), 'forebay-alarms-'));
  const tags = tagList(exampleSystem, site);
  const opening = { folder, retention: site.retention, timeZone: exampleSystem.timeZone, tags };
  const log = createLog('silent');
  const store = openStoreHere(opening);
  let steady = 0;
  const resent = listeners<readonly JudgedReading[]>();
  const clock = { now: () => house.now, rate: 1 };

  const begin = async (): Promise<void> => {
    house.readings = createReadings({ tags, store: store.readings, clock, log });
    await house.readings.warmUp();
    house.alarms = await openAlarms({
      system: exampleSystem,
      site,
      readings: {
        ...house.readings,
        onHeard(listener) {
          const leave = [house.readings.onHeard(listener), resent.add(listener)];
          return () => leave.forEach((stop) => stop());
        },
      },
      planning: { view },
      store: { ...store, alarms: options.journal?.(store.alarms) ?? store.alarms },
      clock,
      log,
      realNow: () => house.now,
      steadyNow: () => steady,
      patienceMs: options.patienceMs ?? 5000,
    });
    house.alarms.onChange((alarm) => house.heard.push(alarm));
  };

  const house: AlarmHouse = {
    store,
    file: join(folder, STORE_FILE),
    alarms: null as unknown as Alarms,
    readings: null as unknown as Readings,
    heard: [],
    now: NOON,
    pass(ms, everyMs = ms) {
      for (let passed = 0; passed < ms; passed += everyMs) {
        house.now += everyMs;
        steady += everyMs;
        house.alarms.evaluate();
      }
    },
    set: (ms) => (house.now += ms),
    read: (tag, value, more = {}) =>
      house.readings.accept([
        { tag, value, at: house.now, quality: 'good', source: 'scada', ...more },
      ]),
    hearOnly(values) {
      const batch = values.map(({ tag, value }) => ({
        tag,
        value,
        at: house.now,
        quality: 'good' as const,
        source: 'plc',
      }));
      resent.tell(batch.map((reading) => ({ ...reading, receivedAt: house.now })));
    },
    codes: (state) =>
      house.alarms
        .active(station.id)
        .filter((alarm) => (state === undefined ? !alarm.cause : alarm.state === state))
        .map(({ code }) => code),
    find: (id) => house.alarms.active(station.id).find((alarm) => alarm.id === id),
    async restart(downMs = 0) {
      await house.alarms.stop();
      house.now += downMs;
      await begin();
    },
    async written() {
      await house.alarms.stop();
    },
    async close() {
      await house.alarms.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await begin();
  return house;
}
