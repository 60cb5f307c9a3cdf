import { datesBetween, monthOf } from '#shared/energy/review/calendar.ts';
import type { Baseline } from '#shared/energy/model/baseline.ts';
import { usualKwh } from '#shared/energy/review/variance.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { localDate, localDay } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { SERVER_ACTOR } from '../access/actor.ts';
import { CLOSING_AFTER_MS } from '../review/day-closer.ts';
import { WHOLE_STATION } from '../review/measured-consumption.ts';
import type { EnergyReview } from '../review/energy-review.ts';
import { livedConsumption, livedSpan, type Works } from '../sources/simulator/lived-consumption.ts';

/** What management asks of the demo's consumers: less than their models say of usual drivers. */
const TARGET_SHARE = 0.98;

const TARGET_REASON = '各月常态用量减 2 % · usual use of each month, less 2 %';

/** Days before the end of the lived stretch on which drainage was worked on, and how long. */
const WORKS_DAYS_AGO = 26;
const WORKS_DAYS = 3;

export interface LivedReviewParts {
  readonly system: System;
  readonly site: Site;
  readonly energy: EnergyReview;
  readonly seed: number;
  /** The demo's own record begins with the day before. */
  readonly nowMs: number;
  readonly isStopping: () => boolean;
}

/**
 * Gives a new demo a year and some weeks of consumption to look back on: closed day by day, a baseline frozen on
 * the year, targets, and a non-routine event. Beside the running server, a day at a time.
 */
export async function liveReview(parts: LivedReviewParts): Promise<void> {
  for (const station of parts.system.stations) {
    const known = await parts.energy.book.all(station.id, 'baseline');
    if (known.length === 0) await liveStation(parts, station);
  }
}

async function liveStation(parts: LivedReviewParts, station: Station): Promise<void> {
  const { system, site, energy, seed, isStopping } = parts;
  const { timeZone } = system;
  const firstDate = localDate(parts.nowMs - 24 * MS_PER_HOUR, timeZone);
  const { from, to, learntTo } = livedSpan(firstDate);
  const works = worksOf(datesBetween(from, to));
  await energy.book.set(SERVER_ACTOR, station.id, 'event', {
    name: '排水廊道检修 · Drainage gallery works',
    from: works.from,
    to: works.to,
    consumers: ['drainage', 'common', WHOLE_STATION],
    effect: 'excluded',
  });
  for (const measured of livedConsumption({ station, site, timeZone, seed, from, to, works })) {
    if (isStopping()) return;
    const { date } = measured.facts;
    const closedAt = localDay(date, timeZone).endMs + CLOSING_AFTER_MS;
    await energy.closer.close(station.id, measured, closedAt);
    if (date !== learntTo) continue;
    await energy.deeds.freeze(SERVER_ACTOR, station.id, { from, to: learntTo });
    await setTargets(energy, station.id, [...new Set([learntTo, to, firstDate].map(yearOf))]);
  }
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

function worksOf(dates: readonly string[]): Works {
  const [from, to] = [WORKS_DAYS_AGO, WORKS_DAYS_AGO - WORKS_DAYS + 1].map((ago) =>
    dates.at(-ago)!,
  );
  return { consumer: 'drainage', from: from!, to: to!, factor: 1.9 };
}

/** A year's target of each consumer, its months by the usual drivers of each. */
async function setTargets(
  energy: EnergyReview,
  station: string,
  years: readonly number[],
): Promise<void> {
  for (const { consumer, daily } of await energy.book.all(station, 'baseline')) {
    if (!daily) continue;
    for (const year of years) {
      const fixed = monthlyTargets(daily, year);
      const kwh = Object.values(fixed).reduce((sum, month) => sum + month, 0);
      if (kwh <= 0) continue;
      const budget = { consumer, year, kwh, rule: 'even' as const, fixed, reason: TARGET_REASON };
      await energy.book.set(SERVER_ACTOR, station, 'budget', budget);
    }
  }
}

function monthlyTargets(daily: Baseline, year: number): Record<string, number> {
  const months: Record<string, number> = {};
  for (const date of datesBetween(`${year}-01-01`, `${year}-12-31`)) {
    const month = date.slice(0, 7);
    // A model that is hardly one may say less than nothing of a month.
    const kwh = Math.max(0, TARGET_SHARE * usualKwh(daily, monthOf(date)));
    months[month] = (months[month] ?? 0) + kwh;
  }
  return Object.fromEntries(Object.entries(months).map(([month, kwh]) => [month, Math.round(kwh)]));
}
