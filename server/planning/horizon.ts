import { dayStartMs, localHour, nextDayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';

/** Steps of a plan: `[startMs + i·step, startMs + (i + 1)·step)` for i below `steps`. */
export interface Horizon {
  readonly startMs: number;
  readonly stepMinutes: number;
  readonly steps: number;
  readonly endMs: number;
}

export const PLAN_STEP_MINUTES = 15;

/**
 * The horizon of a plan made at `nowMs`: from the start of the current quarter-hour of the local day to
 * the local midnight `days` days on (2: the end of tomorrow, so never less than 24 h ahead).
 */
export function horizonAt(nowMs: number, zone: string, days: number): Horizon {
  const stepMs = PLAN_STEP_MINUTES * MS_PER_MINUTE;
  const midnight = dayStartMs(nowMs, zone);
  const startMs = midnight + Math.floor((nowMs - midnight) / stepMs) * stepMs;
  let endMs = midnight;
  for (let day = 0; day < days; day++) endMs = nextDayStartMs(endMs, zone);
  const steps = Math.ceil((endMs - startMs) / stepMs);
  return {
    startMs,
    stepMinutes: PLAN_STEP_MINUTES,
    steps,
    endMs: startMs + steps * stepMs,
  };
}

/** Starts of a horizon's steps, ms. */
export function stepStarts(horizon: Horizon): number[] {
  const stepMs = horizon.stepMinutes * MS_PER_MINUTE;
  return Array.from({ length: horizon.steps }, (_, step) => horizon.startMs + step * stepMs);
}

/** Price of each step, currency per MWh, by the hour of the local day in which the step begins. */
export function pricesOf(
  horizon: Horizon,
  zone: string,
  hourlyPricePerMwh: readonly number[],
): number[] {
  return stepStarts(horizon).map((atMs) => hourlyPricePerMwh[localHour(atMs, zone)]!);
}
