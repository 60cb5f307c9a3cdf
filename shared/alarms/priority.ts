import type { Consequence, TimeToAct } from '#shared/station/alarm-codes.ts';

/** 1 is highest. */
export type Priority = 1 | 2 | 3;
export const PRIORITIES = [1, 2, 3] as const satisfies readonly Priority[];

/**
 * Priority by consequence × time to act (ISA-18.2, 8.5.3: the priority tells what to do first, so it rises
 * with what is lost and falls with the time that is left). docs/alarms.md shows this table.
 */
export const PRIORITY_MATRIX: Readonly<Record<Consequence, Readonly<Record<TimeToAct, Priority>>>> =
  {
    severe: { minutes: 1, hour: 1, hours: 2 },
    major: { minutes: 1, hour: 2, hours: 3 },
    moderate: { minutes: 2, hour: 3, hours: 3 },
    minor: { minutes: 3, hour: 3, hours: 3 },
  };

export const priorityOf = (consequence: Consequence, timeToAct: TimeToAct): Priority =>
  PRIORITY_MATRIX[consequence][timeToAct];
