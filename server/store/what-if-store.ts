import type { WhatIf } from '#shared/wire/what-if.ts';
import type { AuditEntry } from './audit-store.ts';

/** Port: dispatchers' trials, kept for their shift. */
export interface WhatIfStore {
  /**
   * Keeps a new trial (revision 1), or the next revision of one.
   * @throws StoreConflictError where it is not at the revision before
   */
  save(whatIf: WhatIf, audit: AuditEntry | null): Promise<void>;
  /** @throws StoreConflictError where it is not at this revision */
  remove(id: string, revision: number, audit: AuditEntry | null): Promise<void>;
  get(id: string): Promise<WhatIf | null>;
  /** Those of a station for shifts from `shiftStartsAt` on, oldest first. */
  since(station: string, shiftStartsAt: number): Promise<readonly WhatIf[]>;
}
