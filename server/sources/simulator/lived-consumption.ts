import { dateAfter, datesBetween, isRestDay } from '#shared/energy/review/calendar.ts';
import type { MeterDay } from '#shared/energy/review/day-facts.ts';
import { electricRoots } from '#shared/energy/consumer-tree.ts';
import { sumOfMeters } from '#shared/energy/review/meter-slots.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { localHour } from '#shared/units/time-grid.ts';
import {
  type MeasuredConsumption,
  slotGrid,
  slotPrices,
  WHOLE_STATION,
} from '../../review/measured-consumption.ts';
import { UNMETERED_SHARE } from './feeder-model.ts';
import { normalDeviate, type Random, seededRandom } from './random.ts';
import {
  fullDischargeM3s,
  simulatedStation,
  type SimulatedStation,
  type StationOrder,
} from './simulated-station.ts';

/** Days on which a consumer used more than anything explains. */
export interface Works {
  readonly consumer: string;
  readonly from: string;
  readonly to: string;
  /** Times what it would have used. */
  readonly factor: number;
}

export interface LivedParts {
  readonly station: Station;
  readonly site: Site;
  readonly timeZone: string;
  readonly seed: number;
  /** First and last date to live through. */
  readonly from: string;
  readonly to: string;
  readonly works?: Works;
}

/** Steps of the physics within a slot. */
const STEPS_PER_SLOT = 3;

/** What no driver explains: people, dirt, wear. Share of a consumer's day, one standard deviation. */
const DAILY_NOISE = 0.025;

/** Hours in which the grid pays most. */
const isPeak = (hour: number): boolean => (hour >= 8 && hour < 12) || (hour >= 17 && hour < 22);

/**
 * The consumption of days before a demo began, as its plant would have lived them: water passed as it comes,
 * more at the tariff's peaks. Day by day, so that whoever takes them can do something else in between.
 */
export function* livedConsumption(parts: LivedParts): Generator<MeasuredConsumption> {
  const { station, site, timeZone, seed } = parts;
  const plant = plantOf(station);
  const random = seededRandom(seed * 7919 + 17);
  let meanM3s = 0.3 * fullDischargeM3s(plant);
  const first = slotGrid(parts.from, timeZone);
  const orderedAt = (atMs: number): StationOrder =>
    rulesOrder(plant, meanM3s, localHour(atMs, timeZone));
  const simulated = simulatedStation({
    station,
    feeders: site.feeders,
    timeZone,
    seed,
    orderedAt,
    floodM3s: () => 0,
    startMs: first.startMs,
  });
  for (const date of datesBetween(parts.from, parts.to)) {
    // What came yesterday passes today, more or less; some days the grid wants more or less than that.
    const inflow = simulated.state.last.inflowM3s;
    meanM3s = Math.max(0, (0.5 * meanM3s + 0.5 * inflow) * (0.6 + 0.8 * random()));
    yield livedDay(simulated, parts, date, random);
  }
}

/** Largest units first: as many as the water of the hour needs, each at what it gets. */
function rulesOrder(plant: Plant, meanM3s: number, hour: number): StationOrder {
  let leftM3s = meanM3s * (isPeak(hour) ? 1.7 : 0.45);
  const units: Record<string, number> = {};
  const bySize = plant.units.toSorted(
    (a, b) => Math.max(...b.flowMax.y) - Math.max(...a.flowMax.y),
  );
  for (const unit of bySize) {
    const most = 0.9 * Math.max(...unit.flowMax.y);
    const least = 0.55 * most;
    const flow = leftM3s >= least ? Math.min(leftM3s, most) : 0;
    units[unit.id] = flow;
    leftM3s -= flow;
  }
  return { spillM3s: 0, units };
}

interface Counters {
  readonly hours: number;
  readonly starts: number;
  readonly kwh: Readonly<Record<string, number>>;
}

function countersOf({ state }: SimulatedStation): Counters {
  return {
    hours: state.units.reduce((sum, unit) => sum + unit.hours, 0),
    starts: state.units.reduce((sum, unit) => sum + unit.starts, 0),
    kwh: state.feeders.kwh,
  };
}

function livedDay(
  simulated: SimulatedStation,
  { site, timeZone, works }: LivedParts,
  date: string,
  random: Random,
): MeasuredConsumption {
  const { startMs, slotMs, slots, hours } = slotGrid(date, timeZone);
  const facts = {
    generationMwh: [] as number[],
    unitHours: [] as number[],
    starts: [] as number[],
    headM: [] as number[],
    temperatureC: [] as number[],
  };
  const used = new Map(site.feeders.map(({ id }) => [id, [] as number[]]));
  const habits = new Map(
    site.feeders.map(({ id }) => {
      const isWorked = works?.consumer === id && date >= works.from && date <= works.to;
      return [id, (isWorked ? works.factor : 1) * (1 + DAILY_NOISE * normalDeviate(random))];
    }),
  );
  const stepS = slotMs / 1000 / STEPS_PER_SLOT;
  for (let t = 0; t < slots; t++) {
    const before = countersOf(simulated);
    let generationMwh = 0;
    for (let step = 1; step <= STEPS_PER_SLOT; step++) {
      simulated.runTo(startMs + t * slotMs + step * stepS * 1000, stepS);
      generationMwh += (simulated.state.last.generationMw * stepS) / 3600;
    }
    const after = countersOf(simulated);
    facts.generationMwh.push(generationMwh);
    facts.unitHours.push(after.hours - before.hours);
    facts.starts.push(after.starts - before.starts);
    facts.headM.push(simulated.state.last.levelM - simulated.state.last.tailwaterM);
    facts.temperatureC.push(simulated.state.last.airC);
    for (const [id, slotsOf] of used)
      slotsOf.push((after.kwh[id]! - before.kwh[id]!) * habits.get(id)!);
  }
  const meters = metersOf(site, used);
  return {
    facts: {
      date,
      startMs,
      hours,
      isRestDay: isRestDay(date, site.energy),
      ...facts,
      pricePerMwh: slotPrices(site, hours, facts.generationMwh),
    },
    meters: meters.set(
      WHOLE_STATION,
      sumOfMeters(
        electricRoots(site.feeders).map((id) => meters.get(id)!),
        slots,
      ),
    ),
  };
}

/** Meters of what was used; a group counts what its own parts used. */
function metersOf(
  { feeders }: Site,
  used: ReadonlyMap<string, readonly number[]>,
): Map<string, MeterDay> {
  const meters = new Map<string, MeterDay>();
  const meterOf = (id: string): MeterDay => {
    const children = feeders.filter((one) => one.parent === id).map((one) => meterOf(one.id));
    const own = used.get(id)!;
    const states = own.map(() => 'metered' as const);
    const sum = children.length > 0 ? sumOfMeters(children, own.length).kwh : own;
    const meter = {
      kwh:
        children.length > 0
          ? sum.map((kwh) => (kwh === null ? null : (1 + UNMETERED_SHARE) * kwh))
          : sum,
      states,
    };
    meters.set(id, meter);
    return meter;
  };
  for (const { id, parent } of feeders) if (parent === undefined) meterOf(id);
  return meters;
}

/** The stretch that a new demo looks back on: a year to learn from, and some weeks to review. */
export const LIVED_DAYS = 420;
export const LEARNT_DAYS = 365;

/** First and last date of that stretch, before the day on which the demo's own record begins. */
export function livedSpan(firstDate: string): { from: string; to: string; learntTo: string } {
  const from = dateAfter(firstDate, -LIVED_DAYS);
  return { from, to: dateAfter(firstDate, -1), learntTo: dateAfter(from, LEARNT_DAYS - 1) };
}
