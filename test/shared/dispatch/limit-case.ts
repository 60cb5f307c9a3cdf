import type { LimitCode } from '#shared/dispatch/limit-codes.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { plainDay, plainSystem, systemWith } from '../../fixtures/plain-system.ts';
import { scheduleOf } from '../../fixtures/simulated-plan.ts';

/** What is put before the checker; what is left out is plain: four hours at a steady 50 m³/s. */
export interface Situation {
  readonly system?: System;
  readonly day?: Day;
  readonly schedule?: Schedule;
  /** Instead of what the simulator makes of the schedule. */
  readonly plan?: Plan;
}

/** The same thing once outside a limit by a known amount, once at it or just inside. */
export interface LimitCase {
  readonly limit: LimitCode;
  readonly when: string;
  readonly broken: Situation;
  readonly kept: Situation;
  readonly amount: number;
  readonly steps: readonly [number, number];
  readonly unitId?: string;
}

/*
 * Flow 50 m³/s with no inflow takes 50 · 3600 / 10⁶ = 0.18 Mm³ an hour, 0.018 m of level:
 * 105, 104.982, 104.964, 104.946, 104.928 m.
 */
export const steady = scheduleOf({ u1: [50, 50, 50, 50] });
export const hour = scheduleOf({ u1: [50] });
export const oneHour = { day: plainDay(1), schedule: hour };

const firstHour = simulateDay(plainSystem, plainDay(1), hour).stations['s1']!;

/** Output and export of that first hour, MW: limits are set by them. */
export const powerMw = firstHour.generationMw[0]!;
export const exportMw = firstHour.exportMw[0]!;

export const reservoir = (change: Partial<System['stations'][0]['reservoir']>): System =>
  systemWith({ reservoir: change });
