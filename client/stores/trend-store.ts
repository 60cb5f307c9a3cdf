import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { Quality } from '#shared/wire/quality.ts';
import { emptyTrend, type Trend, withHistory, withValue } from './trend.ts';

export const TREND_STEP_MS = 15 * MS_PER_MINUTE;

/** Longest past that a panel shows, ms: a local day of 25 h and the quarter-hour it starts in. */
export const TREND_KEPT_MS = 26 * MS_PER_HOUR;

/** Whether the past of a tag is at hand: `asked` and not come yet, come, or not to be had for now. */
export type HistoryState = 'asked' | 'here' | 'failed';

/** Trends of the tags that the panels draw, by tag. */
export const useTrendStore = defineStore('trend', () => {
  const trends = shallowRef<ReadonlyMap<string, Trend>>(new Map());

  /** Counts the histories that came: a chart that follows it need not follow every live value. */
  const historiesCame = shallowRef(0);
  const states = shallowRef<ReadonlyMap<string, HistoryState>>(new Map());

  /** The state of a tag's past; one that came once is there, though newer could not be had. */
  const historyState = (tag: string): HistoryState => states.value.get(tag) ?? 'asked';
  function putState(tag: string, state: HistoryState): void {
    if (historyState(tag) === state) return;
    states.value = new Map(states.value).set(tag, state);
  }

  function historyCame(tag: string, points: readonly AggregatePoint[], askedAt: number): void {
    put(tag, withHistory(trends.value.get(tag) ?? emptyTrend(TREND_STEP_MS), points, askedAt));
    historiesCame.value += 1;
    putState(tag, 'here');
  }
  function historyFailed(tag: string): void {
    if (historyState(tag) === 'asked') putState(tag, 'failed');
  }
  function valueCame(tag: string, live: { at: number; value: number; quality: Quality }): void {
    const trend = trends.value.get(tag) ?? emptyTrend(TREND_STEP_MS);
    put(tag, withValue(trend, live, TREND_KEPT_MS));
  }
  function put(tag: string, trend: Trend): void {
    trends.value = new Map(trends.value).set(tag, trend);
  }

  return { trends, historiesCame, historyState, historyCame, historyFailed, valueCame };
});
