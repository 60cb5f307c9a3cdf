import type { JudgedPoint } from '#client/charts/points.ts';
import { useTrendStore } from '#client/stores/trend-store.ts';
import { type TrendPoint, trendPoints } from '#client/stores/trend.ts';

const judged = ({ at, value, quality }: TrendPoint): JudgedPoint => ({
  x: at,
  y: value,
  sound: quality === 'good',
});

/** The past of a tag: points of `[from, to)`, and the last reading before the full minute it reaches to. */
export function useTrend(): {
  points: (tag: string, from: number, to: number) => JudgedPoint[];
  end: (tag: string) => JudgedPoint | null;
} {
  const store = useTrendStore();
  return {
    points(tag, from, to) {
      const trend = store.trends.get(tag);
      return trend ? trendPoints(trend, from, to).map(judged) : [];
    },
    end(tag) {
      const end = store.trends.get(tag)?.end;
      return end ? judged(end) : null;
    },
  };
}
