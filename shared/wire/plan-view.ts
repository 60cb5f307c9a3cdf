import type { Plan, Reason } from '#shared/station/plan-schema.ts';

export type PlanState = 'offered' | 'in-force' | 'superseded';

/** A stored version of a plan with what it was made for. */
export interface PlanVersion {
  readonly id: string;
  readonly state: PlanState;
  readonly madeAt: number;
  /** Start of its first step, ms since 1970 UTC. */
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly steps: number;
  readonly pricePerMwh: readonly number[];
  /** Inflow it reckoned with, by station, m³/s per step, and where that came from. */
  readonly inflowM3s: Readonly<Record<string, readonly number[]>>;
  readonly inflowOrigin: 'forecast' | 'recession';
  readonly plan: Plan;
}

/** One quarter-hour (or other step) of a station as ordered: of the plan that was in force when it ran. */
export interface OrderedSlot {
  readonly at: number;
  readonly planId: string;
  readonly pricePerMwh: number;
  readonly generationMw: number;
  readonly exportMw: number;
  readonly units: Readonly<Record<string, number>>;
}

/** The next start, stop or change of a unit's output in the plan in force. */
export interface NextChange {
  readonly at: number;
  readonly unit: string;
  readonly kind: 'start' | 'stop' | 'raise' | 'lower';
  /** Change of the unit's output, MW. */
  readonly byMw: number;
  readonly toMw: number;
  readonly reason: Reason | null;
}

/** What the screens need of planning, for one station. */
export interface PlanView {
  readonly station: string;
  /** Recommended: the newest plan offered; null before the first. */
  readonly offered: PlanVersion | null;
  readonly inForce: PlanVersion | null;
  /** Ordered steps from local midnight on, past and future, oldest first. */
  readonly ordered: readonly OrderedSlot[];
  readonly next: NextChange | null;
}
