import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { emptyTrend, type Trend, withHistory, withValue } from './trend.ts';

export const TREND_STEP_MS = 15 * MS_PER_MINUTE;

/** Longest past that a panel shows, ms: a local day of 25 h and the quarter-hour it starts in. */
export const TREND_KEPT_MS = 26 * MS_PER_HOUR;

/** Trends of the tags that the panels draw, by tag. */
export const useTrendStore = defineStore('trend', () => {
  const trends = shallowRef<ReadonlyMap<string, Trend>>(new Map());

  /** Counts the histories that came: a chart that follows it need not follow every live value. */
  const historiesCame = shallowRef(0);

  function historyCame(tag: string, points: readonly AggregatePoint[], askedAt: number): void {
    put(tag, withHistory(trends.value.get(tag) ?? emptyTrend(TREND_STEP_MS), points, askedAt));
    historiesCame.value += 1;
  }
  function valueCame(tag: string, at: number, value: number): void {
    put(
      tag,
      withValue(trends.value.get(tag) ?? emptyTrend(TREND_STEP_MS), at, value, TREND_KEPT_MS),
    );
  }
  function put(tag: string, trend: Trend): void {
    trends.value = new Map(trends.value).set(tag, trend);
  }

  return { trends, historiesCame, historyCame, valueCame };
});
