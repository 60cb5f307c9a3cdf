import {
  ALARM_CODES,
  type AlarmCode,
  type Consequence,
  type TimeToAct,
} from '#shared/station/alarm-codes.ts';

/** What an alarm is of; a station has as many of it as it has of these. */
export type AlarmScope = 'station' | 'unit' | 'source' | 'tag';

/** One alarm of the rationalised list; its words stand in client/i18n/alarms-*.ts, and in docs/alarms.md. */
export interface AlarmDefinition {
  readonly per: AlarmScope;
  readonly consequence: Consequence;
  readonly timeToAct: TimeToAct;
  /** It stays after it is over, until somebody resets it: what happened must be looked into. */
  readonly latches: boolean;
  readonly side: 'above' | 'below';
  /** What the limit is in. `1`: a yes or no, 1 or 0. */
  readonly unit: 'm' | 'm/h' | 'm³/s' | 'h' | '%' | 'MW' | 'min' | 's' | '1';
  /** null: the station itself says (shared/alarms/settings.ts). */
  readonly limit: number | null;
  readonly deadband: number;
  readonly onDelayS: number;
  readonly offDelayS: number;
  /** Alarms that are suppressed by design while this one is there: it is their cause, or says more. */
  readonly suppresses: readonly AlarmCode[];
}

const yes = { side: 'above', unit: '1', limit: 0.5, deadband: 0, latches: false } as const;
/** Waves at the gauge are of this size, m, and do not outlast these delays, s. */
const level = { per: 'station', unit: 'm', deadband: 0.02, latches: false } as const;
const levelDelays = { onDelayS: 5, offDelayS: 30 } as const;

/**
 * The rationalised list of a reservoir station: every alarm asks for something to be done (ISA-18.2, 8).
 * What is only good to know is no alarm: it stands on the screens and in the record.
 */
export const DEFINITIONS: Readonly<Record<AlarmCode, AlarmDefinition>> = {
  'level.high': {
    ...level,
    ...levelDelays,
    consequence: 'severe',
    timeToAct: 'hour',
    side: 'above',
    limit: null,
    suppresses: ['level.high-early', 'spill.ahead'],
  },
  'level.high-early': {
    ...level,
    consequence: 'major',
    timeToAct: 'hours',
    side: 'above',
    limit: null,
    onDelayS: 300,
    offDelayS: 300,
    suppresses: [],
  },
  'level.low': {
    ...level,
    ...levelDelays,
    consequence: 'major',
    timeToAct: 'hour',
    side: 'below',
    limit: null,
    suppresses: ['level.low-early'],
  },
  'level.low-early': {
    ...level,
    consequence: 'moderate',
    timeToAct: 'hours',
    side: 'below',
    limit: null,
    onDelayS: 300,
    offDelayS: 300,
    suppresses: [],
  },
  // Slopes of a quarter-hour: they need no delay of their own.
  'level.rise': {
    per: 'station',
    consequence: 'severe',
    timeToAct: 'hour',
    latches: false,
    side: 'above',
    unit: 'm/h',
    limit: null,
    deadband: 0.1,
    onDelayS: 60,
    offDelayS: 600,
    suppresses: [],
  },
  'level.fall': {
    per: 'station',
    consequence: 'major',
    timeToAct: 'hour',
    latches: false,
    side: 'above',
    unit: 'm/h',
    limit: null,
    deadband: 0.05,
    onDelayS: 60,
    offDelayS: 600,
    suppresses: [],
  },
  // Less than the limit is a gate's leakage or the meter's noise. Spill rings at once.
  'spill.running': {
    per: 'station',
    consequence: 'major',
    timeToAct: 'hour',
    latches: false,
    side: 'above',
    unit: 'm³/s',
    limit: 1,
    deadband: 0.5,
    onDelayS: 0,
    offDelayS: 5,
    suppresses: ['spill.ahead'],
  },
  'spill.ahead': {
    per: 'station',
    consequence: 'major',
    timeToAct: 'hours',
    latches: false,
    side: 'below',
    unit: 'h',
    limit: 12,
    deadband: 1,
    onDelayS: 60,
    offDelayS: 1800,
    suppresses: [],
  },
  'unit.trip': {
    ...yes,
    per: 'unit',
    consequence: 'major',
    timeToAct: 'minutes',
    latches: true,
    onDelayS: 0,
    offDelayS: 0,
    suppresses: ['adherence.off'],
  },
  'unit.efficiency': {
    per: 'unit',
    consequence: 'minor',
    timeToAct: 'hours',
    latches: false,
    side: 'above',
    unit: '%',
    limit: 4,
    deadband: 1,
    onDelayS: 1800,
    offDelayS: 1800,
    suppresses: [],
  },
  'head.loss': {
    per: 'station',
    consequence: 'moderate',
    timeToAct: 'hours',
    latches: false,
    side: 'above',
    unit: 'm',
    limit: 1,
    deadband: 0.3,
    onDelayS: 900,
    offDelayS: 900,
    suppresses: [],
  },
  // A unit that is started, synchronized and loaded takes some minutes: they are no deviation.
  'adherence.off': {
    per: 'station',
    consequence: 'moderate',
    timeToAct: 'minutes',
    latches: false,
    side: 'above',
    unit: 'MW',
    limit: null,
    deadband: 0,
    onDelayS: 600,
    offDelayS: 120,
    suppresses: [],
  },
  'plan.none': {
    ...yes,
    per: 'station',
    consequence: 'major',
    timeToAct: 'hour',
    onDelayS: 600,
    offDelayS: 0,
    suppresses: ['plan.old'],
  },
  // After a start the first plan takes its time: that is no alarm.
  'plan.old': {
    per: 'station',
    consequence: 'moderate',
    timeToAct: 'hours',
    latches: false,
    side: 'above',
    unit: 'min',
    limit: null,
    deadband: 0,
    onDelayS: 900,
    offDelayS: 0,
    suppresses: [],
  },
  'data.lost': {
    ...yes,
    per: 'source',
    consequence: 'major',
    timeToAct: 'minutes',
    onDelayS: 0,
    offDelayS: 0,
    suppresses: ['tag.fault'],
  },
  'tag.fault': {
    ...yes,
    per: 'tag',
    consequence: 'minor',
    timeToAct: 'hours',
    onDelayS: 300,
    offDelayS: 60,
    suppresses: [],
  },
  'clock.source': {
    per: 'source',
    consequence: 'moderate',
    timeToAct: 'hours',
    latches: false,
    side: 'above',
    unit: 's',
    limit: 30,
    deadband: 10,
    onDelayS: 60,
    offDelayS: 300,
    suppresses: [],
  },
  'clock.stepped': {
    per: 'station',
    consequence: 'moderate',
    timeToAct: 'hour',
    latches: true,
    side: 'above',
    unit: 's',
    limit: 5,
    deadband: 0,
    onDelayS: 0,
    offDelayS: 0,
    suppresses: [],
  },
  'store.blocked': {
    per: 'station',
    consequence: 'major',
    timeToAct: 'hour',
    latches: false,
    side: 'above',
    unit: 's',
    limit: 15,
    deadband: 0,
    onDelayS: 0,
    offDelayS: 0,
    // The server itself turns readings away: no source is to blame for it.
    suppresses: ['data.lost', 'tag.fault'],
  },
};

export const isAlarmCode = (code: string): code is AlarmCode =>
  (ALARM_CODES as readonly string[]).includes(code);

/** Path of an alarm: `s1/unit.trip/u2`; of one of the whole station without the last part. */
export const alarmId = (station: string, code: AlarmCode, subject: string): string =>
  subject === '' ? `${station}/${code}` : `${station}/${code}/${subject}`;
