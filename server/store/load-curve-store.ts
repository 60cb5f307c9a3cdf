import type { LoadCurve } from '#shared/wire/load-curve.ts';
import type { AuditEntry } from './audit-store.ts';

/** Port: load curves that the grid has ordered, every import of them. */
export interface LoadCurveStore {
  add(curve: LoadCurve, audit: AuditEntry): Promise<void>;
  /** The newest import of each day from `from` to `to`, both `YYYY-MM-DD` and inclusive, by day. */
  newest(from: string, to: string): Promise<readonly LoadCurve[]>;
}
