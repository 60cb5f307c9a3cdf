import { dateAfter } from '#shared/energy/review/calendar.ts';
import type { ConsumerDay, PastDay } from '#shared/energy/review/close-day.ts';
import type { ConsumptionStore } from '../store/consumption-store.ts';

/** Days that a closing looks back on: like days, and where the CUSUM stands. */
export const PAST_DAYS = 90;

/** The days before a day, kept from one closing to the next, since days are closed one after another. */
export interface PastDays {
  before(station: string, consumer: string, date: string): Promise<readonly PastDay[]>;
  /** What the newest version of a day says. */
  add(station: string, day: ConsumerDay): void;
}

/** What later days need of one. */
export const pastDay = (day: ConsumerDay): PastDay => ({
  date: day.date,
  row: day.row,
  actualKwh: day.lines.actualKwh,
  residualKwh: day.residualKwh,
  excluded: day.doubt?.code === 'excluded',
});

export function createPastDays(store: Pick<ConsumptionStore, 'days'>): PastDays {
  const kept = new Map<string, PastDay[]>();
  return {
    async before(station, consumer, date) {
      const key = `${station}/${consumer}`;
      const known = kept.get(key);
      const yesterday = dateAfter(date, -1);
      if (known?.at(-1)?.date === yesterday) return known;
      const past = await store.days(station, consumer, dateAfter(date, -PAST_DAYS), yesterday);
      const days = past.map(({ day }) => pastDay(day));
      kept.set(key, days);
      return days;
    },
    add(station, day) {
      const key = `${station}/${day.consumer}`;
      const known = kept.get(key);
      const follows = known && (known.length === 0 || known.at(-1)!.date < day.date);
      if (follows) kept.set(key, [...known.slice(1 - PAST_DAYS), pastDay(day)]);
      else kept.delete(key);
    },
  };
}
