import { type AuditVerdict, verifyAudit } from '#server/access/audit.ts';
import type { AuditRecord } from '#server/store/audit-store.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';

/** More entries than any test makes. */
const MOST = 1000;

export interface ReadAudit {
  /** Oldest first. */
  readonly entries: readonly AuditRecord[];
  /** Whether their chain holds. */
  readonly verdict: AuditVerdict;
}

/** The audit as it lies in a store, beside a server that goes on writing. */
export async function readAudit(folder: string): Promise<ReadAudit> {
  const stores = await openAccessStores(folder);
  try {
    const verdict = await verifyAudit(stores.audit);
    const entries = await stores.audit.following(0, MOST);
    // What was added since lies behind the end that was verified.
    return { entries: verdict.sound ? entries.slice(0, verdict.entries) : entries, verdict };
  } finally {
    stores.close();
  }
}
