import {
  type Baselines,
  closeDay,
  type ConsumerDay,
  type PastDay,
} from '#shared/energy/review/close-day.ts';
import { type DayFacts, dayRow, type MeterDay } from '#shared/energy/review/day-facts.ts';
import { dateAfter, isRestDay } from '#shared/energy/review/calendar.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { ClosedDay, ConsumptionStore } from '#server/store/consumption-store.ts';
import { WHOLE_STATION } from '#server/review/measured-consumption.ts';
import { PAST_DAYS, pastDay } from '#server/review/past-days.ts';

const SLOTS = 96;

/** Numbers 0..1 that look random and are the same in every run. */
function fixedNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Feeders right under the station; the others are shared out below them. */
const GROUPS = 20;

/** The example's site with as many meters, in a tree. */
export function siteOfMeters(count: number): Site {
  const feeders = Array.from({ length: count }, (_, i) => ({
    id: `m${i}`,
    name: { zh: `电表 ${i}`, en: `Meter ${i}` },
    unit: 'kWh' as const,
    ...(i < GROUPS ? {} : { parent: `m${i % GROUPS}` }),
  }));
  return { ...exampleSite, feeders };
}

/** A day's drivers by quarter-hour. */
export function madeFacts(date: string, startMs: number, noise: () => number): DayFacts {
  const dayOfYear = (Date.parse(date) - Date.parse(`${date.slice(0, 4)}-01-01`)) / 86_400_000;
  const meanC = 15 + 12 * Math.cos((2 * Math.PI * (dayOfYear - 200)) / 365) + 5 * (noise() - 0.5);
  const runningUnits = Math.floor(1 + 3 * noise());
  const slots = <T>(value: (t: number) => T): T[] =>
    Array.from({ length: SLOTS }, (_, t) => value(t));
  const runs = slots((t) => (t > 24 && t < 60 + 30 * noise() ? runningUnits : 0));
  return {
    date,
    startMs,
    hours: slots((t) => Math.floor(t / 4)),
    isRestDay: isRestDay(date, undefined),
    generationMwh: slots((t) => runs[t]! * 8 * (0.7 + 0.3 * noise())),
    unitHours: slots((t) => runs[t]! / 4),
    starts: slots((t) => (t > 0 && runs[t]! > 0 && runs[t - 1] === 0 ? runningUnits : 0)),
    headM: slots(() => 88 + noise()),
    temperatureC: slots((t) => meanC + 5 * Math.cos((2 * Math.PI * (t - 60)) / SLOTS)),
    pricePerMwh: slots((t) => (t < 32 ? 220 : 620)),
  };
}

/** A meter that is driven by generation, weather and the hour, each meter in its own measure. */
export function madeMeter(facts: DayFacts, meter: number, noise: () => number): MeterDay {
  const kwh = facts.hours.map((hour, t) => {
    const warm = Math.max(0, facts.temperatureC[t]! - (16 + (meter % 7)));
    const own = 2 + (meter % 11) + (hour > 17 ? 1 : 0) + 0.1 * warm * (meter % 5);
    return (own + 0.05 * facts.generationMwh[t]! * (1 + (meter % 3))) * (0.9 + 0.2 * noise());
  });
  return { kwh, states: kwh.map(() => 'metered') };
}

export interface MeteredYears {
  readonly from: string;
  readonly days: number;
  readonly meters: number;
}

/** Of the days a review looks back on every statement is whole; of older ones quarter-hours and drivers are kept. */
const WHOLE_DAYS = 130;

/** Share of its use that a meter's target is set at. */
const TARGET_SHARE = 0.98;

/**
 * Fills a store with closed days of many meters: old ones, and after them those a review looks back on, which are
 * closed against baselines, targets and plans as the product would close them.
 * @param freeze freezes baselines on the old days, and says them by consumer
 */
export async function fillYears(
  store: ConsumptionStore,
  station: string,
  { from, days, meters }: MeteredYears,
  freeze: (to: string) => Promise<ReadonlyMap<string, Baselines>>,
): Promise<void> {
  const noise = fixedNoise(7);
  const consumers = [WHOLE_STATION, ...Array.from({ length: meters }, (_, i) => `m${i}`)];
  const past = new Map(consumers.map((consumer) => [consumer, [] as PastDay[]]));
  const oldDays = days - WHOLE_DAYS;
  let old: ConsumerDay | null = null;
  let baselines: ReadonlyMap<string, Baselines> = new Map();
  for (let i = 0; i < days; i++) {
    const date = dateAfter(from, i);
    const startMs = Date.parse(`${date}T00:00:00+08:00`);
    const facts = madeFacts(date, startMs, noise);
    if (i === oldDays) baselines = await freeze(dateAfter(date, -1));
    const closed = consumers.map((consumer, m): ClosedDay => {
      const meter = madeMeter(facts, m, noise);
      const own = past.get(consumer)!;
      const frozen = baselines.get(consumer) ?? null;
      const day =
        i >= oldDays || old === null
          ? statement(consumer, facts, meter, frozen, own)
          : { ...old, consumer, date };
      old ??= { ...day, hours: [] };
      if (i >= oldDays) past.set(consumer, [...own.slice(1 - PAST_DAYS), pastDay(day)]);
      const closedAt = startMs + 25 * 3_600_000;
      const baselineId = frozen && consumer;
      return { station, version: 1, closedAt, day, meter, baselineId, restated: [] };
    });
    await store.close(closed, [{ station, facts }]);
  }
}

const statement = (
  consumer: string,
  facts: DayFacts,
  meter: MeterDay,
  frozen: Baselines | null,
  past: readonly PastDay[],
): ConsumerDay =>
  closeDay({
    consumer,
    facts,
    meter,
    baselines: frozen ?? { daily: null, hourly: null },
    targetKwh: TARGET_SHARE * meter.kwh.reduce<number>((sum, kwh) => sum + (kwh ?? 0), 0),
    plan: dayRow(facts),
    plannedServiceKwh: null,
    event: null,
    past,
  });
