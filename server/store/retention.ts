import type { Retention } from '#shared/station/site-schema.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Intervals, Level } from './intervals.ts';

/** What is older than `before` goes. */
export interface Horizon {
  readonly level: 'raw' | Level;
  readonly before: number;
}

/**
 * From when on each level is kept, at the start of a local day, finest first.
 * A finer level never outlives a coarser one, since late data would then be made into coarser
 * intervals that are gone already; nor does anything go that is still to be aggregated.
 * @param oldestDueAt start of the oldest interval to be made again, or null
 */
export function horizons(
  retention: Retention,
  intervals: Intervals,
  now: number,
  oldestDueAt: number | null,
): Horizon[] {
  const days = [
    ['raw', retention.rawDays],
    [0, retention.minutesDays],
    [1, retention.quartersDays],
    [2, retention.hoursDays],
    [3, retention.daysDays],
  ] as const;
  let kept = 0;
  return days.map(([level, own]) => {
    kept = Math.max(kept, own);
    const oldest = Math.min(now - kept * 24 * MS_PER_HOUR, oldestDueAt ?? now);
    return { level, before: intervals.startOf(3, oldest) };
  });
}
