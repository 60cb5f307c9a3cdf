import type { JudgedPoint } from '#client/charts/points.ts';
import { useTrendStore } from '#client/stores/trend-store.ts';
import { trendPoints } from '#client/stores/trend.ts';

/** Points of a tag's trend in `[from, to)`. */
export function useTrend(): (tag: string, from: number, to: number) => JudgedPoint[] {
  const store = useTrendStore();
  return (tag, from, to) => {
    const trend = store.trends.get(tag);
    if (!trend) return [];
    return trendPoints(trend, from, to).map(({ at, value, quality }) => ({
      x: at,
      y: value,
      sound: quality === 'good',
    }));
  };
}
