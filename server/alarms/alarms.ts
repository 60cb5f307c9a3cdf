import { byUrgency, type AlarmRecord } from '#shared/alarms/journal.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { Alarm, AlarmsSilenced } from '#shared/wire/alarms.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { createAudit } from '../access/audit.ts';
import type { Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import type { Readings } from '../readings/readings.ts';
import type { Store } from '../store/store.ts';
import { createAlarmBook } from './alarm-book.ts';
import { createAlarmDeeds, type AlarmDeeds } from './alarm-deeds.ts';
import { createAlarmPages, type AlarmPages } from './alarm-pages.ts';
import { alarmView } from './alarm-view.ts';
import { createHeard } from './heard.ts';
import { createJournalWriter } from './journal-writer.ts';
import { createRounds } from './rounds.ts';
import { createStoreWatch } from './store-watch.ts';
import { watchedStations } from './watched-stations.ts';

/** Use case: what must be looked at, and what people do about it. */
export interface Alarms extends AlarmDeeds {
  /** Judges everything that depends on time: delays, lost data, shelves. Called every cycle of the image. */
  evaluate(): void;
  /** All that are not normal: highest priority first, then newest. */
  active(station: string): readonly Alarm[];
  /** When the horns of a station were silenced last; null: not since the server began. */
  silenced(station: string): AlarmsSilenced | null;
  readonly pages: AlarmPages;
  onChange(listener: (alarm: Alarm) => void): () => void;
  onSilenced(listener: (silenced: AlarmsSilenced) => void): () => void;
  /** Writes what still waits to be written. */
  stop(): Promise<void>;
}

export interface AlarmParts {
  readonly system: System;
  readonly site: Pick<Site, 'alarms' | 'planning'>;
  readonly readings: Pick<Readings, 'tags' | 'live' | 'onHeard' | 'onTaken'>;
  readonly planning: { view(station: string): PlanView };
  readonly store: Pick<Store, 'alarms' | 'audit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Real time that can be set, and that cannot, ms. */
  readonly realNow?: () => number;
  readonly steadyNow?: () => number;
  /** How long a deed's answer waits to be durable, ms. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 2000;

/** Takes up every alarm where the last run left it. */
export async function openAlarms(parts: AlarmParts): Promise<Alarms> {
  const { alarms } = parts.store;
  const [records, lastNumber] = [await alarms.records(), await alarms.lastNumber()];
  return createAlarms(parts, records, lastNumber);
}

function createAlarms(
  parts: AlarmParts,
  records: readonly AlarmRecord[],
  lastNumber: number,
): Alarms {
  const { site, readings, store, clock, log } = parts;
  const { realNow = Date.now, steadyNow = () => performance.now() } = parts;
  const writer = createJournalWriter({ store: store.alarms, steadyNow, log });
  const book = createAlarmBook({ records, lastNumber, clock, writer });
  const changes = listeners<Alarm>();
  book.onChange((record) => changes.tell(alarmView(record)));
  const heard = createHeard({ live: readings.live, rate: clock.rate, steadyNow });
  const { blockedSince, stop: stopStoreWatch } = createStoreWatch(readings, writer, steadyNow);
  const waiting = (): number => writer.waiting().length;
  const stations = watchedStations({
    ...parts,
    tags: readings.tags,
    heard,
    book,
    clockRate: clock.rate,
    server: { realNow, steadyNow, blockedSince, waiting, stepped: heard.forgetAges },
  });
  const rounds = createRounds({
    book,
    stations,
    heard,
    clock,
    delayNow: () => steadyNow() * clock.rate,
  });
  const leave = [
    readings.onHeard((batch) => batch.forEach(rounds.hear)),
    readings.live.onNewest(rounds.hear),
    stopStoreWatch,
  ];
  const { shelving } = site.alarms;
  const horns = createHorns(parts, realNow);

  return {
    ...createAlarmDeeds({
      book,
      stations: [...stations.keys()],
      shelving,
      clock,
      realNow,
      patienceMs: parts.patienceMs ?? PATIENCE_MS,
      silence: horns.silence,
    }),
    evaluate: rounds.evaluate,
    active: (station) =>
      [...book.all()]
        .filter((one) => one.station === station && one.standing.state !== 'normal')
        .toSorted(byUrgency)
        .map(alarmView),
    silenced: horns.silenced,
    pages: createAlarmPages({
      store: store.alarms,
      writer,
      clock,
      shelving,
      settings: (station) => stations.get(station)?.settings,
    }),
    onChange: changes.add,
    onSilenced: horns.onSilenced,
    async stop() {
      for (const stop of leave) stop();
      await writer.stop();
    },
  };
}

/** When the horns of each station were silenced; nothing of it outlasts the server: what rings anew is heard. */
function createHorns({ store, log }: AlarmParts, realNow: () => number) {
  const silencings = new Map<string, AlarmsSilenced>();
  const told = listeners<AlarmsSilenced>();
  const audit = createAudit(store.audit, realNow);
  return {
    silenced: (station: string) => silencings.get(station) ?? null,
    onSilenced: told.add,
    silence(actor: Actor, silenced: AlarmsSilenced): void {
      const { station } = silenced;
      silencings.set(station, silenced);
      told.tell(silenced);
      // Horns fall silent at once, whatever the store does.
      audit.record(actor, { action: 'alarm.silence', subject: station }).catch((error: unknown) => {
        log.error({ err: error, station }, 'that horns were silenced is not in the audit');
      });
    },
  };
}
