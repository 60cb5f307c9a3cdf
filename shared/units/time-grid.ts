import { DateTime, IANAZone } from 'luxon';
import { MS_PER_MINUTE } from './physics.ts';

/** A day of a station's time zone as UTC instants, ms since 1970: `[startMs, endMs)`. */
export interface LocalDay {
  readonly startMs: number;
  readonly endMs: number;
}

const inZone = (atMs: number, zone: string): DateTime => DateTime.fromMillis(atMs, { zone });

/** Whether `zone` is a time zone of the IANA list, for example `Asia/Shanghai`. */
export function isTimeZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/**
 * The local day of a calendar date.
 * @param date `YYYY-MM-DD`
 * @throws RangeError where the date or the zone does not exist
 */
export function localDay(date: string, zone: string): LocalDay {
  const noon = DateTime.fromISO(`${date}T12:00`, { zone });
  if (!noon.isValid || noon.toISODate() !== date)
    throw new RangeError(`"${date}" in "${zone}" is not a day: ${noon.invalidExplanation ?? ''}`);
  return {
    startMs: dayStartMs(noon.toMillis(), zone),
    endMs: nextDayStartMs(noon.toMillis(), zone),
  };
}

/** First instant of the local day that holds `atMs`. */
export function dayStartMs(atMs: number, zone: string): number {
  return inZone(atMs, zone).startOf('day').toMillis();
}

/** First instant of the local day after the one that holds `atMs`. */
export function nextDayStartMs(atMs: number, zone: string): number {
  return inZone(atMs, zone).startOf('day').plus({ days: 1 }).startOf('day').toMillis();
}

/**
 * How many steps the local day that starts at `startMs` has: with 15 minutes 96, or 92 or 100 where
 * the zone changes its clock. A last step that the clock change cuts short counts as one.
 */
export function slotsOfDay(startMs: number, zone: string, stepMinutes: number): number {
  return Math.ceil((nextDayStartMs(startMs, zone) - startMs) / (stepMinutes * MS_PER_MINUTE));
}

/**
 * The instant at which a clock on the wall shows a time of a calendar date; where the zone leaves that
 * time out, the instant it jumps to.
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 */
export function localTimeMs(date: string, time: string, zone: string): number {
  return DateTime.fromISO(`${date}T${time}`, { zone }).toMillis();
}

/** Hour 0..23 that a clock on the wall shows at `atMs`. */
export function localHour(atMs: number, zone: string): number {
  return inZone(atMs, zone).hour;
}

/** Calendar date `YYYY-MM-DD` at `atMs`. */
export function localDate(atMs: number, zone: string): string {
  const date = inZone(atMs, zone).toISODate();
  if (date === null) throw new RangeError(`${atMs} in "${zone}" is not a date`);
  return date;
}

/** Calendar date and time `YYYY-MM-DD HH:MM` that a clock on the wall shows at `atMs`. */
export function localMinute(atMs: number, zone: string): string {
  return inZone(atMs, zone).toFormat('yyyy-MM-dd HH:mm');
}
