/**
 * Every alarm that a station can ring, in the order of its list: the water, the machines, the plan, the
 * data, the server itself. What each is stands in shared/alarms/definitions.ts.
 */
export const ALARM_CODES = [
  'level.high',
  'level.high-early',
  'level.low',
  'level.low-early',
  'level.rise',
  'level.fall',
  'spill.running',
  'spill.ahead',
  'unit.trip',
  'unit.efficiency',
  'head.loss',
  'adherence.off',
  'plan.none',
  'plan.old',
  'data.lost',
  'tag.fault',
  'clock.source',
  'clock.stepped',
  'store.blocked',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

/** How bad it is if nobody acts, worst first. */
export const CONSEQUENCES = ['severe', 'major', 'moderate', 'minor'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** How long there is to act, shortest first: under 10 minutes, under an hour, longer. */
export const TIMES_TO_ACT = ['minutes', 'hour', 'hours'] as const;
export type TimeToAct = (typeof TIMES_TO_ACT)[number];
