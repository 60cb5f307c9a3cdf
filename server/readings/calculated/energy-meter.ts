import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { dayStartMs } from '#shared/units/time-grid.ts';
import type { RawPoint } from '#shared/wire/history.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { JudgedReading } from '#shared/wire/reading.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { FUTURE_TOLERANCE_MS } from '../judge.ts';
import { createEnergyBooks, LONGEST_BRIDGE_MS } from './energy-books.ts';
import { createPowerLine } from './power-line.ts';

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
  /** Takes a reading in, in any order: late ones and corrections mend what was counted. */
  observe(reading: JudgedReading): void;
  days(now: number): { readonly today: DayEnergy; readonly yesterday: DayEnergy };
  /**
   * Counts the stored readings of both days, each as if it came now: a meter that was started again
   * says what one that never stopped would say. Means of minutes would not do: placed in their
   * minutes' middles they reach up to 30 s beyond the readings at either end.
   */
  warmUp(store: Pick<ReadingStore, 'raw'>, now: number): Promise<void>;
}

/** @param powerTags tags whose values, MW, make up the energy */
export function createEnergyMeter(powerTags: readonly string[], zone: string): EnergyMeter {
  const books = createEnergyBooks(zone);
  const lines = new Map(powerTags.map((tag) => [tag, createPowerLine(books)]));

  const add = (tag: string, { at, value, quality }: RawPoint): void => {
    lines.get(tag)?.put(at, quality === 'bad' ? null : value);
  };

  const energyOf = (dayStart: number): DayEnergy => {
    const book = books.get(dayStart);
    if (!book || book.entries === 0) return { value: null, quality: 'missing' };
    const isWhole = book.uncoveredMs <= WHOLE_DAY_SLACK_MS * powerTags.length;
    return { value: book.mwh, quality: isWhole ? 'good' : 'doubtful' };
  };

  return {
    observe: (reading) => add(reading.tag, reading),
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
