import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import { DEFINITIONS } from './definitions.ts';
import type { Priority } from './priority.ts';
import { NORMAL, step, type AlarmEvent, type AlarmState, type Standing } from './states.ts';

/** What an alarm says beside its code: values, limits, names. */
export type AlarmData = Readonly<Record<string, number | string>>;

/** Who has done something, as it is shown. */
export interface DoneBy {
  readonly id: string;
  readonly name: string;
}

/** One transition of one alarm. The journal of them is all there is: every record is made of it. */
export interface JournalEntry {
  /** 1, 2, 3 … over all alarms of a server, without a gap. */
  readonly number: number;
  /** The server's clock, ms. */
  readonly at: number;
  /** Path of the alarm. */
  readonly alarm: string;
  readonly station: string;
  readonly code: AlarmCode;
  /** Unit, source or tag; empty for the whole station. */
  readonly subject: string;
  readonly priority: Priority;
  readonly event: AlarmEvent;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** null: a fact, nobody's deed. */
  readonly by: DoneBy | null;
  /** Why it was shelved or taken out of service; null with other events. */
  readonly reason: string | null;
  /** Until when it is shelved, ms. */
  readonly until: number | null;
  /** Path of the alarm that suppresses it by design. */
  readonly cause: string | null;
  /** As the alarm was when this happened. */
  readonly data: AlarmData;
}

/** An alarm as it stands now. */
export interface AlarmRecord {
  readonly id: string;
  readonly station: string;
  readonly code: AlarmCode;
  readonly subject: string;
  readonly priority: Priority;
  readonly standing: Standing;
  /** Since when it is in its state, ms. */
  readonly since: number;
  /** When its condition came last, ms; 0: never. */
  readonly cameAt: number;
  /** How often its condition has come: who acknowledges names the one that was seen. */
  readonly occurrence: number;
  /** When it last rang, ms; 0: never. */
  readonly rangAt: number;
  readonly shelf: { readonly until: number; readonly reason: string; readonly by: DoneBy } | null;
  readonly outOfService: { readonly reason: string; readonly by: DoneBy } | null;
  readonly cause: string | null;
  readonly data: AlarmData;
  /** Number of its newest entry. */
  readonly revision: number;
}

const NOBODY: DoneBy = { id: '', name: '' };

const latches = (code: AlarmCode): boolean => DEFINITIONS[code].latches;

/** Where an event leads an alarm of this kind; null: nowhere. */
export function stepOf(before: Standing, event: AlarmEvent, code: AlarmCode): Standing | null {
  return step(before, event, latches(code));
}

/** A transition that rings: from a state in which it did not. */
export const rings = ({ from, to }: Pick<JournalEntry, 'from' | 'to'>): boolean =>
  to === 'unacknowledged' && from !== 'unacknowledged';

/**
 * The record after an entry.
 * @param before null: the alarm's first
 * @throws Error where the table does not lead from the record to what the entry says: the journal is not whole
 */
export function recordAfter(before: AlarmRecord | null, entry: JournalEntry): AlarmRecord {
  const standing = stepOf(before?.standing ?? NORMAL, entry.event, entry.code);
  if (standing?.state !== entry.to)
    throw new Error(
      `entry ${entry.number}: ${entry.event} does not lead ${entry.alarm} to ${entry.to}`,
    );
  const { at, event, reason, until } = entry;
  const by = entry.by ?? NOBODY;
  const hasCome = event === 'came';
  const { state } = standing;
  const shelf =
    event === 'shelve' ? { until: until ?? at, reason: reason ?? '', by } : before?.shelf;
  const out = event === 'take-out' ? { reason: reason ?? '', by } : before?.outOfService;
  return {
    id: entry.alarm,
    station: entry.station,
    code: entry.code,
    subject: entry.subject,
    priority: entry.priority,
    standing,
    since: state === before?.standing.state ? before.since : at,
    cameAt: hasCome ? at : (before?.cameAt ?? 0),
    occurrence: (before?.occurrence ?? 0) + (hasCome ? 1 : 0),
    rangAt: rings(entry) ? at : (before?.rangAt ?? 0),
    shelf: state === 'shelved' ? (shelf ?? null) : null,
    outOfService: state === 'out-of-service' ? (out ?? null) : null,
    cause: standing.isSuppressed
      ? event === 'suppress'
        ? entry.cause
        : (before?.cause ?? null)
      : null,
    data: entry.data,
    revision: entry.number,
  };
}

/** The records of all alarms that a journal speaks of, oldest entry first. */
export function replay(entries: Iterable<JournalEntry>): Map<string, AlarmRecord> {
  const records = new Map<string, AlarmRecord>();
  for (const entry of entries)
    records.set(entry.alarm, recordAfter(records.get(entry.alarm) ?? null, entry));
  return records;
}

/** What must be looked at first: the highest priority, then what rang last. */
export function byUrgency(
  a: { readonly priority: Priority; readonly rangAt: number },
  b: { readonly priority: Priority; readonly rangAt: number },
): number {
  return a.priority - b.priority || b.rangAt - a.rangAt;
}
