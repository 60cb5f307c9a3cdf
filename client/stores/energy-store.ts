import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type {
  AdvicePage,
  BaselinesPage,
  BudgetPage,
  ConsumersPage,
  DayPage,
  SpanPage,
} from '#shared/energy/review/page.ts';
import { requestHistory } from '#client/connection/history-request.ts';
import { HttpError, requestHttp } from '#client/connection/http-request.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';

/** What the page is asked to show. */
export interface EnergyQuestion {
  readonly consumer: string;
  readonly view: 'day' | 'month' | 'year';
  /** `YYYY-MM-DD`; of a month or year any day in it. */
  readonly date: string;
}

/** How the newest question stands. */
export type Standing = 'loading' | 'shown' | 'not-closed' | 'refused' | 'failed';

/** Doors that something is set at. */
export type EnergyDoor = 'notes' | 'corrections' | 'baselines' | 'advice';

const DOOR = '/api/v1/energy';

/** Pages that are kept, so that going back and forth asks nothing anew. */
const KEPT_PAGES = 60;

/** Answers by what was asked. */
function keptAnswers() {
  const kept = new Map<string, unknown>();
  return {
    has: (path: string): boolean => kept.has(path),
    clear: (): void => kept.clear(),
    /** @throws HttpError */
    async ask<T>(path: string, anew = false): Promise<T> {
      const known = anew ? undefined : kept.get(path);
      if (known !== undefined) return known as T;
      const answer = Object.freeze(await requestHttp<T>(`${DOOR}/${path}`));
      kept.set(path, answer);
      if (kept.size > KEPT_PAGES) kept.delete(kept.keys().next().value!);
      return answer;
    },
  };
}

function pathOf(station: string, { consumer, view, date }: EnergyQuestion): string {
  const of = view === 'month' ? date.slice(0, 7) : date.slice(0, 4);
  const where = `station=${station}&consumer=${encodeURIComponent(consumer)}`;
  return view === 'day' ? `day?${where}&day=${date}` : `span?${where}&of=${of}`;
}

/** Stored minutes of a meter. @throws RequestError */
const minutes = (tag: string, from: number, to: number): Promise<readonly AggregatePoint[]> =>
  requestHistory({ tag, from, to, step: '1m' });

const REFUSED = ['no-token', 'wrong-token', 'not-allowed'];

function standingOf(error: HttpError): Standing {
  if (error.code === 'not-closed') return 'not-closed';
  return REFUSED.includes(error.code) ? 'refused' : 'failed';
}

/** What was set before; always asked anew, since it is what is edited. */
function histories(ask: ReturnType<typeof keptAnswers>['ask']) {
  const where = (station: string, consumer: string): string =>
    `station=${station}&consumer=${encodeURIComponent(consumer)}`;
  return {
    /** @throws HttpError */
    budget: (station: string, consumer: string, year: number): Promise<BudgetPage> =>
      ask<BudgetPage>(`budget?${where(station, consumer)}&year=${year}`, true),
    /** @throws HttpError */
    baselines: (station: string, consumer: string): Promise<BaselinesPage> =>
      ask<BaselinesPage>(`baselines?${where(station, consumer)}`, true),
  };
}

/** How the newest question stands, and the server's own word where it refused. */
function standingRefs() {
  const standing = shallowRef<Standing>('loading');
  const word = shallowRef('');
  const failed = (error: unknown): void => {
    if (!(error instanceof HttpError)) throw error;
    word.value = error.message;
    standing.value = standingOf(error);
  };
  return { standing, word, failed };
}

/** What the server said of consumption: pages by what was asked, frozen. */
export const useEnergyStore = defineStore('energy', () => {
  const consumers = shallowRef<ConsumersPage | null>(null);
  const day = shallowRef<DayPage | null>(null);
  const span = shallowRef<SpanPage | null>(null);
  const advice = shallowRef<AdvicePage | null>(null);
  const { standing, word, failed } = standingRefs();
  const { ask, has, clear } = keptAnswers();
  let newest = '';

  async function open(station: string): Promise<void> {
    try {
      consumers.value = await ask<ConsumersPage>(`consumers?station=${station}`, true);
    } catch (error) {
      failed(error);
    }
  }

  /** Shows a day, a month or a year; an answer that was overtaken by another question is kept, not shown. */
  async function show(station: string, question: EnergyQuestion, anew = false): Promise<void> {
    const { view } = question;
    const path = pathOf(station, question);
    newest = path;
    if (!has(path)) standing.value = 'loading';
    try {
      const page = await ask<DayPage | SpanPage>(path, anew);
      if (newest !== path) return;
      if (view === 'day') day.value = page as DayPage;
      else span.value = page as SpanPage;
      standing.value = 'shown';
    } catch (error) {
      if (newest === path) failed(error);
    }
  }

  async function askAdvice(station: string, date: string): Promise<void> {
    advice.value = null;
    try {
      advice.value = await ask<AdvicePage>(`advice?station=${station}&day=${date}`, true);
    } catch (error) {
      failed(error);
    }
  }

  /** Sets something and asks the page anew. @throws HttpError */
  async function set(door: EnergyDoor, body: unknown): Promise<void> {
    await requestHttp(`${DOOR}/${door}`, { body });
    clear();
  }

  const byId = computed(
    () => new Map(consumers.value?.consumers.map((one) => [one.id, one]) ?? []),
  );

  return {
    consumers,
    byId,
    day,
    span,
    advice,
    standing,
    word,
    open,
    show,
    askAdvice,
    set,
    ...histories(ask),
    minutes,
  };
});
