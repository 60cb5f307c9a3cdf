import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { ReadingStore } from '../../store/reading-store.ts';

/** Between two readings no further apart than this the power is taken to run straight, ms; a longer gap adds nothing. */
const LONGEST_BRIDGE_MS = 2 * MS_PER_HOUR;

/** A day may lack this much at its start and still count as whole, ms. */
const WHOLE_DAY_SLACK_MS = 15 * MS_PER_MINUTE;

/** Energy of a day, MWh; null where no reading spoke of it. */
export interface DayEnergy {
  readonly value: number | null;
  /** `doubtful` where part of the day is not covered by readings. */
  readonly quality: Quality;
}

/** Energy of today and yesterday, local days, integrated from powers in MW. */
export interface EnergyMeter {
  observe(reading: JudgedReading): void;
  days(now: number): { readonly today: DayEnergy; readonly yesterday: DayEnergy };
  warmUp(store: ReadingStore, now: number): Promise<void>;
}

interface Point {
  readonly at: number;
  readonly mw: number;
}

interface DayBook {
  mwh: number;
  /** ms of the powers' time together that no pair of readings bridges. */
  uncoveredMs: number;
}

/** Energy under a straight line between two points, MWh. */
function trapezoidMwh(from: Point, to: Point): number {
  return (((from.mw + to.mw) / 2) * (to.at - from.at)) / MS_PER_HOUR;
}

/** The point on the line between two others at an instant. */
function between(from: Point, to: Point, at: number): Point {
  const share = (at - from.at) / (to.at - from.at);
  return { at, mw: from.mw + share * (to.mw - from.mw) };
}

/** The energies of the newest two local days. */
interface Books {
  /** Books the energy of a line between two points, each day its part. */
  bookSpan(from: Point, to: Point): void;
  /** Notes that nothing is known of the day before its first point. */
  bookOpening(first: Point): void;
  dayStart(at: number): number;
  get(dayStart: number): DayBook | undefined;
}

function createBooks(zone: string): Books {
  const books = new Map<number, DayBook>();
  let day = { start: 0, end: 0 };

  const dayOf = (at: number): { start: number; end: number } => {
    if (at < day.start || at >= day.end) {
      day = { start: dayStartMs(at, zone), end: nextDayStartMs(at, zone) };
    }
    return day;
  };

  const bookOf = (start: number): DayBook => {
    const known = books.get(start);
    if (known) return known;
    const book = { mwh: 0, uncoveredMs: 0 };
    books.set(start, book);
    if (books.size > 2) books.delete(Math.min(...books.keys()));
    return book;
  };

  return {
    dayStart: (at) => dayOf(at).start,
    get: (dayStart) => books.get(dayStart),
    bookOpening({ at }) {
      const { start } = dayOf(at);
      bookOf(start).uncoveredMs += at - start;
    },
    bookSpan(from, to) {
      const bridged = to.at - from.at <= LONGEST_BRIDGE_MS;
      let begin = from;
      while (begin.at < to.at) {
        const { start, end } = dayOf(begin.at);
        const stop = to.at <= end ? to : between(from, to, end);
        const book = bookOf(start);
        if (bridged) book.mwh += trapezoidMwh(begin, stop);
        else book.uncoveredMs += stop.at - begin.at;
        begin = stop;
      }
    },
  };
}

/** @param powerTags tags whose values, MW, make up the energy */
export function createEnergyMeter(powerTags: readonly string[], zone: string): EnergyMeter {
  const books = createBooks(zone);
  const newest = new Map<string, Point>();
  const mine = new Set(powerTags);

  const add = (tag: string, point: Point): void => {
    const before = newest.get(tag);
    if (before && point.at <= before.at) return;
    newest.set(tag, point);
    if (before) books.bookSpan(before, point);
    else books.bookOpening(point);
  };

  const energyOf = (dayStart: number): DayEnergy => {
    const book = books.get(dayStart);
    if (!book) return { value: null, quality: 'missing' };
    const isWhole = book.uncoveredMs <= WHOLE_DAY_SLACK_MS * powerTags.length;
    return { value: book.mwh, quality: isWhole ? 'good' : 'doubtful' };
  };

  return {
    observe({ tag, at, value, quality }) {
      if (!mine.has(tag) || value === null || quality === 'bad') return;
      add(tag, { at, mw: value });
    },
    days(now) {
      const today = books.dayStart(now);
      return { today: energyOf(today), yesterday: energyOf(dayStartMs(today - 1, zone)) };
    },
    async warmUp(store, now) {
      const from = dayStartMs(dayStartMs(now, zone) - 1, zone);
      for (const tag of powerTags) {
        const minutes = await store.aggregates(tag, from, now, '1m');
        for (const { at, mean } of minutes) {
          if (mean !== null) add(tag, { at: at + MS_PER_MINUTE / 2, mw: mean });
        }
      }
    },
  };
}
