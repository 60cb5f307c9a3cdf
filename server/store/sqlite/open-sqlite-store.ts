import { join } from 'node:path';
import type { Retention } from '#shared/station/site-schema.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Log } from '#server/log.ts';
import type { CounterRule } from '../counter-use.ts';
import { StoreError } from '../store-error.ts';
import type { AccessStores, Store } from '../store.ts';
import { makeFolder } from './make-folder.ts';
import { packReadings } from './reading-batch.ts';
import type { ReaderCalls, WriterCalls } from './store-calls.ts';
import { STORE_FILE, type StoreSetup } from './store-setup.ts';
import { ThreadLink } from './thread-link.ts';

export interface SqliteStoreOptions {
  /** Folder of the database, made if absent. */
  readonly folder: string;
  /** How long readings and each level of aggregates are kept. */
  readonly retention: Retention;
  /** Whose local days the daily aggregates are (IANA name). */
  readonly timeZone: string;
  /** The system's tag list: tells which tags are counters, and how they roll over. */
  readonly tags: readonly Tag[];
  readonly log: Log;
}

/**
 * Opens the embedded store (docs/decisions/0001). Its SQL runs in two threads, one that writes and one
 * that reads, so that neither a sync to disk nor a long history holds up the caller.
 * @throws StoreError where the database cannot be opened or was made by a newer Forebay
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const setup = setupOf(options);
  const writer = new ThreadLink<WriterCalls>({ role: 'writer', setup }, options.log);
  const reader = new ThreadLink<ReaderCalls>({ role: 'reader', setup }, options.log);
  try {
    await makeFolder(options.folder);
    await writer.start();
    await reader.start();
  } catch (error) {
    await writer.end(() => writer.call('close'));
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError('refused', why, { cause: error });
  }
  return storeOf(writer, reader);
}

/** What the store's threads are started with. */
export function setupOf(options: Omit<SqliteStoreOptions, 'log'>): StoreSetup {
  const { folder, timeZone, retention, tags } = options;
  return {
    file: join(folder, STORE_FILE),
    timeZone,
    retention,
    counters: new Map(tags.flatMap((tag) => counterEntry(tag))),
  };
}

function counterEntry({ tag, counter, ratePerS }: Tag): [string, CounterRule][] {
  if (counter === undefined) return [];
  return [[tag, { ...counter, ...(ratePerS === undefined ? {} : { ratePerS }) }]];
}

export type WriterLink = Pick<ThreadLink<WriterCalls>, 'call' | 'end'>;
export type ReaderLink = Pick<ThreadLink<ReaderCalls>, 'call' | 'end'>;

/** The ports over links to the two halves of a store, wherever these run. */
export function storeOf(writer: WriterLink, reader: ReaderLink): Store {
  return {
    readings: {
      append: (readings) => writer.call('append', packReadings(readings)),
      latest: async (tags) => new Map(await reader.call('latest', tags)),
      raw: (tag, from, to, limit) => reader.call('raw', tag, from, to, limit),
      aggregates: (tag, from, to, step) => reader.call('aggregates', tag, from, to, step),
      course: (tag, span, detail) => reader.call('course', tag, span, detail),
      versions: (tag, at) => reader.call('versions', tag, at),
      prune: (now) => pruneAll(writer, now),
    },
    forecasts: {
      add: (forecast) => writer.call('addForecast', forecast),
      newest: (station, asOf) => reader.call('newestForecast', station, asOf),
    },
    plans: {
      record: (change) => writer.call('recordPlans', change),
      get: (id) => reader.call('planById', id),
      inputs: (id) => reader.call('planInputs', id),
      newest: (state) => reader.call('newestPlan', state),
      between: (from, to) => reader.call('plansBetween', from, to),
    },
    ...deskStoresOf(writer, reader),
    consumption: consumptionStoreOf(writer, reader),
    alarms: alarmStoreOf(writer, reader),
    ...accessStoresOf(writer, reader),
    async ping() {
      await Promise.all([writer.call('ping'), reader.call('ping')]);
    },
    async close() {
      await reader.end(() => reader.call('close'));
      await writer.end(() => writer.call('close'));
    },
  };
}

/** The ports of the dispatcher's desk over the same links. */
function deskStoresOf(
  writer: WriterLink,
  reader: ReaderLink,
): Pick<Store, 'whatIfs' | 'loadCurves' | 'following' | 'outages'> {
  return {
    whatIfs: {
      save: (whatIf, audit) => writer.call('saveWhatIf', whatIf, audit),
      remove: (id, revision, audit) => writer.call('removeWhatIf', id, revision, audit),
      get: (id) => reader.call('whatIfById', id),
      since: (station, shiftStartsAt) => reader.call('whatIfsSince', station, shiftStartsAt),
    },
    loadCurves: {
      add: (curve, audit) => writer.call('addLoadCurve', curve, audit),
      newest: (from, to) => reader.call('newestLoadCurves', from, to),
    },
    following: {
      save: (deviation, audit) => writer.call('saveDeviation', deviation, audit),
      get: (id) => reader.call('deviationById', id),
      between: (station, from, to) => reader.call('deviationsBetween', station, from, to),
      close: (day, audit) => writer.call('closeDay', day, audit),
      closed: (station, day) => reader.call('closedDay', station, day),
    },
    outages: {
      save: (outage, audit) => writer.call('saveOutage', outage, audit),
      between: (from, to) => reader.call('outagesBetween', from, to),
    },
  };
}

/** The port of the alarms over the same links. */
function alarmStoreOf(writer: WriterLink, reader: ReaderLink): Store['alarms'] {
  return {
    append: (entries, records) => writer.call('appendAlarms', entries, records),
    records: () => reader.call('alarmRecords'),
    lastNumber: () => reader.call('lastAlarmNumber'),
    page: (query) => reader.call('alarmPage', query),
    between: (station, from, to) => reader.call('alarmsBetween', station, from, to),
    stoodAt: (station, at) => reader.call('alarmsStoodAt', station, at),
  };
}

/** The port of consumption over the same links. */
function consumptionStoreOf(writer: WriterLink, reader: ReaderLink): Store['consumption'] {
  return {
    close: (days, facts) => writer.call('closeConsumption', days, facts),
    versions: (station, consumer, date) =>
      reader.call('consumptionVersions', station, consumer, date),
    days: (station, consumer, from, to) =>
      reader.call('consumptionDays', station, consumer, from, to),
    dayOf: (station, date) => reader.call('consumptionDayOf', station, date),
    restatedSince: (station, closedAt) => reader.call('restatedSince', station, closedAt),
    facts: (station, from, to) => reader.call('consumptionFacts', station, from, to),
    meter: (station, consumer, from, to) => reader.call('longMeter', station, consumer, from, to),
    span: (station) => reader.call('consumptionSpan', station),
    headsOf: (station, date, consumers) =>
      reader.call('consumptionHeadsOf', station, date, consumers),
    add: (entries, audit) => writer.call('addEnergyEntries', entries, audit),
    entries: (station, kind) => reader.call('energyEntries', station, kind),
    entry: (station, kind, id) => reader.call('energyEntry', station, kind, id),
    entryVersions: (station, kind, id) => reader.call('energyEntryVersions', station, kind, id),
  };
}

/** The ports of access over the same links. */
export function accessStoresOf(
  writer: Pick<WriterLink, 'call'>,
  reader: Pick<ReaderLink, 'call'>,
): AccessStores {
  return {
    accounts: {
      all: () => reader.call('accounts'),
      add: (account, entry) => writer.call('addAccount', account, entry),
      change: (account, entry) => writer.call('changeAccount', account, entry),
      revision: () => reader.call('accessRevision'),
    },
    sessions: {
      all: () => reader.call('sessions'),
      add: (session, entry) => writer.call('addSession', session, entry),
      touch: (digest, seenAt) => writer.call('touchSession', digest, seenAt),
      remove: (digests, entry) => writer.call('removeSessions', digests, entry),
    },
    tokens: {
      all: () => reader.call('tokens'),
      add: (token, entry) => writer.call('addToken', token, entry),
      change: (token, revision, entry) => writer.call('changeToken', token, revision, entry),
      revoke: (id, at, entry) => writer.call('revokeToken', id, at, entry),
    },
    tries: {
      of: async (name) => new Map(await reader.call('signInTries', name)),
      count: (...tried) => writer.call('countSignInTry', ...tried),
      clear: (name) => writer.call('clearSignInTries', name),
    },
    audit: {
      append: (entry) => writer.call('appendAudit', entry),
      page: (query) => reader.call('auditPage', query),
      following: (number, limit) => reader.call('auditFollowing', number, limit),
      head: () => reader.call('auditHead'),
    },
  };
}

/** Slice after slice, each a call of its own, so that readings get in between. */
async function pruneAll(writer: WriterLink, now: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const slice = await writer.call('prune', now);
    if (slice === 0) return removed;
    removed += slice;
  }
}
