import type { PlanState, PlanVersion } from '#shared/wire/plan-view.ts';

/** Port: plans, every version of them. */
export interface PlanStore {
  add(version: PlanVersion): Promise<void>;
  setState(id: string, state: PlanState): Promise<void>;
  get(id: string): Promise<PlanVersion | null>;
  newest(state: PlanState): Promise<PlanVersion | null>;
  /** Versions whose steps overlap `[from, to)`, oldest made first. */
  between(from: number, to: number): Promise<readonly PlanVersion[]>;
}
