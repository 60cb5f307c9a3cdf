/** An entry with its id, when and by whom it was made last. */
export type Noted<T> = T & {
  readonly id: string;
  /** ms since 1970 UTC. */
  readonly at: number;
  readonly by: string;
};

/** A non-routine event: its days are left out of baselines, typical days and the CUSUM. */
export interface EnergyEvent {
  readonly name: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** Consumers that it changes; null: all. */
  readonly consumers: readonly string[] | null;
  /** `marked` only stands on the charts, as a project does that is to be seen; `taken-back`: it was none. */
  readonly effect: 'excluded' | 'marked' | 'taken-back';
}

/**
 * What is believed of a meter in a stretch of a closed day instead of what it said. `amount`: so much was used in
 * it; `unknown`: nobody knows; `readings`: its readings of the stretch are not believed, and what was used is booked
 * anew from those around them.
 */
export interface Correction {
  readonly consumer: string;
  readonly date: string;
  /** `[from, to)`, ms since 1970 UTC; of `amount` and `unknown` whole quarter-hours. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly how: 'amount' | 'unknown' | 'readings';
  /** Of `amount`: what was used, in the unit of the meter; null otherwise. */
  readonly amount: number | null;
  readonly reason: string;
  readonly state: 'in-force' | 'taken-back';
}

/** Why a day was as it was; codes carry over to the month's report. */
export const CAUSE_CODES = [
  'equipment-fault',
  'setting',
  'leak',
  'maintenance',
  'weather',
  'operation',
  'meter',
  'construction',
  'unknown',
] as const;
export type CauseCode = (typeof CAUSE_CODES)[number];

/** Cause and comment of a consumer's day. */
export interface Finding {
  readonly consumer: string;
  readonly date: string;
  readonly cause: CauseCode;
  readonly comment: string;
}

/** Something to be done, by whom and until when. */
export interface EnergyAction {
  readonly consumer: string;
  /** Day that it came from. */
  readonly date: string;
  readonly title: string;
  readonly owner: string;
  /** `YYYY-MM-DD`. */
  readonly due: string;
  readonly state: 'open' | 'done';
}

/** Advice that was taken: loads that the day's plan reckons with. */
export interface TakenAdvice {
  readonly date: string;
  /** Start of the first step, ms since 1970 UTC. */
  readonly startMs: number;
  readonly stepMinutes: number;
  readonly serviceLoadsMw: readonly number[];
  /** What it was said to save against the practice of the day before. */
  readonly savedMoney?: number;
  readonly savedDrawnKwh?: number;
}

/** The event that leaves a consumer's day out; null: none. */
export function excludingEvent(
  events: readonly EnergyEvent[],
  consumer: string,
  date: string,
): EnergyEvent | null {
  return (
    events.find(
      ({ from, to, consumers, effect }) =>
        effect === 'excluded' &&
        date >= from &&
        date <= to &&
        (consumers === null || consumers.includes(consumer)),
    ) ?? null
  );
}
