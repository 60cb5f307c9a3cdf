import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';

export const TEN_MINUTES_MS = 10 * MS_PER_MINUTE;

/** More in ten minutes is a flood; it ends with ten minutes of fewer than the second (ISA-18.2, 16.5.3). */
export const FLOOD = { above: 10, until: 5 } as const;
export const BUSY_HOUR = 30;

/** How many alarms rang in each period of the clock that lies, whole or in part, in `[from, to)`. */
export function countsIn(
  ringsMs: readonly number[],
  from: number,
  to: number,
  periodMs: number,
): readonly number[] {
  const first = Math.floor(from / periodMs);
  const periods = Math.max(0, Math.ceil(to / periodMs) - first);
  const counts = new Array<number>(periods).fill(0);
  for (const at of ringsMs) {
    const period = Math.floor(at / periodMs) - first;
    if (at >= from && at < to) counts[period]! += 1;
  }
  return counts;
}

/** Periods of ten minutes that belong to a flood. */
export function floodPeriods(tenMinutes: readonly number[]): readonly boolean[] {
  let inFlood = false;
  return tenMinutes.map((count) => {
    if (count > FLOOD.above) inFlood = true;
    else if (count < FLOOD.until) inFlood = false;
    return inFlood;
  });
}

const shareOf = <T>(of: readonly T[], holds: (one: T) => boolean): number =>
  of.length === 0 ? 0 : of.filter(holds).length / of.length;

/** How often alarms rang, in the mean and at the worst. */
export interface Rates {
  readonly perDay: number;
  readonly perHour: number;
  readonly perTenMinutes: number;
  readonly hoursOver30: number;
  readonly tenMinutesOver10: number;
  readonly mostInTenMinutes: number;
  readonly floodShare: number;
}

/** @param ringsMs instants at which alarms rang, all in `[from, to)` */
export function ratesOf(ringsMs: readonly number[], from: number, to: number): Rates {
  const spanMs = Math.max(1, to - from);
  const per = (ms: number): number => (ringsMs.length * ms) / spanMs;
  const tenMinutes = countsIn(ringsMs, from, to, TEN_MINUTES_MS);
  return {
    perDay: per(24 * MS_PER_HOUR),
    perHour: per(MS_PER_HOUR),
    perTenMinutes: per(TEN_MINUTES_MS),
    hoursOver30: shareOf(countsIn(ringsMs, from, to, MS_PER_HOUR), (inHour) => inHour > BUSY_HOUR),
    tenMinutesOver10: shareOf(tenMinutes, (inPeriod) => inPeriod > FLOOD.above),
    mostInTenMinutes: tenMinutes.reduce((most, inPeriod) => Math.max(most, inPeriod), 0),
    floodShare: shareOf(floodPeriods(tenMinutes), Boolean),
  };
}
