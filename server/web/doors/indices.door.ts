import { z } from 'zod';
import type { DayIndices } from '#shared/indices/day-indices.ts';
import type { System } from '#shared/station/system-schema.ts';
import { localDay, type LocalDay } from '#shared/units/time-grid.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../../clock.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import { stationIndices } from '../../outlook/station-indices.ts';
import type { Planning } from '../../planning/planning.ts';
import type { ReadingStore } from '../../store/reading-store.ts';

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
  utilisationGain: rate.nullable(),
  highLevelShare: z.number().nullable(),
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

/** The indices of a local day, from the stored quarter-hours and the plans that were in force. */
export function indicesDoor(parts: IndicesParts): Door {
  const { system, planning, clock } = parts;
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
        system.stations.map(async ({ id }) => {
          const { coveredPercent, indices } = await stationIndices(
            parts,
            id,
            day,
            versions,
            clock.now(),
          );
          return [id, { coveredPercent, indices }];
        }),
      );
      response.json({
        day: date,
        timeZone: system.timeZone,
        stations: Object.fromEntries(stations) as Record<string, unknown>,
      });
    },
  };
}
