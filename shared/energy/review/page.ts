import type { Balance } from '../consumer-tree.ts';
import type { Budget } from './budget.ts';
import type { OffTakeAdvice } from '../advice/off-take-advice.ts';
import type { Baseline } from '../model/baseline.ts';
import type { ConsumerDay } from './close-day.ts';
import type { CusumPoint } from './cusum.ts';
import type { MeterDay } from './day-facts.ts';
import type { Light, LightColour } from './lights.ts';
import type {
  Correction,
  EnergyAction,
  EnergyEvent,
  Finding,
  Noted,
  TakenAdvice,
} from './notes.ts';
import type { Restated } from './restate.ts';
import type { VarianceTerm } from './variance.ts';

/** One line of the tree of consumers, parents before their children. */
export interface ConsumerLine {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** null: the whole station. */
  readonly unit: string;
  readonly parent: string | null;
  /** Path of its meter; null: the sum of others. */
  readonly tag: string | null;
}

export interface ConsumersPage {
  readonly station: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly consumers: readonly ConsumerLine[];
  /** First and last closed day; null: none yet. */
  readonly span: { readonly from: string; readonly to: string } | null;
}

/** What a day said in one of its versions. */
export interface VersionLine {
  readonly version: number;
  readonly closedAt: number;
  readonly actualKwh: number | null;
  readonly restated: readonly Restated[];
}

/** A day that was restated lately. */
export interface RestatedDay extends VersionLine {
  readonly consumer: string;
  readonly date: string;
}

/** One feeder of the Pareto. */
export interface ParetoLine {
  readonly consumer: string;
  readonly actualKwh: number | null;
  readonly overKwh: number | null;
  readonly colour: LightColour | null;
}

/** What a page shows of a frozen model. */
export type BaselineCard = Pick<
  Baseline,
  | 'resolution'
  | 'frozenAt'
  | 'window'
  | 'rows'
  | 'leftOut'
  | 'balance'
  | 'coefficients'
  | 'dropped'
  | 'sigmaKwh'
  | 'rSquared'
  | 'cvRmse'
  | 'tests'
  | 'isValid'
>;

/** The daily review of one consumer, in the order of the page. */
export interface DayPage {
  readonly station: string;
  readonly consumer: string;
  readonly date: string;
  /** Start of the local day, ms since 1970 UTC. */
  readonly startMs: number;
  readonly day: ConsumerDay;
  readonly meter: MeterDay;
  readonly versions: readonly VersionLine[];
  /** Of this consumer and those under it, since a day before the newest closing. */
  readonly restatedLately: readonly RestatedDay[];
  /** Consumers with slots that are not metered. */
  readonly incomplete: readonly {
    readonly consumer: string;
    readonly corrected: number;
    readonly spread: number;
    readonly missing: number;
  }[];
  readonly balance: Balance | null;
  /** Residual by hour of the last weeks, oldest day first. */
  readonly heat: readonly {
    readonly date: string;
    readonly hours: readonly { readonly hour: number; readonly residualKwh: number | null }[];
  }[];
  readonly pareto: readonly ParetoLine[];
  readonly cusum: readonly CusumPoint[];
  readonly sigmaKwh: number | null;
  readonly baseLoad: readonly { readonly date: string; readonly kw: number | null }[];
  readonly events: readonly Noted<EnergyEvent>[];
  readonly daily: BaselineCard | null;
  readonly hourly: BaselineCard | null;
  readonly finding: Noted<Finding> | null;
  readonly actions: readonly Noted<EnergyAction>[];
  /** By hand, of this day, also those that were taken back. */
  readonly corrections: readonly Noted<Correction>[];
}

/** A consumer's target of a year in every version, oldest first, and the use that it is spread by. */
export interface BudgetPage {
  readonly station: string;
  readonly consumer: string;
  readonly year: number;
  readonly versions: readonly Noted<Budget>[];
  /** By `YYYY-MM-DD` of the year and the one before: what was used, of closed days. */
  readonly usedKwh: Readonly<Record<string, number>>;
}

/** Every freeze of a consumer's baselines, oldest first. */
export interface BaselinesPage {
  readonly station: string;
  readonly consumer: string;
  readonly freezes: readonly {
    readonly at: number;
    readonly by: string;
    readonly reason: string;
    readonly daily: BaselineCard | null;
    readonly hourly: BaselineCard | null;
  }[];
}

/** The lines that the actual is held against. */
export const REFERENCE_LINES = ['baseline', 'typical', 'target', 'plan'] as const;
export type ReferenceLine = (typeof REFERENCE_LINES)[number];

export interface AgainstLine {
  readonly days: number;
  readonly overKwh: number | null;
  /** The line's own sum on these days, which percents are of. */
  readonly lineKwh: number | null;
  readonly money: number | null;
}

/** A day or month of a longer view. */
export interface SpanLine {
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  readonly name: string;
  /** Closed days in it. */
  readonly days: number;
  readonly actualKwh: number | null;
  readonly baselineKwh: number | null;
  readonly typicalKwh: number | null;
  readonly targetKwh: number | null;
  readonly planKwh: number | null;
  readonly money: number | null;
  /** The line's own lights: a day's as it was closed, those of a month by the rules of a day. */
  readonly lights: readonly Light[];
  /** The worst of them. */
  readonly colour: LightColour | null;
  /** The worst that a day of it showed, and which; null: none showed a light. */
  readonly worstDay: { readonly date: string; readonly colour: LightColour } | null;
  /** Days that have the line, and actual less it on the days that have both. */
  readonly against: Readonly<Record<ReferenceLine, AgainstLine>>;
  readonly baseLoadKw: number | null;
  /** Of a day: why it was as it was. */
  readonly finding: Noted<Finding> | null;
}

/** A month by days or a year by months; sums speak of the days that have the figure. */
export interface SpanPage {
  readonly station: string;
  readonly consumer: string;
  readonly from: string;
  readonly to: string;
  readonly by: 'day' | 'month';
  readonly lines: readonly SpanLine[];
  readonly total: SpanLine;
  /** Days of the calendar in it, up to the newest closed one. */
  readonly calendarDays: number;
  /** Days that were not wholly metered, and days that say something else than they did. */
  readonly incomplete: readonly {
    readonly date: string;
    readonly corrected: number;
    readonly spread: number;
    readonly missing: number;
  }[];
  readonly restated: readonly RestatedDay[];
  /** Residual by hour: of a month by its days, of a year the mean day of each month. */
  readonly heat: DayPage['heat'];
  readonly actions: readonly Noted<EnergyAction>[];
  /** Sum of the days' variances; null where no day has one. */
  readonly variance: {
    readonly days: number;
    readonly targetKwh: number;
    readonly actualKwh: number;
    readonly kwh: Readonly<Record<VarianceTerm, number>>;
    readonly money: Readonly<Record<VarianceTerm, number>> | null;
    /** Bands of independent days: the root of the sum of their squares. */
    readonly bandKwh: number;
  } | null;
  readonly cusum: readonly CusumPoint[];
  readonly sigmaKwh: number | null;
  readonly events: readonly Noted<EnergyEvent>[];
  readonly pareto: readonly ParetoLine[];
}

/** Where flexible consumers are best run on a day. */
export interface AdvicePage {
  readonly station: string;
  readonly date: string;
  readonly startMs: number;
  readonly stepMinutes: number;
  readonly hours: readonly number[];
  readonly generationMw: readonly number[];
  readonly pricePerKwh: readonly number[];
  /** Whether a plan says when the station generates; without one nothing is known of the day. */
  readonly isPlanned: boolean;
  readonly advice: OffTakeAdvice;
  /** As it was taken into the plan, by whom and when; null: it was not. */
  readonly taken: Noted<TakenAdvice> | null;
}
