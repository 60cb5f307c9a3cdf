import { dayStartMs, localDate, nextDayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { formatClock, formatDay, formatTime, hourTicks } from '#client/format/time.ts';
import type { Stretch } from '#shared/wire/trend.ts';

/** A tick of the axis of time with its word; a tick that begins a day says which. */
export interface TimeTick {
  readonly at: number;
  readonly word: string;
  readonly beginsDay: boolean;
}

const SECONDS = [1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000);
const MINUTES = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MS_PER_MINUTE);
const HOURS = [1, 2, 3, 6, 12];
const DAYS = [1, 2, 5, 10, 30, 60, 120];

/** Within an hour every zone's full minutes are those of UTC, whatever its offset is. */
function evenly([from, to]: Stretch, stepMs: number): number[] {
  const ticks: number[] = [];
  for (let at = Math.ceil(from / stepMs) * stepMs; at <= to; at += stepMs) ticks.push(at);
  return ticks;
}

/** Local midnights, every so many days of the calendar since a fixed one. */
function midnights([from, to]: Stretch, timeZone: string, everyDays: number): number[] {
  const ticks: number[] = [];
  let at = dayStartMs(from, timeZone);
  if (at < from) at = nextDayStartMs(at, timeZone);
  for (; at <= to; at = nextDayStartMs(at, timeZone)) {
    const day = Math.round(Date.parse(localDate(at, timeZone)) / (24 * MS_PER_HOUR));
    if (day % everyDays === 0) ticks.push(at);
  }
  return ticks;
}

/** @param most ticks that have room for their words */
export function timeTicks(
  span: Stretch,
  timeZone: string,
  locale: string,
  most: number,
): TimeTick[] {
  const leastMs = (span[1] - span[0]) / Math.max(2, most);
  const evenMs = [...SECONDS, ...MINUTES].find((stepMs) => stepMs >= leastMs);
  const hours = HOURS.find((count) => count * MS_PER_HOUR >= leastMs);
  const days = DAYS.find((count) => count * 24 * MS_PER_HOUR >= leastMs) ?? DAYS.at(-1)!;
  const ticks =
    evenMs !== undefined
      ? evenly(span, evenMs)
      : hours !== undefined
        ? hourTicks(...span, timeZone, hours)
        : midnights(span, timeZone, days);
  const isFine = evenMs !== undefined && evenMs < MS_PER_MINUTE;
  return ticks.map((at) => {
    const beginsDay = formatClock(at, timeZone) === '00:00:00';
    const time = isFine ? formatClock(at, timeZone) : formatTime(at, timeZone);
    return { at, word: beginsDay ? formatDay(at, timeZone, locale) : time, beginsDay };
  });
}
