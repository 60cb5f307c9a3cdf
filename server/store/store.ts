import type { AccountStore } from './account-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { ForecastStore } from './forecast-store.ts';
import type { PlanStore } from './plan-store.ts';
import type { ReadingStore } from './reading-store.ts';
import type { SessionStore } from './session-store.ts';
import type { TokenStore } from './token-store.ts';

/** The ports of who may do what and who did. */
export interface AccessStores {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly audit: AuditStore;
}

/** All ports of one store. */
export interface Store extends AccessStores {
  readonly readings: ReadingStore;
  readonly forecasts: ForecastStore;
  readonly plans: PlanStore;
  /** Resolves if the store answers; its error says what is wrong. */
  ping(): Promise<void>;
  /** Finishes what is under way and lets go of the files. */
  close(): Promise<void>;
}
