import type { Outage } from '#shared/wire/outage.ts';
import type { AuditEntry } from './audit-store.ts';

/** Port: units out of service, the past ones too. */
export interface OutageStore {
  /**
   * Keeps a new outage (revision 1), or the next revision of one.
   * @throws StoreConflictError where it is not at the revision before
   */
  save(outage: Outage, audit: AuditEntry): Promise<void>;
  /** Those of all stations that touch `[from, to)`, ms, by their beginning. */
  between(from: number, to: number): Promise<readonly Outage[]>;
}
