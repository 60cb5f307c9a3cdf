import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';
import type { RawPoint } from '#shared/wire/history.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { FUTURE_TOLERANCE_MS } from '../judge.ts';

/** Between two readings no further apart than this the power is taken to run straight, ms; a longer gap adds nothing. */
const LONGEST_BRIDGE_MS = 2 * MS_PER_HOUR;

/** Readings that are asked of the store at a time. */
const PAGE = 10_000;

/** A day may lack this much at its start and still count as whole, ms. */
const WHOLE_DAY_SLACK_MS = 15 * MS_PER_MINUTE;

/** Energy of a day, MWh; null where no reading spoke of it. */
export interface DayEnergy {
  readonly value: number | null;
  /** `doubtful` where part of the day is not covered by readings. */
  readonly quality: Quality;
}

/**
 * Energy of today and yesterday, local days: the area under straight lines from reading to reading.
 * Nothing is counted before the first reading nor after the newest one.
 */
export interface EnergyMeter {
  observe(reading: JudgedReading): void;
  days(now: number): { readonly today: DayEnergy; readonly yesterday: DayEnergy };
  /**
   * Counts the stored readings of both days, each as if it came now: a meter that was started again
   * says what one that never stopped would say. Means of minutes would not do: placed in their
   * minutes' middles they reach up to 30 s beyond the readings at either end.
   */
  warmUp(store: Pick<ReadingStore, 'raw'>, now: number): Promise<void>;
}

interface Point {
  readonly at: number;
  readonly mw: number;
}

interface DayBook {
  mwh: number;
  /** Whether a reading of the day, or a line through it, is known. */
  isSpokenOf: boolean;
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
  /** Notes that nothing is known of this day and the one before it until this first point. */
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
    const book = { mwh: 0, isSpokenOf: false, uncoveredMs: 0 };
    books.set(start, book);
    if (books.size > 2) books.delete(Math.min(...books.keys()));
    return book;
  };

  /** A gap that ends with a reading; of days before the newest two nothing is kept. */
  const bookGap = (from: number, to: number): void => {
    const yesterday = dayOf(dayOf(to).start - 1).start;
    let begin = Math.max(from, yesterday);
    while (begin < to) {
      const { start, end } = dayOf(begin);
      const stop = Math.min(to, end);
      bookOf(start).uncoveredMs += stop - begin;
      begin = stop;
    }
    bookOf(dayOf(to).start).isSpokenOf = true;
  };

  return {
    dayStart: (at) => dayOf(at).start,
    get: (dayStart) => books.get(dayStart),
    bookOpening({ at }) {
      bookGap(-Infinity, at);
    },
    bookSpan(from, to) {
      if (to.at - from.at > LONGEST_BRIDGE_MS) {
        bookGap(from.at, to.at);
        return;
      }
      let begin = from;
      while (begin.at < to.at) {
        const { start, end } = dayOf(begin.at);
        const stop = to.at <= end ? to : between(from, to, end);
        const book = bookOf(start);
        book.mwh += trapezoidMwh(begin, stop);
        book.isSpokenOf = true;
        begin = stop;
      }
      bookOf(dayOf(to.at).start).isSpokenOf = true;
    },
  };
}

/** @param powerTags tags whose values, MW, make up the energy */
export function createEnergyMeter(powerTags: readonly string[], zone: string): EnergyMeter {
  const books = createBooks(zone);
  const newest = new Map<string, Point>();
  const mine = new Set(powerTags);

  const add = (tag: string, { at, value, quality }: RawPoint): void => {
    if (value === null || quality === 'bad') return;
    const before = newest.get(tag);
    if (before && at <= before.at) return;
    const point = { at, mw: value };
    newest.set(tag, point);
    if (before) books.bookSpan(before, point);
    else books.bookOpening(point);
  };

  const energyOf = (dayStart: number): DayEnergy => {
    const book = books.get(dayStart);
    if (!book?.isSpokenOf) return { value: null, quality: 'missing' };
    const isWhole = book.uncoveredMs <= WHOLE_DAY_SLACK_MS * powerTags.length;
    return { value: book.mwh, quality: isWhole ? 'good' : 'doubtful' };
  };

  return {
    observe({ tag, at, value, quality }) {
      if (mine.has(tag)) add(tag, { at, value, quality });
    },
    days(now) {
      const today = books.dayStart(now);
      return { today: energyOf(today), yesterday: energyOf(dayStartMs(today - 1, zone)) };
    },
    async warmUp(store, now) {
      const yesterday = dayStartMs(dayStartMs(now, zone) - 1, zone);
      const to = now + FUTURE_TOLERANCE_MS + 1;
      for (const tag of powerTags) {
        // The line that ends in yesterday may begin before it.
        let from = yesterday - LONGEST_BRIDGE_MS;
        while (from < to) {
          const page = await store.raw(tag, from, to, PAGE);
          for (const point of page) add(tag, point);
          from = page.length < PAGE ? to : page[PAGE - 1]!.at + 1;
        }
      }
    },
  };
}
