import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { PlanSettings } from '../plan/timed-plans.ts';

export interface WorkerOrder {
  readonly system: System;
  readonly day: Day;
  readonly settings: PlanSettings;
}

export interface WorkerAnswer {
  /** By the worker's own clock, around `planDay` alone. */
  readonly ms: number;
  readonly status: Plan['status'];
  readonly value: number;
  readonly gapPercent: number | null;
}

declare global {
  interface Window {
    /** Set by the page once its worker can be asked; rejects with what the worker died of. */
    planInWorker?: (order: WorkerOrder) => Promise<WorkerAnswer>;
  }
}
