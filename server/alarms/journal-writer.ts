import type { AlarmRecord } from '#shared/alarms/journal.ts';
import type { Log } from '../log.ts';
import type { AlarmStore, KeptEntry } from '../store/alarm-store.ts';

/** Entries written in one transaction. */
const MOST_AT_ONCE = 500;

/** Between an attempt that failed and the next, ms. */
const RETRY_MS = 1000;

/** Makes entries durable in their order; what the store does not take waits in memory and is tried again. */
export interface JournalWriter {
  /** Resolves when the entry is durable. */
  add(kept: KeptEntry, record: AlarmRecord): Promise<void>;
  /** Entries that are not durable yet, oldest first. */
  waiting(): readonly KeptEntry[];
  /** Since when the store has refused them, steady ms; null: it takes them. */
  blockedSince(): number | null;
  /** Tries once more what waits, and says how much of it is lost. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly kept: KeptEntry;
  readonly record: AlarmRecord;
  readonly done: () => void;
}

export interface JournalWriterParts {
  readonly store: Pick<AlarmStore, 'append'>;
  readonly steadyNow: () => number;
  readonly log: Log;
  readonly retryMs?: number;
}

export function createJournalWriter(parts: JournalWriterParts): JournalWriter {
  const { store, steadyNow, log, retryMs = RETRY_MS } = parts;
  const queue: Waiting[] = [];
  let running: Promise<void> | null = null;
  let blockedSince: number | null = null;
  let isStopping = false;
  let wake: (() => void) | null = null;

  /** @returns whether the store took the oldest that wait */
  async function writeSome(): Promise<boolean> {
    const some = queue.slice(0, MOST_AT_ONCE);
    const records = new Map(some.map(({ record }) => [record.id, record]));
    const begunAt = steadyNow();
    try {
      await store.append(
        some.map(({ kept }) => kept),
        [...records.values()],
      );
    } catch (error) {
      if (blockedSince === null)
        log.error({ err: error, waiting: queue.length }, 'the journal of alarms cannot be written');
      blockedSince ??= begunAt;
      return false;
    }
    if (blockedSince !== null) log.info({ waiting: queue.length }, 'the journal is written again');
    blockedSince = null;
    for (const { done } of queue.splice(0, some.length)) done();
    return true;
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, retryMs).unref();
    });

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const isWritten = await writeSome();
      if (!isWritten && isStopping) return;
      if (!isWritten) await pause();
    }
  }

  const start = (): void => {
    running ??= run().finally(() => {
      running = null;
      if (queue.length > 0 && !isStopping) start();
    });
  };

  return {
    add: (kept, record) =>
      new Promise((done) => {
        queue.push({ kept, record, done });
        start();
      }),
    waiting: () => queue.map(({ kept }) => kept),
    blockedSince: () => blockedSince,
    async stop() {
      isStopping = true;
      wake?.();
      await running;
      if (queue.length > 0) await writeSome();
      if (queue.length > 0)
        log.error({ entries: queue.length }, 'the store did not take the last entries of alarms');
    },
  };
}
