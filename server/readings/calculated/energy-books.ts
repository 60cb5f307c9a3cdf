import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';

/** Between two readings no further apart than this the power is taken to run straight, ms; a longer gap adds nothing. */
export const LONGEST_BRIDGE_MS = 2 * MS_PER_HOUR;

/** A power at an instant. */
export interface PowerPoint {
  readonly at: number;
  readonly mw: number;
}

export interface DayBook {
  mwh: number;
  /** Lines and openings booked to the day; none: no reading spoke of it. */
  entries: number;
  /** ms of the powers' time together that no pair of readings bridges. */
  uncoveredMs: number;
}

/** Booking puts in, unbooking takes out what was booked from the same points. */
export type Sign = 1 | -1;

/** The energies of the newest two local days. */
export interface EnergyBooks {
  /** Books the energy of a line between two neighbouring points, each day its part. */
  bookLine(from: PowerPoint, to: PowerPoint, sign: Sign): void;
  /** Books that nothing is known of the day of a first point, and of the one before it, until then. */
  bookOpening(first: PowerPoint, sign: Sign): void;
  dayStart(at: number): number;
  get(dayStart: number): DayBook | undefined;
}

/** Energy under a straight line between two points, MWh. */
function trapezoidMwh(from: PowerPoint, to: PowerPoint): number {
  return (((from.mw + to.mw) / 2) * (to.at - from.at)) / MS_PER_HOUR;
}

/** The point on the line between two others at an instant. */
function between(from: PowerPoint, to: PowerPoint, at: number): PowerPoint {
  const share = (at - from.at) / (to.at - from.at);
  return { at, mw: from.mw + share * (to.mw - from.mw) };
}

interface Day {
  readonly start: number;
  readonly end: number;
}

/** Today, yesterday and the day of late readings, and one more. */
const REMEMBERED_DAYS = 4;

export function createEnergyBooks(zone: string): EnergyBooks {
  const books = new Map<number, DayBook>();
  let days: readonly Day[] = [];

  /** Looked up anew it takes some ten thousand times as long as the rest: the last few are remembered. */
  const dayOf = (at: number): Day => {
    const known = days.find(({ start, end }) => at >= start && at < end);
    if (known) return known;
    const day = { start: dayStartMs(at, zone), end: nextDayStartMs(at, zone) };
    days = [day, ...days.slice(0, REMEMBERED_DAYS - 1)];
    return day;
  };

  /** A book of days that are no longer kept is thrown away as soon as it is written. */
  const bookOf = (start: number): DayBook => {
    const known = books.get(start);
    if (known) return known;
    const book = { mwh: 0, entries: 0, uncoveredMs: 0 };
    books.set(start, book);
    if (books.size > 2) books.delete(Math.min(...books.keys()));
    return book;
  };

  /** A gap that ends with a reading; of days before the one before that reading nothing is kept. */
  const bookGap = (from: number, to: number, sign: Sign): void => {
    const yesterday = dayOf(dayOf(to).start - 1).start;
    let begin = Math.max(from, yesterday);
    while (begin < to) {
      const { start, end } = dayOf(begin);
      const stop = Math.min(to, end);
      bookOf(start).uncoveredMs += sign * (stop - begin);
      begin = stop;
    }
    bookOf(dayOf(to).start).entries += sign;
  };

  return {
    dayStart: (at) => dayOf(at).start,
    get: (dayStart) => books.get(dayStart),
    bookOpening({ at }, sign) {
      bookGap(-Infinity, at, sign);
    },
    bookLine(from, to, sign) {
      if (to.at - from.at > LONGEST_BRIDGE_MS) {
        bookGap(from.at, to.at, sign);
        return;
      }
      let begin = from;
      while (begin.at < to.at) {
        const { start, end } = dayOf(begin.at);
        const stop = to.at <= end ? to : between(from, to, end);
        const book = bookOf(start);
        book.mwh += sign * trapezoidMwh(begin, stop);
        book.entries += sign;
        begin = stop;
      }
      bookOf(dayOf(to.at).start).entries += sign;
    },
  };
}
