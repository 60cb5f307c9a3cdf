import { z } from 'zod';
import { ALARM_CODES, CONSEQUENCES, TIMES_TO_ACT, type AlarmCode } from './alarm-codes.ts';
import { nonNegative, number } from './quantity.ts';

/** A day: an alarm that waits longer warns of nothing. */
const delaySchema = nonNegative('seconds').max(86_400);

/** What a station wants otherwise of one alarm; what is absent stays as the list has it. */
export const alarmSettingSchema = z.strictObject({
  /** This alarm is not for this station. */
  off: z.boolean().optional(),
  /** In the alarm's own unit (docs/alarms.md). */
  limit: number('the unit of the alarm').optional(),
  deadband: nonNegative('the unit of the alarm').optional(),
  onDelayS: delaySchema.optional(),
  offDelayS: delaySchema.optional(),
  consequence: z.enum(CONSEQUENCES).optional(),
  timeToAct: z.enum(TIMES_TO_ACT).optional(),
});

const settingsByCode = Object.fromEntries(
  ALARM_CODES.map((code) => [code, alarmSettingSchema.optional()]),
) as Record<AlarmCode, z.ZodOptional<typeof alarmSettingSchema>>;

/** How long an alarm may be shelved at most, by who does it; 0: not at all. */
export const shelvingSchema = z.strictObject({
  dispatcherHours: nonNegative('hours').max(168).default(8),
  engineerHours: nonNegative('hours').max(168).default(24),
});

/** `alarms` of site.json: what is different here from the rationalised list. */
export const alarmsSchema = z.strictObject({
  shelving: shelvingSchema.prefault({}),
  /** By station: tag that measures what is lost at the trash rack, m; absent: reckoned from the units. */
  rackTag: z.record(z.string(), z.string().min(1)).default({}),
  /** By station, by alarm. */
  stations: z.record(z.string(), z.strictObject(settingsByCode)).default({}),
});

export type AlarmSettings = z.infer<typeof alarmsSchema>;
export type AlarmOverride = z.infer<typeof alarmSettingSchema>;
export type Shelving = z.infer<typeof shelvingSchema>;
