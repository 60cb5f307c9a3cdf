import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { rings, type JournalEntry } from '../journal.ts';
import { PRIORITIES, type Priority } from '../priority.ts';
import { badActors, type BadActors } from './bad-actors.ts';
import { LOAD_FIGURES, lightOf, type LoadFigureCode, type LoadLight } from './bounds.ts';
import { countsIn, floodPeriods, ratesOf } from './rates.ts';
import { staleIn, type StaleAlarm, type StoodBefore } from './stale.ts';

export interface LoadFigure {
  readonly code: LoadFigureCode;
  /** Shares 0..1; null: no alarm rang, and there is no share of none. */
  readonly value: number | null;
  readonly light: LoadLight;
}

/** The load of an alarm system in `[from, to)` by IEC 62682. */
export interface LoadReport extends BadActors {
  readonly from: number;
  readonly to: number;
  /** How many rang. */
  readonly alarms: number;
  readonly byPriority: Readonly<Record<Priority, number>>;
  readonly figures: readonly LoadFigure[];
  readonly stale: readonly StaleAlarm[];
  /** Hours of the clock in which any rang, for the picture: start, how many, whether part of a flood. */
  readonly hours: readonly (readonly [at: number, alarms: number, flood: boolean])[];
}

/** The standard asks for at least this much time. */
export const LOAD_DAYS = 30;

/**
 * @param entries of `[from, to)`, oldest first; those in which nothing rings count for what stands
 * @param before how alarms stood at `from`
 */
export function loadReport(
  entries: readonly JournalEntry[],
  before: readonly StoodBefore[],
  from: number,
  to: number,
): LoadReport {
  const ringing = entries.filter(rings);
  const ringsMs = ringing.map(({ at }) => at);
  const alarms = ringing.length;
  const byPriority = Object.fromEntries(
    PRIORITIES.map((priority) => [
      priority,
      ringing.filter((entry) => entry.priority === priority).length,
    ]),
  ) as Record<Priority, number>;
  const actors = badActors(entries);
  const stale = staleIn(before, entries, from, to);
  const share = (count: number): number | null => (alarms === 0 ? null : count / alarms);
  const values: Readonly<Record<LoadFigureCode, number | null>> = {
    ...ratesOf(ringsMs, from, to),
    topTenShare: share(actors.top.reduce((sum, { count }) => sum + count, 0)),
    chattering: actors.chattering.length,
    fleeting: actors.fleeting.length,
    stale: stale.mostOnADay,
    highShare: share(byPriority[1]),
    mediumShare: share(byPriority[2]),
    lowShare: share(byPriority[3]),
  };
  return {
    from,
    to,
    alarms,
    byPriority,
    ...actors,
    stale: stale.now,
    hours: hoursOf(ringsMs, from, to),
    figures: LOAD_FIGURES.map((code) => {
      const value = values[code];
      return { code, value, light: value === null ? 'none' : lightOf(code, value, alarms) };
    }),
  };
}

function hoursOf(ringsMs: readonly number[], from: number, to: number): LoadReport['hours'] {
  const firstHour = Math.floor(from / MS_PER_HOUR);
  const hours = countsIn(ringsMs, from, to, MS_PER_HOUR);
  const startMs = firstHour * MS_PER_HOUR;
  const floods = floodPeriods(countsIn(ringsMs, startMs, to, MS_PER_HOUR / 6));
  return hours.flatMap((count, i) => {
    const isFlood = floods.slice(6 * i, 6 * i + 6).some(Boolean);
    return count > 0 || isFlood ? [[startMs + i * MS_PER_HOUR, count, isFlood] as const] : [];
  });
}
