import type { SiteEnergy } from '#shared/station/site-schema.ts';

/** Weekend or holiday, as the site's lists say; `date` is `YYYY-MM-DD`. */
export function isRestDay(
  date: string,
  energy: Pick<SiteEnergy, 'holidays' | 'workdays'> | undefined,
): boolean {
  if (energy?.holidays.includes(date)) return true;
  if (energy?.workdays.includes(date)) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Month of a date, 0..11. */
export const monthOf = (date: string): number => Number(date.slice(5, 7)) - 1;

/** The date some days later (or earlier, < 0). */
export function dateAfter(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Every date from `from` to `to`, both taken in. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = dateAfter(date, 1)) dates.push(date);
  return dates;
}
