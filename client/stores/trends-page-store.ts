import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { BudgetPage } from '#shared/energy/review/page.ts';
import type { AlarmSheet } from '#shared/wire/alarms.ts';
import type { TrendAnswer } from '#shared/wire/trend.ts';
import { requestSheet } from '#client/connection/alarm-requests.ts';
import { HttpError } from '#client/connection/http-request.ts';
import { requestTargets } from '#client/connection/targets-request.ts';
import { requestTrends, type TrendQuestion } from '#client/connection/trends-request.ts';

export type { TrendQuestion } from '#client/connection/trends-request.ts';

/** How the newest question stands. */
export type TrendStanding = 'loading' | 'shown' | 'refused' | 'failed';

const REFUSED = ['no-token', 'wrong-token', 'not-allowed'];

/** What the server said of the trends that are looked at; an answer that a newer question has overtaken is dropped. */
export const useTrendsPageStore = defineStore('trends-page', () => {
  const answer = shallowRef<TrendAnswer | null>(null);
  const standing = shallowRef<TrendStanding>('loading');
  /** The server's own word where it refused or failed. */
  const word = shallowRef('');
  /** Limits that alarms go by; null: not had. */
  const sheet = shallowRef<AlarmSheet | null>(null);
  /** Targets of meters by their path, a page for each year. */
  const targets = shallowRef<ReadonlyMap<string, readonly BudgetPage[]>>(new Map());
  let turn = 0;
  let targetsTurn = 0;

  /** @param answered called in the turn in which the answer, or that there is none, is there to be drawn */
  async function ask(question: TrendQuestion, answered: () => void): Promise<void> {
    const own = (turn += 1);
    standing.value = 'loading';
    try {
      const came = Object.freeze(await requestTrends(question));
      if (own !== turn) return;
      answer.value = came;
      standing.value = 'shown';
      answered();
    } catch (error) {
      if (own !== turn) return;
      if (!(error instanceof HttpError)) throw error;
      word.value = error.message;
      standing.value = REFUSED.includes(error.code) ? 'refused' : 'failed';
      answered();
    }
  }

  /** Without the limits of alarms the curves are the same: where they cannot be had they are not drawn. */
  async function askSheet(station: string): Promise<void> {
    sheet.value = await requestSheet(station).catch(() => null);
  }

  /** Nor are targets, where they cannot be had. */
  async function askTargets(
    station: string,
    meters: readonly string[],
    years: readonly number[],
  ): Promise<void> {
    const own = (targetsTurn += 1);
    const came = await requestTargets(station, meters, years).catch(() => null);
    if (own === targetsTurn) targets.value = came ?? new Map();
  }

  return { answer, standing, word, sheet, targets, ask, askSheet, askTargets };
});
