import { localDate, localTimeMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';

/** Starts of the running shift and of the one before it, ms. */
export interface Shifts {
  readonly runningMs: number;
  readonly beforeMs: number;
}

/** The shifts at `nowMs`. @param shiftsAt when shifts begin, `HH:MM` of the local day, in any order */
export function shiftsAround(nowMs: number, shiftsAt: readonly string[], zone: string): Shifts {
  const days = [2, 1, 0].map((before) => localDate(nowMs - before * 24 * MS_PER_HOUR, zone));
  const begun = [...new Set(days)]
    .flatMap((day) => shiftsAt.map((time) => localTimeMs(day, time, zone)))
    .filter((ms) => ms <= nowMs)
    .toSorted((a, b) => a - b);
  return { runningMs: begun.at(-1)!, beforeMs: begun.at(-2)! };
}
