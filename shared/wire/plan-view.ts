import type { Plan, Reason } from '#shared/station/plan-schema.ts';
import type { PlanMove, PlanState } from './plan-life.ts';

/** Why a plan was made; a version may have several. */
export const PLAN_CAUSES = [
  'start',
  'measured',
  'midnight',
  'day-ahead',
  'period',
  'retry',
  'asked',
  'forecast',
  'inflow',
  'level',
  'load',
  'trip',
  'return',
  'outage',
  'amended',
] as const;
export type PlanCause = (typeof PLAN_CAUSES)[number];

/** A value that a plan was computed with in place of one that was measured or ordered. */
export interface SubstitutedValue {
  /** Path of the tag. */
  readonly tag: string;
  /**
   * `quality`: the measurement itself is marked substituted or doubtful; `recession`: no forecast, the
   * inflow recedes from what was observed; `older-level`: none at the start, the newest one counts.
   */
  readonly how: 'quality' | 'recession' | 'older-level';
  /** How many values: quarter-hours of the past, or the one of now. */
  readonly count: number;
}

/** A stored version of a plan with what it was made for. */
export interface PlanVersion {
  readonly id: string;
  readonly state: PlanState;
  /** Number of its newest move: what a request must name, so that nobody decides on what has changed. */
  readonly revision: number;
  /** Every step taken with it, oldest first. */
  readonly moves: readonly PlanMove[];
  readonly madeAt: number;
  /** From when on it orders; null: it never did (yet). In the future: ordered, not yet begun. */
  readonly inForceFrom: number | null;
  readonly causes: readonly PlanCause[];
  /** The version that it was made of by hand; null: by the search. */
  readonly amends: string | null;
  /** Start of its first step, ms since 1970 UTC. */
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly steps: number;
  readonly pricePerMwh: readonly number[];
  /** Load to follow, MW per step; null: none, or a version older than load curves. */
  readonly loadMw: readonly number[] | null;
  /** Inflow it reckoned with, by station, m³/s per step, and where that came from. */
  readonly inflowM3s: Readonly<Record<string, readonly number[]>>;
  readonly inflowOrigin: 'forecast' | 'recession';
  /** Empty: every value was measured and good. */
  readonly substituted: readonly SubstitutedValue[];
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

/** How this station decides on plans. */
export interface PlanDeciding {
  /** `auto`: an offer is in force at once; `none`: it waits for a decision. */
  readonly adopt: 'auto' | 'none';
  readonly secondPerson: boolean;
}

/** What the screens need of planning, for one station. */
export interface PlanView {
  readonly station: string;
  /** Recommended: the newest plan offered; null before the first. */
  readonly offered: PlanVersion | null;
  /** Accepted, amended or ordered, and not in force yet. */
  readonly decided: PlanVersion | null;
  readonly inForce: PlanVersion | null;
  readonly deciding: PlanDeciding;
  /** Ordered steps from local midnight on, past and future, oldest first. */
  readonly ordered: readonly OrderedSlot[];
  readonly next: NextChange | null;
}
