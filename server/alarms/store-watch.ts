import type { Readings } from '../readings/readings.ts';
import type { JournalWriter } from './journal-writer.ts';

/** Whether the store takes what is to be written. */
export interface StoreWatch {
  /** Since when it does not, steady ms; null: it does, or there is nothing to write. */
  blockedSince(): number | null;
  stop(): void;
}

/** Judged by what was written last: readings that were heard and are not durable, entries that wait. */
export function createStoreWatch(
  readings: Pick<Readings, 'onHeard' | 'onTaken'>,
  writer: Pick<JournalWriter, 'blockedSince'>,
  steadyNow: () => number,
): StoreWatch {
  /** When the oldest reading was heard since one was last made durable. */
  let unwrittenSince: number | null = null;
  const leave = [
    readings.onHeard(() => (unwrittenSince ??= steadyNow())),
    readings.onTaken(({ accepted, duplicate }) => {
      if (accepted + duplicate > 0) unwrittenSince = null;
    }),
  ];
  return {
    blockedSince() {
      const since = [unwrittenSince, writer.blockedSince()].filter((one) => one !== null);
      return since.length === 0 ? null : Math.min(...since);
    },
    stop() {
      for (const stop of leave) stop();
    },
  };
}
