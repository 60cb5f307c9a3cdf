import { z } from 'zod';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { HISTORY_STEPS, type HistoryStep } from '#shared/wire/history.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { actorOf, HttpFault, queryOf, type Door } from '../../door.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { aggregatePointSchema, rawPointSchema } from './answer-schema.ts';
import { measuredTag } from './measured-tag.ts';
import { instantParameter } from './parameter.ts';

/** Most points of one answer. */
export const MOST_POINTS = 50_000;

const STEP_MS: Readonly<Record<Exclude<HistoryStep, 'raw'>, number>> = {
  '1m': MS_PER_MINUTE,
  '15m': 15 * MS_PER_MINUTE,
  '1h': MS_PER_HOUR,
  '1d': 24 * MS_PER_HOUR,
};

const querySchema = z.object({
  tag: z.string().describe('Path of a measured tag'),
  from: instantParameter,
  to: instantParameter,
  step: z.enum(HISTORY_STEPS).default('15m'),
});

const tooMany = (count: string): HttpFault =>
  new HttpFault(
    400,
    'too-many-points',
    `${count}; at most ${MOST_POINTS} are given: take a shorter span or a longer step`,
  );

export function historyDoor(tags: readonly Tag[], store: ReadingStore): Door {
  return {
    method: 'get',
    path: '/api/v1/history',
    summary: 'Readings of one tag, or their aggregates, `from` inclusive, `to` exclusive.',
    action: 'station.look',
    query: querySchema,
    answers: {
      200: {
        means:
          'Oldest first. Of `raw`: value and quality; of a step: count, % good, min, max, mean.',
        schema: z.strictObject({
          tag: z.string(),
          unit: z.string(),
          step: z.enum(HISTORY_STEPS),
          from: z.int(),
          to: z.int(),
          points: z.union([z.array(rawPointSchema), z.array(aggregatePointSchema)]),
        }),
      },
      400: { means: 'A parameter is missing or wrong, or the answer would be too long.' },
      404: { means: 'There is no such tag; the nearest known one is named.' },
    },
    async handle(request, response) {
      const { tag: path, from, to, step } = queryOf(querySchema, request);
      const tag = measuredTag(tags, path);
      const { station } = actorOf(response);
      if (station !== null && tag.station !== station)
        throw new HttpFault(403, 'not-allowed', `this screen is for station ${station} alone`);
      if (to <= from) throw new HttpFault(400, 'bad-parameter', 'to: must be later than from');
      const head = { tag: tag.tag, unit: tag.unit, step, from, to };
      if (step === 'raw') {
        const points = await store.raw(tag.tag, from, to, MOST_POINTS + 1);
        if (points.length > MOST_POINTS) throw tooMany(`the span has more readings than that`);
        response.json({ ...head, points });
        return;
      }
      const expected = Math.ceil((to - from) / STEP_MS[step]);
      if (expected > MOST_POINTS) throw tooMany(`the span has ${expected} intervals`);
      response.json({ ...head, points: await store.aggregates(tag.tag, from, to, step) });
    },
  };
}
