import { z } from 'zod';
import { plantOf, type Plant } from '#shared/hydraulics/plant.ts';
import { dayIndices, type DayIndices } from '#shared/indices/day-indices.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { localDay, type LocalDay } from '#shared/units/time-grid.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../../clock.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import { orderedSlots } from '../../planning/ordered-slots.ts';
import type { Planning } from '../../planning/planning.ts';
import { measuredDay } from '../../review/measured-day.ts';
import type { ReadingStore } from '../../store/reading-store.ts';

const SLOT_MINUTES = 15;

const querySchema = z.object({
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'must be YYYY-MM-DD')
    .describe('Local day of the system, YYYY-MM-DD'),
});

const rate = z.union([z.number(), z.literal('no-generation')]);

const indicesSchema = z.strictObject({
  generationMwh: z.number(),
  exportMwh: z.number(),
  serviceMwh: z.number(),
  water: z.strictObject({
    inflowMm3: z.number(),
    outflowMm3: z.number(),
    storedMm3: z.number(),
    unaccountedMm3: z.number(),
  }),
  waterRateM3PerKwh: rate,
  spilledEnergy: z.strictObject({
    totalMwh: rate,
    avoidableMwh: rate.nullable(),
    unavoidableMwh: rate.nullable(),
  }),
  inflowEnergyMwh: rate,
  loadRate: rate,
  serviceRate: rate,
  comprehensiveServiceRate: rate,
  planCompletion: z.number().nullable(),
}) satisfies z.ZodType<DayIndices>;

const answerSchema = z.strictObject({
  day: z.string(),
  timeZone: z.string(),
  stations: z.record(
    z.string(),
    z.strictObject({
      /** Share of the day's quarter-hours until now that every needed meter spoke of, %. */
      coveredPercent: z.number(),
      indices: indicesSchema.nullable(),
    }),
  ),
});

export interface IndicesParts {
  readonly system: System;
  readonly tags: readonly Tag[];
  readonly store: ReadingStore;
  readonly planning: Pick<Planning, 'between'>;
  readonly clock: Clock;
}

function dayOf(date: string, zone: string): LocalDay {
  try {
    return localDay(date, zone);
  } catch (error) {
    throw new HttpFault(400, 'bad-parameter', `day: ${(error as RangeError).message}`);
  }
}

/** Ids of the station's meters of own consumption, read off the tag list; those under another are in it. */
function feedersOf(station: string, tags: readonly Tag[]): string[] {
  return tags.flatMap(({ tag, under }) => {
    const [of, service, feeder = '', last] = tag.split('/');
    const isRoot = service === 'service' && last === 'kwh' && under === undefined;
    return of === station && isRoot ? [feeder] : [];
  });
}

/** What was ordered for the given quarter-hours, MWh; null where a plan speaks of none of them. */
function plannedMwh(
  versions: readonly PlanVersion[],
  station: string,
  day: LocalDay,
  slots: readonly number[],
): number | null {
  const covered = new Set(slots);
  const ordered = orderedSlots(versions, station, day.startMs, day.endMs, SLOT_MINUTES).filter(
    (slot) => covered.has(slot.at),
  );
  if (ordered.length === 0) return null;
  const hours = (SLOT_MINUTES * MS_PER_MINUTE) / MS_PER_HOUR;
  return ordered.reduce((sum, slot) => sum + slot.generationMw * hours, 0);
}

async function stationIndices(
  plant: Plant,
  day: LocalDay,
  versions: readonly PlanVersion[],
  { tags, store, clock }: IndicesParts,
): Promise<{ coveredPercent: number; indices: DayIndices | null }> {
  const feeders = feedersOf(plant.id, tags);
  const measured = await measuredDay(plant, feeders, store, day, clock.now());
  const { record, slots, slotsSoFar } = measured;
  return {
    coveredPercent: slotsSoFar === 0 ? 0 : (100 * slots.length) / slotsSoFar,
    indices: record && dayIndices(plant, record, plannedMwh(versions, plant.id, day, slots)),
  };
}

/** The indices of a local day, from the stored quarter-hours and the plans that were in force. */
export function indicesDoor(parts: IndicesParts): Door {
  const { system, planning } = parts;
  const plants = system.stations.map(plantOf);
  return {
    method: 'get',
    path: '/api/v1/indices',
    summary: 'Indices of a local day, by station.',
    action: 'data.read',
    query: querySchema,
    answers: {
      200: { means: 'indices is null where nothing was measured.', schema: answerSchema },
      400: { means: 'The day is missing, or does not exist.' },
    },
    async handle(request, response) {
      const { day: date } = queryOf(querySchema, request);
      const day = dayOf(date, system.timeZone);
      const versions = await planning.between(day.startMs, day.endMs);
      const stations = await Promise.all(
        plants.map(async (plant) => [plant.id, await stationIndices(plant, day, versions, parts)]),
      );
      response.json({
        day: date,
        timeZone: system.timeZone,
        stations: Object.fromEntries(stations) as Record<string, unknown>,
      });
    },
  };
}
