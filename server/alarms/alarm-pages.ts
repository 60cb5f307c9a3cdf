import { DEFINITIONS } from '#shared/alarms/definitions.ts';
import { loadReport } from '#shared/alarms/load/load-report.ts';
import type { AlarmSetting } from '#shared/alarms/settings.ts';
import { ALARM_CODES, type AlarmCode } from '#shared/station/alarm-codes.ts';
import type { Shelving } from '#shared/station/alarm-settings-schema.ts';
import type { AlarmLoad, AlarmSheet, JournalPage } from '#shared/wire/alarms.ts';
import type { Actor } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { AlarmStore, JournalQuery } from '../store/alarm-store.ts';
import { shelveHours } from './alarm-deeds.ts';
import type { JournalWriter } from './journal-writer.ts';

/** What is read out about alarms. */
export interface AlarmPages {
  journal(query: JournalQuery): Promise<JournalPage>;
  /** The load of `[from, to)`; `to` is cut off at now. */
  load(station: string, from: number, to: number): Promise<AlarmLoad>;
  sheet(actor: Actor, station: string): AlarmSheet;
}

export interface AlarmPagesParts {
  readonly store: Pick<AlarmStore, 'page' | 'between' | 'stoodAt'>;
  readonly writer: Pick<JournalWriter, 'waiting'>;
  readonly clock: Clock;
  readonly shelving: Shelving;
  readonly settings: (station: string) => ReadonlyMap<AlarmCode, AlarmSetting> | undefined;
}

export function createAlarmPages(parts: AlarmPagesParts): AlarmPages {
  const { store, writer, clock, shelving, settings } = parts;
  return {
    async journal(query) {
      const entries = await store.page(query);
      const before = entries.length < query.limit ? null : (entries.at(-1)?.number ?? null);
      return { entries, before, waiting: writer.waiting().length };
    },
    async load(station, from, to) {
      // What has happened in this very millisecond has happened.
      const until = Math.min(to, clock.now() + 1);
      const entries = await store.between(station, from, until);
      // What the store does not take yet has happened all the same.
      const last = entries.at(-1)?.number ?? 0;
      const waiting = writer
        .waiting()
        .map(({ entry }) => entry)
        .filter((entry) => entry.station === station && entry.number > last)
        .filter(({ at }) => at >= from && at < until);
      const before = await store.stoodAt(station, from);
      return { station, ...loadReport([...entries, ...waiting], before, from, until) };
    },
    sheet(actor, station) {
      const set = settings(station) ?? new Map<AlarmCode, AlarmSetting>();
      const alarms = [...set.values()].map(({ onDelayMs, offDelayMs, ...setting }) => {
        const { unit, per, latches, suppresses } = DEFINITIONS[setting.code];
        const delays = { onDelayS: onDelayMs / 1000, offDelayS: offDelayMs / 1000 };
        return { ...setting, ...delays, unit, per, latches, suppresses };
      });
      return {
        station,
        alarms,
        off: ALARM_CODES.filter((code) => !set.has(code)),
        shelveHours: shelveHours(actor, shelving),
      };
    },
  };
}
