import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { JournalEntry } from '../journal.ts';
import type { AlarmState } from '../states.ts';

const STALE_MS = 24 * MS_PER_HOUR;

/** How an alarm stood when the stretch of time began. */
export interface StoodBefore {
  readonly alarm: string;
  readonly code: string;
  readonly subject: string;
  readonly state: AlarmState;
  /** Since when it has been ringing or acknowledged without a break, ms; as for its state where that is neither. */
  readonly standsSince: number;
}

/** An alarm that has stood for longer than a day. */
export interface StaleAlarm {
  readonly alarm: string;
  readonly code: string;
  readonly subject: string;
  readonly since: number;
}

interface Stood extends StaleAlarm {
  /** null: it still stands. */
  readonly until: number | null;
}

const stands = (state: AlarmState): boolean =>
  state === 'unacknowledged' || state === 'acknowledged';

/** Every stretch in which an alarm stood, rung and not over, under no cover. */
function stretches(
  before: readonly StoodBefore[],
  entries: readonly JournalEntry[],
): readonly Stood[] {
  const open = new Map<string, StaleAlarm>();
  const all: Stood[] = [];
  for (const { alarm, code, subject, state, standsSince } of before)
    if (stands(state)) open.set(alarm, { alarm, code, subject, since: standsSince });
  for (const { alarm, code, subject, to, at } of entries) {
    const standing = open.get(alarm);
    if (stands(to) && !standing) open.set(alarm, { alarm, code, subject, since: at });
    if (!stands(to) && standing) {
      all.push({ ...standing, until: at });
      open.delete(alarm);
    }
  }
  return [...all, ...[...open.values()].map((one) => ({ ...one, until: null }))];
}

/** Alarms that stand for longer than a day: now, and on the worst day. */
export interface Stale {
  readonly now: readonly StaleAlarm[];
  readonly mostOnADay: number;
}

/** Days are counted back from `to`. */
export function staleIn(
  before: readonly StoodBefore[],
  entries: readonly JournalEntry[],
  from: number,
  to: number,
): Stale {
  const old = stretches(before, entries).filter(
    ({ since, until }) => (until ?? to) - since > STALE_MS,
  );
  let mostOnADay = 0;
  for (let end = to; end > from; end -= STALE_MS) {
    const onDay = old.filter(
      ({ since, until }) =>
        since + STALE_MS < end && (until ?? Infinity) > Math.max(from, end - STALE_MS),
    );
    mostOnADay = Math.max(mostOnADay, new Set(onDay.map(({ alarm }) => alarm)).size);
  }
  const now = old
    .filter(({ until }) => until === null)
    .map(({ until: _until, ...stale }) => stale)
    .toSorted((a, b) => a.since - b.since);
  return { now, mostOnADay };
}
