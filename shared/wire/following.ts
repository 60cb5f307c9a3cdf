import type { Who } from './plan-life.ts';
import type { Quality } from './quality.ts';

/** One quarter-hour of a unit or of the whole station beside its plan, MW means. */
export interface FollowedValue {
  /** Of the newest plan offered before it began; null: none spoke of it. */
  readonly recommendedMw: number | null;
  readonly orderedMw: number | null;
  /** null: not measured. */
  readonly actualMw: number | null;
  /** Worst quality in it. */
  readonly quality: Quality;
  /** actual − ordered; null where one is missing. */
  readonly deviationMw: number | null;
  readonly isOver: boolean;
}

/** Recommended, ordered and actual of one quarter-hour. */
export interface FollowedStep {
  readonly at: number;
  readonly planId: string | null;
  readonly station: FollowedValue;
  readonly units: Readonly<Record<string, FollowedValue>>;
}

export const DEVIATION_CAUSES = [
  'grid-order',
  'frequency-control',
  'unit-trip',
  'unit-limit',
  'vibration-zone',
  'water',
  'gates',
  'environment',
  'measurement',
  'dispatcher',
  'other',
] as const;
export type DeviationCause = (typeof DEVIATION_CAUSES)[number];

/** Quarter-hours on end in which a unit, or the station, went its own way by more than the band. */
export interface Deviation {
  readonly id: string;
  readonly station: string;
  /** null: the whole station. */
  readonly unit: string | null;
  /** `[from, to)`, ms; it grows while the deviation lasts. */
  readonly from: number;
  readonly to: number;
  /** Actual − ordered where it was largest, MW. */
  readonly largestMw: number;
  /** ∫ (actual − ordered), MWh. */
  readonly energyMwh: number;
  readonly bandMw: number;
  readonly revision: number;
  readonly explained: {
    readonly cause: DeviationCause;
    readonly note: string;
    readonly by: Who;
    readonly at: number;
  } | null;
}

/** A local day that was gone through and shut. */
export interface DayClosed {
  readonly station: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly by: Who;
  readonly at: number;
  readonly note: string;
  readonly deviations: number;
}

/** How a local day was followed. */
export interface FollowedDay {
  readonly station: string;
  readonly day: string;
  /** Beyond this much a quarter-hour counts as a deviation, MW. */
  readonly bandMw: { readonly station: number; readonly units: Readonly<Record<string, number>> };
  /** Quarter-hours that have ended, oldest first. */
  readonly steps: readonly FollowedStep[];
  /** Share of station quarter-hours within the band, 0..1; null: none could be judged. */
  readonly withinShare: number | null;
  readonly deviations: readonly Deviation[];
  readonly closed: DayClosed | null;
}

export interface FollowedDayRequest {
  readonly station: string;
  readonly day: string;
}

export interface ExplainDeviationRequest {
  readonly id: string;
  readonly revision: number;
  readonly cause: DeviationCause;
  readonly note: string;
}

export interface CloseDayRequest {
  readonly station: string;
  readonly day: string;
  readonly note: string;
}
