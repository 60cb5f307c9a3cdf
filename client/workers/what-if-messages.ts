import type { LimitCode } from '#shared/dispatch/limit-codes.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Mend, Plan, Reason, StationPlan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';

/** A day to try things on, as the plan was made for it. */
export interface WhatIfDay {
  /** Names the day: the worker keeps the last few, so that they travel once. */
  readonly key: string;
  readonly system: System;
  readonly day: Day;
}

/** One station's set points: what was planned or tried before, and what the dispatcher has fixed on top of it. */
export interface StationRows {
  /** Gates as they were meant, m³/s; n. They open further where a limit asks for it. */
  readonly spillM3s: readonly number[];
  /** MW per unit; n. */
  readonly baseMw: Readonly<Record<string, readonly number[]>>;
  /** MW that the dispatcher typed or dragged; null is as the base has it; n. A unit may be absent. */
  readonly fixedMw: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Set points by station. */
export type Rows = Readonly<Record<string, StationRows>>;

/** A cell that the unit cannot make: its machine's largest flow gives less. */
export interface ShortCell {
  readonly station: string;
  readonly unit: string;
  readonly step: number;
  readonly askedMw: number;
  readonly madeMw: number;
}

/** A limit that is broken over some steps. */
export interface BrokenLimit {
  readonly station: string;
  /** The generating unit it concerns; null: the station. */
  readonly unit: string | null;
  readonly limit: LimitCode;
  readonly rank: 1 | 2;
  readonly fromStep: number;
  /** Exclusive. */
  readonly toStep: number;
  readonly amount: number;
  readonly amountUnit: string;
}

/** All that follows from set points. */
export interface Outcome {
  readonly stations: Readonly<Record<string, StationPlan>>;
  readonly value: Plan['value'];
  readonly reasons: readonly Reason[];
  readonly broken: readonly BrokenLimit[];
  readonly short: readonly ShortCell[];
  /** Time in the worker, ms. */
  readonly ms: number;
}

/** A plan around what was fixed. */
export interface BestOutcome extends Outcome {
  readonly status: Plan['status'];
  readonly gap: number | null;
  /** Each a change of the day with which no limit would have to give way. */
  readonly mends: readonly Mend[];
}

export type WhatIfQuestion =
  | { readonly kind: 'try'; readonly rows: Rows }
  | { readonly kind: 'best'; readonly rows: Rows; readonly budgetMs: number }
  | { readonly kind: 'rule' };

/** What the page sends: a question about a day. `day` only the first time the worker hears of `key`. */
export interface WhatIfAsk {
  readonly id: number;
  readonly key: string;
  readonly day?: WhatIfDay;
  readonly question: WhatIfQuestion;
}

export type WhatIfAnswer =
  | { readonly id: number; readonly ok: true; readonly outcome: Outcome | BestOutcome }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      /** The worker has let the day go: it is to be sent again. */
      readonly unknownDay: boolean;
    };
