import {
  ALARM_CODES,
  type AlarmCode,
  type Consequence,
  type TimeToAct,
} from '#shared/station/alarm-codes.ts';
import type { AlarmSettings } from '#shared/station/alarm-settings-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { DEFINITIONS, type AlarmDefinition } from './definitions.ts';
import type { LimitRule } from './limit-condition.ts';
import { priorityOf, type Priority } from './priority.ts';

/** One alarm as it holds at a station. */
export interface AlarmSetting extends LimitRule {
  readonly code: AlarmCode;
  readonly consequence: Consequence;
  readonly timeToAct: TimeToAct;
  readonly priority: Priority;
}

/** What a station's limits are taken from, beside its own system. */
export interface LimitSources {
  readonly alarms: AlarmSettings;
  /** Deviation from the plan that asks for a cause, MW. */
  readonly adherenceMw: number;
  /** A new plan is made at least this often, minutes. */
  readonly replanMinutes: number;
}

/** Below the upper and above the lower limit, m: there is still time to change the plan. */
const EARLY_M = 0.3;

/** A rise that no plan means, m/h, where the station has no limit of its own. */
const RISE_M_PER_HOUR = 0.5;

/** Plans run up to a ramp limit; what is measured errs by some of it. */
const RAMP_ALLOWANCE = 1.25;

/** Of the planner's own period: two missed plans and the third one late. */
const OLD_PLAN_PERIODS = 3;

/** The limit that the station itself gives; null: it has none, and the alarm is not for it. */
function stationLimit(code: AlarmCode, station: Station, sources: LimitSources): number | null {
  const { levelMinM, levelMaxM, levelRampMPerHour } = station.reservoir;
  const ramp = (limit: number | null | undefined): number | null =>
    limit == null ? null : limit * RAMP_ALLOWANCE;
  const limits: Partial<Record<AlarmCode, number | null>> = {
    'level.high': levelMaxM,
    'level.high-early': levelMaxM - EARLY_M,
    'level.low': levelMinM,
    'level.low-early': levelMinM + EARLY_M,
    'level.rise': ramp(levelRampMPerHour?.up) ?? RISE_M_PER_HOUR,
    'level.fall': ramp(levelRampMPerHour?.down),
    'adherence.off': sources.adherenceMw,
    'plan.old': OLD_PLAN_PERIODS * sources.replanMinutes,
  };
  return DEFINITIONS[code].limit ?? limits[code] ?? null;
}

/** The alarms of a station with what the site has set; those that it has not are absent. */
export function alarmSettings(
  station: Station,
  sources: LimitSources,
): ReadonlyMap<AlarmCode, AlarmSetting> {
  const overrides = sources.alarms.stations[station.id];
  return new Map(
    ALARM_CODES.flatMap((code) => {
      const definition: AlarmDefinition = DEFINITIONS[code];
      const own = overrides?.[code] ?? {};
      const limit = own.limit ?? stationLimit(code, station, sources);
      if (own.off === true || limit === null) return [];
      const consequence = own.consequence ?? definition.consequence;
      const timeToAct = own.timeToAct ?? definition.timeToAct;
      const setting: AlarmSetting = {
        code,
        side: definition.side,
        limit,
        deadband: own.deadband ?? definition.deadband,
        onDelayMs: 1000 * (own.onDelayS ?? definition.onDelayS),
        offDelayMs: 1000 * (own.offDelayS ?? definition.offDelayS),
        consequence,
        timeToAct,
        priority: priorityOf(consequence, timeToAct),
      };
      return [[code, setting] as const];
    }),
  );
}
