import { isRestDay } from '#shared/energy/review/calendar.ts';
import type { DayFacts, MeterDay, SlotSeries } from '#shared/energy/review/day-facts.ts';
import { electricRoots } from '#shared/energy/consumer-tree.ts';
import {
  counterSlots,
  intervalSlots,
  type SlotGrid,
  sumOfMeters,
  sumOfSeries,
} from '#shared/energy/review/meter-slots.ts';
import type { Feeder, Site } from '#shared/station/site-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { localDay, localHour } from '#shared/units/time-grid.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** The whole station as a consumer: the sum of its electric roots. No feeder can be called so. */
export const WHOLE_STATION = '_station';

/** A local day of a station as its meters and gauges saw it. */
export interface MeasuredConsumption {
  readonly facts: DayFacts;
  /** By consumer, the whole station among them. */
  readonly meters: ReadonlyMap<string, MeterDay>;
}

export interface MeasuredParts {
  readonly station: Station;
  readonly site: Pick<Site, 'feeders' | 'tariff' | 'energy'>;
  readonly timeZone: string;
  readonly readings: Pick<ReadingStore, 'aggregates'>;
}

const SLOT_MS = 15 * MS_PER_MINUTE;

/** Slots of a local day, and the hour of each as a clock on the wall shows it. */
export function slotGrid(date: string, timeZone: string): SlotGrid & { hours: number[] } {
  const { startMs, endMs } = localDay(date, timeZone);
  const slots = Math.round((endMs - startMs) / SLOT_MS);
  const hours = Array.from({ length: slots }, (_, t) => localHour(startMs + t * SLOT_MS, timeZone));
  return { startMs, slotMs: SLOT_MS, slots, hours };
}

/** Reads a day out of the stored quarter-hours; late data is in them already. */
export async function measureConsumption(
  parts: MeasuredParts,
  date: string,
): Promise<MeasuredConsumption> {
  const grid = slotGrid(date, parts.timeZone);
  const facts = await factsOf(parts, date, grid);
  const meters = new Map<string, MeterDay>();
  await Promise.all(
    parts.site.feeders.map(async (feeder) => {
      meters.set(feeder.id, await meterOf(parts, feeder, grid));
    }),
  );
  const roots = electricRoots(parts.site.feeders).map((id) => meters.get(id)!);
  meters.set(WHOLE_STATION, sumOfMeters(roots, grid.slots));
  return { facts, meters };
}

async function meterOf(parts: MeasuredParts, feeder: Feeder, grid: SlotGrid): Promise<MeterDay> {
  const tag = feederTag(parts.station.id, feeder.id, feeder.unit);
  const { startMs, slotMs, slots } = grid;
  const endMs = startMs + slots * slotMs;
  if (feeder.intervalMinutes === undefined)
    return counterSlots(await parts.readings.aggregates(tag, startMs, endMs, '15m'), grid);
  const intervalMs = feeder.intervalMinutes * MS_PER_MINUTE;
  // A stored minute holds one value of an interval meter at most; its stamp is the end of the interval.
  const points = await parts.readings.aggregates(
    tag,
    startMs + MS_PER_MINUTE,
    endMs + intervalMs,
    '1m',
  );
  return intervalSlots(points, intervalMs, grid);
}

async function factsOf(
  { station, site, readings }: MeasuredParts,
  date: string,
  grid: SlotGrid & { readonly hours: readonly number[] },
): Promise<DayFacts> {
  const { startMs, slotMs, slots, hours } = grid;
  const read = async (tag: string): Promise<(number | null)[]> => {
    const series = new Array<number | null>(slots).fill(null);
    const points = await readings.aggregates(tag, startMs, startMs + slots * slotMs, '15m');
    for (const { at, mean } of points) {
      const t = Math.floor((at - startMs) / slotMs);
      if (t >= 0 && t < slots) series[t] = mean;
    }
    return series;
  };
  const ofUnits = (key: 'mw' | 'hours' | 'starts'): Promise<SlotSeries[]> =>
    Promise.all(station.units.map((unit) => read(unitTag(station.id, unit.id, key))));
  const generationMw = sumOfSeries(await ofUnits('mw'), slots);
  const forebay = await read(stationTag(station.id, 'forebayLevel'));
  const tailrace = await read(stationTag(station.id, 'tailraceLevel'));
  return {
    date,
    startMs,
    hours,
    isRestDay: isRestDay(date, site.energy),
    generationMwh: generationMw.map((mw) => (mw === null ? null : mw * (slotMs / MS_PER_HOUR))),
    unitHours: sumOfSeries(await ofUnits('hours'), slots),
    starts: sumOfSeries(await ofUnits('starts'), slots),
    headM: sumOfSeries([forebay, tailrace.map((level) => (level === null ? null : -level))], slots),
    temperatureC: await read(stationTag(station.id, 'airTemperature')),
    pricePerMwh: slotPrices(site, hours, generationMw),
  };
}

/** Own energy is worth what it would have earned; while nothing is generated the grid's price counts. */
export function slotPrices(
  site: Pick<Site, 'tariff' | 'energy'>,
  hours: readonly number[],
  generationMw: SlotSeries,
): number[] {
  const { hourlyPricePerMwh } = site.tariff;
  const drawn = site.energy?.offTakePricePerMwh ?? hourlyPricePerMwh;
  return hours.map((hour, t) => {
    const isIdle = generationMw[t] !== null && generationMw[t]! <= 0;
    return (isIdle ? drawn : hourlyPricePerMwh)[hour]!;
  });
}
