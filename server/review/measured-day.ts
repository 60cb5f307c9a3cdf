import type { Plant } from '#shared/hydraulics/plant.ts';
import type { DayRecord } from '#shared/indices/day-record.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { LocalDay } from '#shared/units/time-grid.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** Step of a measured day: the quarter-hours that are stored. */
const STEP_MS = 15 * MS_PER_MINUTE;

const KWH_PER_MWH = 1000;

/** A station's day as its meters saw it. */
export interface MeasuredDay {
  /** The quarter-hours that every needed meter spoke of; null where there is none. */
  readonly record: DayRecord | null;
  /** Starts of these quarter-hours, ms, oldest first. */
  readonly slots: readonly number[];
  /** Quarter-hours of the day, or of it until now. */
  readonly slotsSoFar: number;
}

type Series = ReadonlyMap<number, AggregatePoint>;

/** Sum of the means of a quarter-hour; null where one is missing. */
function sumAt(series: readonly Series[], at: number): number | null {
  let sum = 0;
  for (const one of series) {
    const mean = one.get(at)?.mean;
    if (mean == null) return null;
    sum += mean;
  }
  return sum;
}

interface MeasuredSeries {
  readonly level: Series;
  readonly inflow: Series;
  readonly spill: Series;
  readonly outflow: Series;
  readonly exported: Series;
  readonly unitMw: readonly Series[];
  readonly unitFlow: readonly Series[];
  readonly feeders: readonly Series[];
}

async function readSeries(
  plant: Plant,
  feeders: readonly string[],
  store: ReadingStore,
  day: LocalDay,
): Promise<MeasuredSeries> {
  const { id, units } = plant;
  const read = async (tag: string): Promise<Series> => {
    const points = await store.aggregates(tag, day.startMs, day.endMs, '15m');
    return new Map(points.map((point) => [point.at, point]));
  };
  const readAll = (tags: readonly string[]): Promise<Series[]> => Promise.all(tags.map(read));
  return {
    level: await read(stationTag(id, 'forebayLevel')),
    inflow: await read(stationTag(id, 'observedInflow')),
    spill: await read(stationTag(id, 'spillFlow')),
    outflow: await read(stationTag(id, 'totalOutflow')),
    exported: await read(stationTag(id, 'export')),
    unitMw: await readAll(units.map((unit) => unitTag(id, unit.id, 'mw'))),
    unitFlow: await readAll(units.map((unit) => unitTag(id, unit.id, 'flow'))),
    feeders: await readAll(feeders.map((feeder) => feederTag(id, feeder))),
  };
}

/** The means of one quarter-hour, or null where a meter is silent. Own consumption falls back on generation − export. */
function stepOf(series: MeasuredSeries, at: number) {
  const level = series.level.get(at);
  const inflowM3s = sumAt([series.inflow], at);
  const spillM3s = sumAt([series.spill], at);
  const outflowM3s = sumAt([series.outflow], at);
  const exportMw = sumAt([series.exported], at);
  const turbineM3s = sumAt(series.unitFlow, at);
  const generationMw = sumAt(series.unitMw, at);
  if (inflowM3s === null || spillM3s === null || outflowM3s === null) return null;
  if (exportMw === null || turbineM3s === null || generationMw === null) return null;
  if (level?.last == null || level.mean === null) return null;
  const meteredKwh = series.feeders.length > 0 ? sumAt(series.feeders, at) : null;
  const serviceMw =
    meteredKwh === null
      ? generationMw - exportMw
      : meteredKwh / KWH_PER_MWH / (STEP_MS / MS_PER_HOUR);
  return {
    at,
    firstLevelM: level.mean,
    lastLevelM: level.last,
    inflowM3s,
    spillM3s,
    outflowM3s,
    turbineM3s,
    generationMw,
    exportMw,
    serviceMw,
  };
}

/**
 * A station's day out of the stored quarter-hours; those that a meter missed are left out, not guessed.
 * @param feeders ids of the meters of own consumption
 */
export async function measuredDay(
  plant: Plant,
  feeders: readonly string[],
  store: ReadingStore,
  day: LocalDay,
  now: number,
): Promise<MeasuredDay> {
  const series = await readSeries(plant, feeders, store, day);
  const end = Math.min(day.endMs, now);
  const starts: number[] = [];
  for (let at = day.startMs; at + STEP_MS <= end; at += STEP_MS) starts.push(at);
  const steps = starts.flatMap((at) => stepOf(series, at) ?? []);
  const first = steps[0];
  const slots = steps.map((step) => step.at);
  if (!first) return { record: null, slots, slotsSoFar: starts.length };
  const record: DayRecord = {
    seconds: STEP_MS / 1000,
    levelM: [first.firstLevelM, ...steps.map((step) => step.lastLevelM)],
    inflowM3s: steps.map((step) => step.inflowM3s),
    turbineM3s: steps.map((step) => step.turbineM3s),
    spillM3s: steps.map((step) => step.spillM3s),
    outflowM3s: steps.map((step) => step.outflowM3s),
    generationMw: steps.map((step) => step.generationMw),
    serviceMw: steps.map((step) => step.serviceMw),
    exportMw: steps.map((step) => step.exportMw),
  };
  return { record, slots, slotsSoFar: starts.length };
}
