import type { ForecastStore } from './forecast-store.ts';
import type { PlanStore } from './plan-store.ts';
import type { ReadingStore } from './reading-store.ts';

/** All ports of one store. */
export interface Store {
  readonly readings: ReadingStore;
  readonly forecasts: ForecastStore;
  readonly plans: PlanStore;
  /** Resolves if the store answers; its error says what is wrong. */
  ping(): Promise<void>;
  /** Finishes what is under way and lets go of the files. */
  close(): Promise<void>;
}
