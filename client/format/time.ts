import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(
  locale: string,
  timeZone: string,
  kind: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale}/${timeZone}/${kind}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    formats.set(key, format);
  }
  return format;
}

/** 07:15 at the station. */
export function formatTime(at: number, timeZone: string): string {
  return formatOf('en-GB', timeZone, 'time', { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** How far a clock change may turn the clock, ms. */
const CLOCK_CHANGES_MS = [MS_PER_HOUR, MS_PER_HOUR / 2];

/** 07:15 at the station; in an hour that a clock change repeats with the zone that tells which, 02:15 GMT+1. */
export function formatMoment(at: number, timeZone: string): string {
  const time = formatTime(at, timeZone);
  const isTwice = CLOCK_CHANGES_MS.some((change) =>
    [at - change, at + change].some((other) => formatTime(other, timeZone) === time),
  );
  return isTwice ? `${time} ${formatZone(at, timeZone)}` : time;
}

/** 07:15:30 at the station. */
export function formatClock(at: number, timeZone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return formatOf('en-GB', timeZone, 'clock', options).format(at);
}

/** The date with its weekday, in the reader's language. */
export function formatDate(at: number, timeZone: string, locale: string): string {
  const options = { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' } as const;
  return formatOf(locale === 'en' ? 'en-GB' : locale, timeZone, 'date', options).format(at);
}

/** The day with its weekday, without the year, in the reader's language. */
export function formatDay(at: number, timeZone: string, locale: string): string {
  const options = { month: 'short', day: 'numeric', weekday: 'short' } as const;
  return formatOf(locale === 'en' ? 'en-GB' : locale, timeZone, 'day', options).format(at);
}

/** The weekday in short, in the reader's language. */
export function formatWeekday(at: number, timeZone: string, locale: string): string {
  return formatOf(locale, timeZone, 'weekday', { weekday: 'short' }).format(at);
}

/** The zone as a short word, for example GMT+8. */
export function formatZone(at: number, timeZone: string): string {
  const parts = formatOf('en-GB', timeZone, 'zone', {
    hour: '2-digit',
    timeZoneName: 'shortOffset',
  }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** Hour and minute at the station. */
export function localHourMinute(at: number, timeZone: string): [hour: number, minute: number] {
  const [hour = '0', minute = '0'] = formatTime(at, timeZone).split(':');
  return [Number(hour), Number(minute)];
}

/** Full local hours in `[from, to]` that are a multiple of `everyHours`: the ticks of a time axis. */
export function hourTicks(
  from: number,
  to: number,
  timeZone: string,
  everyHours: number,
): number[] {
  const ticks: number[] = [];
  // Half hours, since some zones lie half an hour off the others.
  const step = MS_PER_HOUR / 2;
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const [hour, minute] = localHourMinute(at, timeZone);
    if (minute === 0 && hour % everyHours === 0) ticks.push(at);
  }
  return ticks;
}

export type AgeUnit = 'seconds' | 'minutes' | 'hours' | 'days';

/** An age in the largest unit that leaves at least one of it. */
export function splitAge(ageMs: number): { count: number; unit: AgeUnit } {
  const seconds = Math.max(0, ageMs) / 1000;
  if (seconds < 60) return { count: Math.floor(seconds), unit: 'seconds' };
  if (seconds < 3600) return { count: Math.floor(ageMs / MS_PER_MINUTE), unit: 'minutes' };
  if (seconds < 48 * 3600) return { count: Math.floor(ageMs / MS_PER_HOUR), unit: 'hours' };
  return { count: Math.floor(ageMs / (24 * MS_PER_HOUR)), unit: 'days' };
}
