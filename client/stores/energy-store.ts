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

/** A kept page is asked for anew after this: what is late may have restated its day, ms. */
const KEPT_MS = 120_000;

interface Kept {
  readonly at: number;
  /** Also of an answer that is still on its way: nothing is asked for twice. */
  readonly answer: Promise<unknown>;
  hasCome: boolean;
}

/** Answers by what was asked. */
function keptAnswers() {
  const kept = new Map<string, Kept>();
  const fresh = (path: string): Kept | null => {
    const known = kept.get(path);
    return known && performance.now() - known.at < KEPT_MS ? known : null;
  };
  return {
    has: (path: string): boolean => fresh(path)?.hasCome ?? false,
    clear: (): void => kept.clear(),
    /** @throws HttpError */
    async ask<T>(path: string, anew = false): Promise<T> {
      const known = anew ? null : fresh(path);
      if (known) return known.answer as Promise<T>;
      const answer = requestHttp<T>(`${DOOR}/${path}`).then((one) => Object.freeze(one));
      const own: Kept = { at: performance.now(), answer, hasCome: false };
      kept.delete(path);
      kept.set(path, own);
      if (kept.size > KEPT_PAGES) kept.delete(kept.keys().next().value!);
      try {
        return await answer;
      } catch (error) {
        if (kept.get(path) === own) kept.delete(path);
        throw error;
      } finally {
        own.hasCome = true;
      }
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

/** What is advised for a day; the last one's stands until it has come. */
function adviceRefs(ask: ReturnType<typeof keptAnswers>['ask']) {
  const advice = shallowRef<AdvicePage | null>(null);
  /** The server's own word where there is no advice; empty: there is. */
  const adviceFault = shallowRef('');
  let wanted = '';
  async function askAdvice(station: string, date: string): Promise<void> {
    const path = `advice?station=${station}&day=${date}`;
    wanted = path;
    const [found, fault] = await ask<AdvicePage>(path, true).then(
      (page) => [page, ''] as const,
      (error: unknown) => [null, error instanceof Error ? error.message : String(error)] as const,
    );
    if (wanted !== path) return;
    advice.value = found;
    adviceFault.value = fault;
  }
  return { advice, adviceFault, askAdvice };
}

/** What the server said of consumption: pages by what was asked, frozen. */
export const useEnergyStore = defineStore('energy', () => {
  const consumers = shallowRef<ConsumersPage | null>(null);
  const day = shallowRef<DayPage | null>(null);
  const span = shallowRef<SpanPage | null>(null);
  const { standing, word, failed } = standingRefs();
  const { ask, has, clear } = keptAnswers();
  const { advice, adviceFault, askAdvice } = adviceRefs(ask);
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

  /** Asks for what is likely to be looked at next; what cannot be had is told when it is asked for in earnest. */
  function foresee(station: string, questions: readonly EnergyQuestion[]): void {
    for (const question of questions) ask(pathOf(station, question)).catch(() => undefined);
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
    adviceFault,
    standing,
    word,
    open,
    show,
    foresee,
    askAdvice,
    set,
    ...histories(ask),
    minutes,
  };
});
