import {
  recordAfter,
  stepOf,
  type AlarmData,
  type AlarmRecord,
  type DoneBy,
  type JournalEntry,
} from '#shared/alarms/journal.ts';
import { NORMAL, type AlarmEvent } from '#shared/alarms/states.ts';
import type { Priority } from '#shared/alarms/priority.ts';
import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { AuditEntry } from '../store/audit-store.ts';
import type { JournalWriter } from './journal-writer.ts';

/** Which alarm, whether it has ever changed or not. */
export interface AlarmName {
  readonly id: string;
  readonly station: string;
  readonly code: AlarmCode;
  readonly subject: string;
  readonly priority: Priority;
}

/** What comes with an event. */
export interface EventDetails {
  readonly by?: DoneBy;
  readonly reason?: string;
  readonly until?: number;
  readonly cause?: string;
  /** Absent: as it was. */
  readonly data?: AlarmData;
  readonly audit?: (before: AlarmRecord | null, after: AlarmRecord) => AuditEntry;
}

/** What an event led to, and when that is durable. */
export interface Applied {
  readonly record: AlarmRecord;
  readonly kept: Promise<void>;
}

/** Where every alarm stands: the journal's records, in memory, ahead of the store by what waits to be written. */
export interface AlarmBook {
  find(id: string): AlarmRecord | undefined;
  all(): Iterable<AlarmRecord>;
  /** Applies an event at once; null where nothing comes of it (shared/alarms/states.ts). */
  apply(alarm: AlarmName, event: AlarmEvent, details?: EventDetails): Applied | null;
  onChange(listener: (record: AlarmRecord) => void): () => void;
}

export interface AlarmBookParts {
  readonly records: readonly AlarmRecord[];
  readonly lastNumber: number;
  readonly clock: Clock;
  readonly writer: Pick<JournalWriter, 'add'>;
}

export function createAlarmBook(parts: AlarmBookParts): AlarmBook {
  const { clock, writer } = parts;
  const records = new Map(parts.records.map((record) => [record.id, record]));
  const changes = listeners<AlarmRecord>();
  let number = parts.lastNumber;

  return {
    find: (id) => records.get(id),
    all: () => records.values(),
    onChange: changes.add,
    apply(alarm, event, details = {}) {
      const { id, station, code, subject, priority } = alarm;
      const before = records.get(id) ?? null;
      const standing = before?.standing ?? NORMAL;
      const next = stepOf(standing, event, code);
      if (!next) return null;
      const entry: JournalEntry = {
        number: number + 1,
        at: clock.now(),
        alarm: id,
        station,
        code,
        subject,
        priority,
        event,
        from: standing.state,
        to: next.state,
        by: details.by ?? null,
        reason: details.reason ?? null,
        until: details.until ?? null,
        cause: details.cause ?? null,
        data: details.data ?? before?.data ?? {},
      };
      const record = recordAfter(before, entry);
      number = entry.number;
      records.set(id, record);
      const audit = details.audit?.(before, record) ?? null;
      const kept = writer.add({ entry, audit }, record);
      changes.tell(record);
      return { record, kept };
    },
  };
}
