import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Trend } from './trend.ts';

export const TREND_STEP_MS = 15 * MS_PER_MINUTE;

/** Longest past that a panel shows, ms: a local day of 25 h and the quarter-hour it starts in. */
export const TREND_KEPT_MS = 26 * MS_PER_HOUR;

/** Whether the past of a tag is at hand: `asked` and not come yet, come, or not to be had for now. */
export type HistoryState = 'asked' | 'here' | 'failed';

/** Trends of the tags that the panels draw, by tag. */
export const useTrendStore = defineStore('trend', () => {
  const trends = shallowRef<ReadonlyMap<string, Trend>>(new Map());
  const states = shallowRef<ReadonlyMap<string, HistoryState>>(new Map());

  /** The state of a tag's past; one that came once is there, though newer could not be had. */
  const historyState = (tag: string): HistoryState => states.value.get(tag) ?? 'asked';
  function putState(tag: string, state: HistoryState): void {
    if (historyState(tag) === state) return;
    states.value = new Map(states.value).set(tag, state);
  }

  /** All pasts of one asking together: the charts are drawn once for them. */
  function historiesCame(came: ReadonlyMap<string, Trend>): void {
    trends.value = new Map([...trends.value, ...came]);
    for (const tag of came.keys()) putState(tag, 'here');
  }
  function historyFailed(tag: string): void {
    if (historyState(tag) === 'asked') putState(tag, 'failed');
  }

  return { trends, historyState, historiesCame, historyFailed };
});
