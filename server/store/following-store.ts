import type { DayClosed, Deviation } from '#shared/wire/following.ts';
import type { AuditEntry } from './audit-store.ts';

/** Port: deviations from the plan and the days that were shut. */
export interface FollowingStore {
  /**
   * Keeps a new deviation (revision 1), or the next revision of one.
   * @throws StoreConflictError where it is not at the revision before
   */
  save(deviation: Deviation, audit: AuditEntry | null): Promise<void>;
  get(id: string): Promise<Deviation | null>;
  /** Those that touch `[from, to)`, oldest first. */
  between(station: string, from: number, to: number): Promise<readonly Deviation[]>;
  /** @throws StoreConflictError where the day is shut already */
  close(day: DayClosed, audit: AuditEntry): Promise<void>;
  closed(station: string, day: string): Promise<DayClosed | null>;
}
