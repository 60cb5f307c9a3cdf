import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { formatClock, formatDay, formatMoment } from '#client/format/time.ts';

/** A picture wider than this needs the day beside the time, ms. */
const DAY_MS = 24 * MS_PER_HOUR;

/** An instant as it is said of a picture so wide: with seconds where they can be told apart, with the day where there are several. */
export function instantWord(at: number, spanMs: number, timeZone: string, locale: string): string {
  const isFine = spanMs <= 8 * MS_PER_HOUR;
  const time = isFine ? formatClock(at, timeZone) : formatMoment(at, timeZone);
  return spanMs > DAY_MS / 3 ? `${formatDay(at, timeZone, locale)} ${time}` : time;
}

const UNITS = [
  ['d', DAY_MS],
  ['h', MS_PER_HOUR],
  ['min', 60_000],
] as const;

/** The width of a bucket: `30 min`. */
export function widthWord(widthMs: number): string {
  const [unit, ms] = UNITS.find(([, unitMs]) => widthMs % unitMs === 0) ?? UNITS.at(-1)!;
  return `${widthMs / ms} ${unit}`;
}
