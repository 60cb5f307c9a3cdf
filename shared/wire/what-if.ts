import type { Who } from './plan-life.ts';

/** What a plan is: flow by unit and spill, m³/s per step, by station. */
export interface WireSchedule {
  readonly stations: Readonly<
    Record<
      string,
      {
        readonly spillM3s: readonly number[];
        readonly units: Readonly<Record<string, { readonly flowM3s: readonly number[] }>>;
      }
    >
  >;
}

/** A dispatcher's trial: what was set by hand on top of a plan. */
export interface WhatIfBody {
  /** The version it began from; null: from nothing. */
  readonly basePlanId: string | null;
  /** Start of its first step, ms. */
  readonly startsAt: number;
  readonly stepMinutes: number;
  readonly steps: number;
  /** Output set by hand, MW by station and unit, one value per step; null: left to the base or the search. */
  readonly setMw: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
  /** What that comes to; null: not computed. */
  readonly schedule: WireSchedule | null;
}

/**
 * `what-if`: named, for everybody of the shift to see. `draft`: what one person has under the hand,
 * one for each station, there again after a reload.
 */
export type WhatIfKind = 'what-if' | 'draft';

/** Colours that a what-if may have; never those of plan, order and measurement. */
export const WHAT_IF_COLOURS = 6;

/** A trial kept on the server for the shift. */
export interface WhatIf {
  readonly id: string;
  readonly station: string;
  readonly kind: WhatIfKind;
  readonly name: string;
  /** From 0, below `WHAT_IF_COLOURS`. */
  readonly colour: number;
  readonly owner: Who;
  /** From 1; names what a change was made on. */
  readonly revision: number;
  readonly changedAt: number;
  /** Whose change the revision is. */
  readonly changedBy: Who;
  /** Start of the shift that it is kept for, ms. */
  readonly shiftStartsAt: number;
  readonly body: WhatIfBody;
}

export interface ListWhatIfsRequest {
  readonly station: string;
}

/** Saves a new trial, or a changed one. */
export interface SaveWhatIfRequest {
  /** null: a new one; a draft of the same person and station is written over. */
  readonly id: string | null;
  /** Of what was changed; null for a new one. */
  readonly revision: number | null;
  readonly station: string;
  readonly kind: WhatIfKind;
  readonly name: string;
  readonly colour: number;
  readonly body: WhatIfBody;
}

export interface RemoveWhatIfRequest {
  readonly id: string;
  readonly revision: number;
}
