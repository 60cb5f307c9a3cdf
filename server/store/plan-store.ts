import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { PlanMove, PlanState } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';
import type { AuditEntry } from './audit-store.ts';

/** One value of the image that a day was gathered from. */
export interface InputValue {
  readonly tag: string;
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}

/** All that a version was computed from, enough to compute it again to the same numbers. */
export interface PlanInputs {
  readonly system: System;
  readonly day: Day;
  /** How it was searched; null: made by hand, a schedule carried out. */
  readonly search: {
    readonly budgetMs: number;
    readonly gap: number;
    /** The plan in force that it was to change little, and what a change costs; absent: there was none. */
    readonly inForce?: WireSchedule;
    readonly changePrice?: number;
    /** What the search's clock read, as `[ms since the start, how many times on end]`. */
    readonly clock: readonly (readonly [number, number])[];
  } | null;
  readonly image: readonly InputValue[];
  /** Issue of the forecast it reckoned with, by station; null: none, a recession. */
  readonly forecastIssuedAt: Readonly<Record<string, number | null>>;
  /** Load curves it follows, by id. */
  readonly loadCurves: readonly string[];
  /** The build of the program that computed it. */
  readonly build: string;
}

/** A step to take with a stored version. */
export interface StoredMove {
  readonly id: string;
  readonly move: PlanMove;
  readonly inForceFrom: number | null;
}

/** What changes at once: a version that is new, steps taken with others, and what the audit says of it. */
export interface PlanChange {
  readonly add: { readonly version: PlanVersion; readonly inputs: PlanInputs | null } | null;
  readonly moves: readonly StoredMove[];
  readonly audit: readonly AuditEntry[];
}

/** Port: plans, every version of them, with their lives and inputs. */
export interface PlanStore {
  /**
   * Makes a change, all of it or nothing, so that no instant sees two versions in force. A version that
   * begins takes the place of whatever else is in force, known here or not.
   * @throws StoreConflictError where a version has taken another step meanwhile, or is not there
   */
  record(change: PlanChange): Promise<void>;
  get(id: string): Promise<PlanVersion | null>;
  /** null: there is no such version, or it is older than inputs. */
  inputs(id: string): Promise<PlanInputs | null>;
  newest(state: PlanState): Promise<PlanVersion | null>;
  /** Versions whose steps overlap `[from, to)`, oldest made first. */
  between(from: number, to: number): Promise<readonly PlanVersion[]>;
}
