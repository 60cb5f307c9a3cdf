import { z } from 'zod';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { Tag } from '#shared/wire/tag.ts';
import {
  LONGEST_TREND_MS,
  MOST_TREND_TAGS,
  TREND_PIXELS,
  type TrendAnswer,
} from '#shared/wire/trend.ts';
import type { Clock } from '../../clock.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import { trendOf } from '../../readings/trends.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import { measuredTag } from './measured-tag.ts';
import { instantParameter, tagsParameter } from './parameter.ts';

const querySchema = z.object({
  tag: tagsParameter,
  from: instantParameter,
  to: instantParameter,
  pixels: z.coerce
    .number()
    .int()
    .min(TREND_PIXELS.least)
    .max(TREND_PIXELS.most)
    .default(1000)
    .describe('Width of the picture: no tag has more buckets than this'),
});

const instants = z.array(z.int());
const counts = z.array(z.int());
const numbers = z.array(z.number().nullable());
/** Places in `QUALITIES`. */
const qualities = z.array(
  z
    .int()
    .min(0)
    .max(QUALITIES.length - 1),
);

const headSchema = {
  tag: z.string(),
  unit: z.string(),
  /** Stretches in which the tag was silent for longer than its period allows. */
  gaps: z.array(z.tuple([z.int(), z.int()])),
};
const traceSchema = z.discriminatedUnion('form', [
  z.strictObject({
    ...headSchema,
    form: z.literal('raw'),
    at: instants,
    value: numbers,
    quality: qualities,
  }),
  z.strictObject({
    ...headSchema,
    form: z.literal('buckets'),
    widthMs: z.int(),
    at: instants,
    min: numbers,
    max: numbers,
    mean: numbers,
    count: counts,
    good: counts,
    worst: qualities,
  }),
]);

/** Tags as they are asked for, each once. @throws HttpFault */
function askedTags(tags: readonly Tag[], paths: readonly string[]): readonly Tag[] {
  const once = [...new Set(paths)];
  if (once.length > MOST_TREND_TAGS) {
    const message = `${once.length} tags; at most ${MOST_TREND_TAGS} are given at once`;
    throw new HttpFault(400, 'too-many-tags', message);
  }
  return once.map((path) => measuredTag(tags, path));
}

export function trendsDoor(tags: readonly Tag[], store: ReadingStore, clock: Clock): Door {
  return {
    method: 'get',
    path: '/api/v1/trends',
    summary: 'The course of up to eight tags, as much of it as a picture has pixels for.',
    action: 'data.read',
    query: querySchema,
    answers: {
      200: {
        means:
          'In columns, oldest first: readings where the span is narrow, else buckets with min, max, mean, count, good, worst. Gaps are named.',
        schema: z.strictObject({
          from: z.int(),
          to: z.int(),
          asOf: z.int(),
          traces: z.array(traceSchema),
        }),
      },
      400: { means: 'A parameter is missing or wrong, or more is asked for than is given.' },
      404: { means: 'There is no such tag; the nearest known one is named.' },
    },
    async handle(request, response) {
      const { tag, from, to, pixels } = queryOf(querySchema, request);
      if (to <= from) throw new HttpFault(400, 'bad-parameter', 'to: must be later than from');
      if (to - from > LONGEST_TREND_MS) {
        const days = LONGEST_TREND_MS / 86_400_000;
        throw new HttpFault(400, 'too-long', `at most ${days} days are given: take a shorter span`);
      }
      const question = { tags: askedTags(tags, tag), from, to, pixels };
      response.json((await trendOf(store, clock, question)) satisfies TrendAnswer);
    },
  };
}
