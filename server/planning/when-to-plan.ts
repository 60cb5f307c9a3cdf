import { dayStartMs, localDate, localTimeMs } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanCause } from '#shared/wire/plan-view.ts';

/** What came of trying to plan; `waiting`: a measurement is missing. */
export type TryOutcome = 'made' | 'waiting' | 'failed';

export interface LastTry {
  readonly atMs: number;
  readonly outcome: TryOutcome;
}

/** When a station wants plans. */
export interface PlanningPace {
  readonly timeZone: string;
  /** A new plan at least this often, ms. */
  readonly everyMs: number;
  /** New facts make one no oftener than this, ms. */
  readonly shortestMs: number;
  /** When tomorrow is planned, `HH:MM` of the local day; null: only with the rest. */
  readonly dayAheadAt: string | null;
}

/** A plan that failed is tried again after this, ms: what was measured since may make a sound one. */
const FAILED_AGAIN_MS = 5 * MS_PER_MINUTE;

/** Causes that wait for no pace: a unit that tripped or was declared out or back, and a person who asks. */
const AT_ONCE: readonly PlanCause[] = ['trip', 'outage', 'asked'];

/**
 * Why a plan is due at `nowMs`; empty: none is. Facts that came since the last try are merged into one
 * plan, which knows the newest of each. While a measurement is missing, every look tries anew.
 * @param last the try before; null: none since the start
 * @param facts causes that have come up since the last try began, in any order
 */
export function whyDue(
  last: LastTry | null,
  facts: readonly PlanCause[],
  nowMs: number,
  pace: PlanningPace,
): readonly PlanCause[] {
  const causes = new Set(facts);
  if (last === null) return [...causes.add('start')];
  if (last.outcome === 'waiting') return [...causes.add('measured')];
  const sinceMs = nowMs - last.atMs;
  const timely = timelyCauses(last, nowMs, pace);
  const isUrgent = facts.some((cause) => AT_ONCE.includes(cause));
  const hasFacts = facts.length > 0 && sinceMs >= pace.shortestMs;
  if (timely.length === 0 && !isUrgent && !hasFacts) return [];
  return [...new Set([...facts, ...timely])];
}

/** Causes that the clock alone brings. */
function timelyCauses(last: LastTry, nowMs: number, pace: PlanningPace): PlanCause[] {
  const sinceMs = nowMs - last.atMs;
  const causes: PlanCause[] = [];
  if (dayStartMs(nowMs, pace.timeZone) > last.atMs) causes.push('midnight');
  const dayAheadMs = dayAheadAt(nowMs, pace);
  if (last.atMs < dayAheadMs && dayAheadMs <= nowMs) causes.push('day-ahead');
  if (last.outcome === 'failed' && sinceMs >= Math.min(pace.everyMs, FAILED_AGAIN_MS)) {
    causes.push('retry');
  } else if (sinceMs >= pace.everyMs) causes.push('period');
  return causes;
}

/** When tomorrow is planned on the local day of `nowMs`; never where no hour is set. */
function dayAheadAt(nowMs: number, { dayAheadAt: time, timeZone }: PlanningPace): number {
  return time === null ? Infinity : localTimeMs(localDate(nowMs, timeZone), time, timeZone);
}
