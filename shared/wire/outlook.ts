import type { LocalName } from '#shared/station/system-schema.ts';

/** The indices that the wall shows, in their order (model.md, indices). */
export const INDEX_NAMES = [
  'planCompletion',
  'waterRate',
  'utilisationGain',
  'serviceRate',
  'spilledEnergy',
  'comprehensiveServiceRate',
  'loadRate',
  'highLevelShare',
  'inflowEnergy',
] as const;
export type IndexName = (typeof INDEX_NAMES)[number];

export type LightColour = 'green' | 'yellow' | 'red';

/** One index of the day so far. Shares are 0..1, the water rate m³/kWh, energies MWh. */
export interface IndexFigure {
  readonly name: IndexName;
  readonly value: number | null;
  /** Why there is no value; null: there is one. */
  readonly why: 'no-generation' | 'no-plan' | 'no-rule' | 'no-levels' | null;
  /** What it is measured by, in its unit; null: nothing. */
  readonly reference: number | null;
  /** How far that is met, %; null: it is not told. */
  readonly donePercent: number | null;
  /** By `donePercent`; null: no light. */
  readonly light: LightColour | null;
}

export interface DayFigures {
  /** Share of the day's quarter-hours until now that every needed meter spoke of, %. */
  readonly coveredPercent: number;
  /** Empty: nothing was measured yet today. */
  readonly figures: readonly IndexFigure[];
}

/** Consumption of one consumer today, kWh (of another medium in the unit of its meter). */
export interface ConsumerOutlook {
  readonly id: string;
  readonly name: LocalName;
  readonly soFarKwh: number | null;
  /** What its baseline expects by now of the day as it has run; null: no valid baseline. */
  readonly expectedSoFarKwh: number | null;
}

/** Consumption of the station's own today, against what is expected and what is allowed, kWh. */
export interface EnergyOutlook extends ConsumerOutlook {
  readonly targetSoFarKwh: number | null;
  /** What was used, and for the rest of the day what is expected of the plan in force. */
  readonly dayKwh: number | null;
  readonly expectedDayKwh: number | null;
  readonly targetDayKwh: number | null;
  /** Share of the quarter-hours so far that the meters did not speak of, %. */
  readonly missingPercent: number;
  /** Of the day's end against the target; where there is no target, of the day so far against what is expected. */
  readonly light: LightColour | null;
  readonly groups: readonly ConsumerOutlook[];
}

/** What the members of the newest forecast make of the plan in force. */
export interface SpillOutlook {
  readonly issuedAt: number;
  readonly members: number;
  /** Members that spill within the plan in force. */
  readonly spilling: number;
  /** Start of the first step, ms. Levels are instants: one more than steps. */
  readonly startsAt: number;
  readonly stepMinutes: number;
  /** Nine of ten members lie above, and below; m. */
  readonly lowM: readonly number[];
  readonly highM: readonly number[];
}

/** What a station's day comes to, as of a quarter-hour or plan; every part null where nothing can be told. */
export interface StationOutlook {
  readonly station: string;
  /** Instant it was reckoned at, ms. */
  readonly at: number;
  /** End of the newest quarter-hour in it, ms. */
  readonly until: number;
  readonly indices: DayFigures | null;
  readonly energy: EnergyOutlook | null;
  readonly spill: SpillOutlook | null;
}

/** An outlook is made every minute; one older than this is stale, ms of the station's clock (or as many beats of a fast one). */
export const OUTLOOK_PERIOD_MS = 60_000;
