import { offTakeAdvice } from '#shared/energy/advice/off-take-advice.ts';
import { dateAfter } from '#shared/energy/review/calendar.ts';
import { hourSpans } from '#shared/energy/review/day-facts.ts';
import type { AdvicePage } from '#shared/energy/review/page.ts';
import type { Site } from '#shared/station/site-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { stepAt, versionFor } from '../planning/ordered-slots.ts';
import type { Planning } from '../planning/planning.ts';
import type { ConsumptionStore } from '../store/consumption-store.ts';
import type { EnergyBook } from './energy-book.ts';
import { slotGrid } from './measured-consumption.ts';

export interface AdviceParts {
  readonly site: Site;
  readonly timeZone: string;
  readonly planning: Pick<Planning, 'between'>;
  readonly store: Pick<ConsumptionStore, 'dayOf' | 'facts'>;
  readonly book: Pick<EnergyBook, 'all'>;
}

const KWH_PER_MWH = 1000;

/** What a plan says of a step: generation, and whether water is spilled, so that energy costs nothing. */
interface PlannedStep {
  readonly generationMw: number;
  readonly spills: boolean;
}

function plannedStep(
  versions: readonly PlanVersion[],
  station: string,
  atMs: number,
): PlannedStep | null {
  const version = versionFor(versions, atMs);
  const plan = version?.plan.stations[station];
  if (!version || !plan) return null;
  const step = stepAt(version, atMs);
  return { generationMw: plan.generationMw[step]!, spills: plan.spillM3s[step]! > 0 };
}

/** Hour of the local day at the start of each slot, with its fraction. */
function hoursWithFraction(hours: readonly number[]): number[] {
  return hourSpans({ hours }).flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, i) => hours[from]! + i / 4),
  );
}

/**
 * Places a station's flexible consumers on a day by the plan's hours of own generation; where no plan speaks
 * of an hour it is taken to be as on the day before.
 */
export async function adviceDay(
  { site, timeZone, planning, store, book }: AdviceParts,
  station: string,
  date: string,
): Promise<AdvicePage> {
  const { startMs, slotMs, slots, hours: wall } = slotGrid(date, timeZone);
  const versions = await planning.between(startMs, startMs + slots * slotMs);
  const before = dateAfter(date, -1);
  const [facts] = await store.facts(station, before, before);
  const yesterday = new Map(
    (await store.dayOf(station, before)).map((one) => [one.day.consumer, one.meter.kwh]),
  );
  const steps = wall.map((_, t) => plannedStep(versions, station, startMs + t * slotMs));
  const generationMw = steps.map(
    (step, t) => step?.generationMw ?? (facts?.generationMwh[t] ?? 0) * 4,
  );
  const own = site.tariff.hourlyPricePerMwh;
  const drawn = site.energy?.offTakePricePerMwh ?? own;
  const pricePerKwh = wall.map((hour, t) => {
    if (steps[t]?.spills) return 0;
    return (generationMw[t]! > 0 ? own : drawn)[hour]! / KWH_PER_MWH;
  });
  const stepMinutes = slotMs / MS_PER_MINUTE;
  const hours = hoursWithFraction(wall);
  const consumers = site.feeders.flatMap(({ id, flexible }) =>
    flexible ? [{ consumer: id, flexible, yesterdayKwh: yesterday.get(id) ?? [] }] : [],
  );
  const taken = await book.all(station, 'advice');
  return {
    station,
    date,
    startMs,
    stepMinutes,
    hours,
    generationMw,
    pricePerKwh,
    isPlanned: steps.every((step) => step !== null),
    advice: offTakeAdvice(
      consumers,
      { stepMinutes, hours, generationMw, pricePerKwh },
      site.energy?.flexibleLimitKw,
    ),
    taken: taken.find((one) => one.date === date) ?? null,
  };
}
