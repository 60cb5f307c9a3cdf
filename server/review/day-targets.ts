import { dateAfter } from '#shared/energy/review/calendar.ts';
import { type SpreadBudget, spreadBudget } from '#shared/energy/review/budget.ts';
import type { Noted } from '#shared/energy/review/notes.ts';
import type { ConsumptionStore } from '../store/consumption-store.ts';
import type { ConsumerBudget } from './energy-book.ts';

/** What management set for a consumer's day, kWh; null: no budget of that year. */
export interface DayTargets {
  of(
    station: string,
    budgets: readonly Noted<ConsumerBudget>[],
    consumer: string,
    date: string,
  ): Promise<number | null>;
}

/** Runs budgets down once for each version of them. */
export function createDayTargets(store: Pick<ConsumptionStore, 'days'>): DayTargets {
  const spread = new Map<string, { readonly text: string; readonly days: SpreadBudget['days'] }>();

  async function daysOf(
    station: string,
    budget: Noted<ConsumerBudget>,
  ): Promise<SpreadBudget['days']> {
    const key = `${station}/${budget.id}`;
    const known = spread.get(key);
    const text = JSON.stringify(budget);
    if (known?.text === text) return known.days;
    const from = dateAfter(`${budget.year}-01-01`, -366);
    const past = await store.days(station, budget.consumer, from, `${budget.year - 1}-12-31`);
    const used = new Map(past.map(({ day }) => [day.date, day.lines.actualKwh]));
    const { days } = spreadBudget(budget, (date) => used.get(date) ?? null);
    spread.set(key, { text, days });
    return days;
  }

  return {
    async of(station, budgets, consumer, date) {
      const year = Number(date.slice(0, 4));
      const budget = budgets.find((one) => one.consumer === consumer && one.year === year);
      return budget ? ((await daysOf(station, budget)).get(date) ?? null) : null;
    },
  };
}
