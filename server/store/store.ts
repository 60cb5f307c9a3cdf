import type { AccountStore } from './account-store.ts';
import type { AlarmStore } from './alarm-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { ConsumptionStore } from './consumption-store.ts';
import type { FollowingStore } from './following-store.ts';
import type { ForecastStore } from './forecast-store.ts';
import type { LoadCurveStore } from './load-curve-store.ts';
import type { OutageStore } from './outage-store.ts';
import type { PlanStore } from './plan-store.ts';
import type { ReadingStore } from './reading-store.ts';
import type { SessionStore } from './session-store.ts';
import type { SignInTryStore } from './sign-in-try-store.ts';
import type { TokenStore } from './token-store.ts';
import type { WhatIfStore } from './what-if-store.ts';

/** The ports of who may do what and who did. */
export interface AccessStores {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly tries: SignInTryStore;
  readonly audit: AuditStore;
}

/** All ports of one store. */
export interface Store extends AccessStores {
  readonly readings: ReadingStore;
  readonly forecasts: ForecastStore;
  readonly plans: PlanStore;
  readonly whatIfs: WhatIfStore;
  readonly loadCurves: LoadCurveStore;
  readonly following: FollowingStore;
  readonly outages: OutageStore;
  readonly consumption: ConsumptionStore;
  readonly alarms: AlarmStore;
  /** Resolves if the store answers; its error says what is wrong. */
  ping(): Promise<void>;
  /** Finishes what is under way and lets go of the files. */
  close(): Promise<void>;
}
