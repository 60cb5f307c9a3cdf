import type { ChartPoint } from '#client/charts/points.ts';
import { TREND_STEP_MS, useTrendStore } from '#client/stores/trend-store.ts';
import { trendPoints } from '#client/stores/trend.ts';

/** Points of a tag's trend in `[from, to)`. */
export function useTrend(): (tag: string, from: number, to: number) => ChartPoint[] {
  const store = useTrendStore();
  return (tag, from, to) => {
    const trend = store.trends.get(tag);
    if (!trend) return [];
    return trendPoints(trend, from, to).map(({ at, value }): ChartPoint => [at, value]);
  };
}

/** The middle of the slots, where a mean of a continuous value belongs. */
export function atSlotMiddle(points: readonly ChartPoint[]): ChartPoint[] {
  return points.map(([at, value]) => [at + TREND_STEP_MS / 2, value]);
}
