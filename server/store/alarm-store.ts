import type { AlarmRecord, JournalEntry } from '#shared/alarms/journal.ts';
import type { StoodBefore } from '#shared/alarms/load/stale.ts';
import type { AuditEntry } from './audit-store.ts';

/** An entry and, where it was a deed, what the audit says of it: both are kept, or neither. */
export interface KeptEntry {
  readonly entry: JournalEntry;
  readonly audit: AuditEntry | null;
}

/** Which entries are asked for; newest first. */
export interface JournalQuery {
  readonly station: string;
  /** Only older ones than this number; null: from the newest. */
  readonly before: number | null;
  readonly limit: number;
  /** `[from, to)`, ms; null: unbounded. */
  readonly from: number | null;
  readonly to: number | null;
  /** Only of these; null: of all. */
  readonly codes: readonly string[] | null;
  readonly events: readonly string[] | null;
  readonly priorities: readonly number[] | null;
  /** Only of the alarm with this path. */
  readonly alarm: string | null;
  /** Only deeds of people whose name has this in it. */
  readonly by: string | null;
}

/** Port: the journal of the alarms, and where each stands by it. */
export interface AlarmStore {
  /**
   * Keeps entries, in the order of their numbers, with the records they lead to. An entry whose number is
   * there already is left as it is: a batch may be handed in again when its answer was lost.
   */
  append(entries: readonly KeptEntry[], records: readonly AlarmRecord[]): Promise<void>;
  /** Every alarm that has ever changed, as it stands. */
  records(): Promise<readonly AlarmRecord[]>;
  /** Number of the newest entry; 0: there is none. */
  lastNumber(): Promise<number>;
  page(query: JournalQuery): Promise<readonly JournalEntry[]>;
  /** Entries of a station in `[from, to)`, oldest first. */
  between(station: string, from: number, to: number): Promise<readonly JournalEntry[]>;
  /** How the alarms of a station stood at an instant. */
  stoodAt(station: string, at: number): Promise<readonly StoodBefore[]>;
}
