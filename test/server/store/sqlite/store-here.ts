import {
  setupOf,
  storeOf,
  type ReaderLink,
  type SqliteStoreOptions,
  type WriterLink,
} from '#server/store/sqlite/open-sqlite-store.ts';
import type { WriterCalls } from '#server/store/sqlite/store-calls.ts';
import { StoreReader } from '#server/store/sqlite/store-reader.ts';
import { StoreWriter } from '#server/store/sqlite/store-writer.ts';
import type { Store } from '#server/store/store.ts';

/** A link to what runs in this thread. */
function linkTo(half: object): unknown {
  const calls = half as Readonly<Record<string, (...args: unknown[]) => unknown>>;
  return {
    call: async (method: string, ...args: unknown[]) => Promise.resolve(calls[method]!(...args)),
    end: (closing: () => Promise<unknown>) => closing(),
  };
}

/**
 * The store on a real file in a folder that exists, without its threads: for tests of what stands on
 * a store, since a thread takes longer to start from source than most of them take. The threads have
 * tests of their own.
 */
export function openStoreHere(options: Omit<SqliteStoreOptions, 'log'>): Store {
  const setup = setupOf(options);
  const writer = new StoreWriter(setup);
  const reader = new StoreReader(setup);
  const writing: WriterCalls = {
    append: (batch) => writer.append([batch])[0]!,
    addForecast: (forecast) => writer.addForecast(forecast),
    recordPlans: (change) => writer.recordPlans(change),
    saveWhatIf: (whatIf, audit) => writer.saveWhatIf(whatIf, audit),
    removeWhatIf: (id, revision, audit) => writer.removeWhatIf(id, revision, audit),
    addLoadCurve: (curve, audit) => writer.addLoadCurve(curve, audit),
    saveDeviation: (deviation, audit) => writer.saveDeviation(deviation, audit),
    closeDay: (day, audit) => writer.closeDay(day, audit),
    addAccount: (account, entry) => writer.addAccount(account, entry),
    changeAccount: (account, entry) => writer.changeAccount(account, entry),
    addSession: (session, entry) => writer.addSession(session, entry),
    touchSession: (digest, seenAt) => writer.touchSession(digest, seenAt),
    removeSessions: (digests, entry) => writer.removeSessions(digests, entry),
    addToken: (token, entry) => writer.addToken(token, entry),
    revokeToken: (id, at, entry) => writer.revokeToken(id, at, entry),
    appendAudit: (entry) => writer.appendAudit(entry),
    prune: (now) => writer.prune(now),
    ping: () => writer.ping(),
    close: () => writer.close(),
  };
  return storeOf(linkTo(writing) as WriterLink, linkTo(reader) as ReaderLink);
}
