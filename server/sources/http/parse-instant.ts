/** `2026-06-01T08:00:00+08:00`: date, time, and a zone, without which it would be a guess. */
const ISO_WITH_ZONE = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** Numbers like the present's epoch seconds; as milliseconds they would all lie in the spring of 1970. */
const SECONDS = { from: 9e8, to: 1e10 } as const;

/** The furthest instant a date can have, ms. */
const FURTHEST_MS = 8.64e15;

/** Days of a month, which counts from 1. */
const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * An instant as a source writes it: ISO 8601 with zone, or epoch milliseconds.
 * @returns ms since 1970 UTC, rounded to whole ones, or what is wrong
 */
export function instantOf(raw: unknown): number | string {
  if (typeof raw === 'number') {
    if (raw >= SECONDS.from && raw < SECONDS.to) {
      return `${raw} looks like seconds; milliseconds since 1970 are wanted`;
    }
    return Math.abs(raw) <= FURTHEST_MS ? Math.round(raw) : `${raw} is no instant in milliseconds`;
  }
  if (typeof raw !== 'string') return 'an instant is ISO 8601 with zone, or epoch milliseconds';
  const parts = ISO_WITH_ZONE.exec(raw);
  if (!parts) return `"${raw.slice(0, 40)}" is not ISO 8601 with a zone`;
  const at = Date.parse(raw.replace(',', '.'));
  // The parser of the language takes 30 February for 2 March.
  const isDay = Number(parts[3]) <= daysIn(Number(parts[1]), Number(parts[2]));
  return isDay && !Number.isNaN(at) ? at : `"${raw}" has no such day or time`;
}
