import type { AlarmData, DoneBy, JournalEntry } from '#shared/alarms/journal.ts';
import type { LoadReport } from '#shared/alarms/load/load-report.ts';
import type { Priority } from '#shared/alarms/priority.ts';
import type { AlarmSetting } from '#shared/alarms/settings.ts';
import type { AlarmState } from '#shared/alarms/states.ts';
import type { AlarmCode } from '#shared/station/alarm-codes.ts';

/** An alarm as a screen sees it; one that is `normal` is off every list. */
export interface Alarm {
  readonly id: string;
  readonly station: string;
  readonly code: AlarmCode;
  /** Unit, source or tag; empty for the whole station. */
  readonly subject: string;
  readonly priority: Priority;
  readonly state: AlarmState;
  /** Whether its condition is there now, seen or under a cover. */
  readonly active: boolean;
  /** Since when it is in its state, ms. */
  readonly since: number;
  /** When its condition came last, ms. */
  readonly cameAt: number;
  /** When it last rang, ms. */
  readonly rangAt: number;
  /** Which coming of it this is: who acknowledges names the one that was on the screen. */
  readonly occurrence: number;
  readonly shelf: { readonly until: number; readonly reason: string; readonly by: DoneBy } | null;
  readonly outOfService: { readonly reason: string; readonly by: DoneBy } | null;
  /** Path of the alarm that suppresses it by design. */
  readonly cause: string | null;
  readonly data: AlarmData;
}

/** Somebody has silenced the horns of a station: they sound again for what rings after `at`. */
export interface AlarmsSilenced {
  readonly station: string;
  readonly at: number;
  readonly by: DoneBy;
}

/** One alarm as it was on the screen. */
export interface SeenAlarm {
  readonly id: string;
  readonly occurrence: number;
}

/** Most alarms of one request to acknowledge: more are sent as several. */
export const MOST_ACKNOWLEDGED = 500;

/** What came of a deed. */
export interface AlarmDone {
  /** Alarms that it was done to, as they stand now. */
  readonly alarms: readonly Alarm[];
  /** Alarms that had changed meanwhile, or were of no such state: nothing was done to them. */
  readonly left: readonly string[];
  /** Whether it is durable; false: the store does not take it now, it is kept in memory and tried again. */
  readonly kept: boolean;
}

/** Each request about alarms with what it is answered with. */
export interface AlarmRequests {
  'acknowledge-alarms': {
    request: { readonly station: string; readonly alarms: readonly SeenAlarm[] };
    answer: AlarmDone;
  };
  'reset-alarm': { request: SeenAlarm; answer: AlarmDone };
  'shelve-alarm': {
    request: { readonly id: string; readonly minutes: number; readonly reason: string };
    answer: AlarmDone;
  };
  'unshelve-alarm': { request: { readonly id: string }; answer: AlarmDone };
  'take-alarm-out': {
    request: { readonly id: string; readonly reason: string };
    answer: AlarmDone;
  };
  'put-alarm-back': { request: { readonly id: string }; answer: AlarmDone };
  'silence-alarms': { request: { readonly station: string }; answer: AlarmsSilenced };
}

/** Facts about alarms, in the past tense. */
export interface AlarmEvents {
  'alarm.changed': (alarm: Alarm) => void;
  'alarms.silenced': (silenced: AlarmsSilenced) => void;
}

/** A page of the journal, newest first. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Number to ask for older ones with; null: there are none. */
  readonly before: number | null;
  /** Entries that are not durable yet. */
  readonly waiting: number;
}

/** The rationalised list as it holds at a station. */
export interface AlarmSheet {
  readonly station: string;
  readonly alarms: readonly (Omit<AlarmSetting, 'onDelayMs' | 'offDelayMs'> & {
    readonly onDelayS: number;
    readonly offDelayS: number;
    readonly unit: string;
    readonly per: string;
    readonly latches: boolean;
    readonly suppresses: readonly AlarmCode[];
  })[];
  /** Alarms that this station does not have. */
  readonly off: readonly AlarmCode[];
  /** How long who asks may shelve one, hours; 0: not at all. */
  readonly shelveHours: number;
}

/** The load of a station's alarms in a stretch of time. */
export interface AlarmLoad extends LoadReport {
  readonly station: string;
}
