import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { JournalEntry } from '#shared/alarms/journal.ts';
import type { AlarmLoad, AlarmSheet } from '#shared/wire/alarms.ts';
import {
  type JournalFilter,
  requestJournal,
  requestLoad,
  requestSheet,
} from '#client/connection/alarm-requests.ts';
import { HttpError } from '#client/connection/http-request.ts';

export type { JournalFilter } from '#client/connection/alarm-requests.ts';

/** How an asking stands. */
export type Asked = 'loading' | 'shown' | 'refused' | 'failed';

export const EVERYTHING: JournalFilter = {
  code: '',
  event: '',
  priority: '',
  by: '',
  from: null,
  to: null,
};

/** What the alarm page asks for over HTTP: journal, load, the rationalised list. */
export const useAlarmPageStore = defineStore('alarm-page', () => {
  const journal = shallowRef<readonly JournalEntry[]>([]);
  /** Number to ask for older entries with; null: there are none. */
  const before = shallowRef<number | null>(null);
  const waiting = shallowRef(0);
  const load = shallowRef<AlarmLoad | null>(null);
  const sheet = shallowRef<AlarmSheet | null>(null);
  const standing = shallowRef<Asked>('loading');
  /** The server's own word where it refused or failed. */
  const word = shallowRef('');
  /** Counts the askings: an answer to an older one is not shown. */
  let turn = 0;

  async function asking<T>(work: Promise<T>, show: (answer: T) => void): Promise<void> {
    const own = (turn += 1);
    standing.value = 'loading';
    try {
      const answer = await work;
      if (own !== turn) return;
      show(answer);
      standing.value = 'shown';
    } catch (error) {
      if (own !== turn) return;
      const code = error instanceof HttpError ? error.code : '';
      word.value = error instanceof Error ? error.message : String(error);
      standing.value = ['no-token', 'wrong-token', 'not-allowed'].includes(code)
        ? 'refused'
        : 'failed';
    }
  }

  return {
    journal,
    before,
    waiting,
    load,
    sheet,
    standing,
    word,
    /** @param older to what is there; false: from the newest */
    askJournal: (station: string, filter: JournalFilter, older: boolean) =>
      asking(requestJournal(station, filter, older ? before.value : null), (page) => {
        journal.value = older ? [...journal.value, ...page.entries] : page.entries;
        before.value = page.before;
        waiting.value = page.waiting;
      }),
    askLoad: (station: string, from: number, to: number) =>
      asking(requestLoad(station, from, to), (answer) => (load.value = Object.freeze(answer))),
    askSheet: (station: string) =>
      asking(requestSheet(station), (answer) => (sheet.value = Object.freeze(answer))),
  };
});
