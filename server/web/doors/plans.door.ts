import { z } from 'zod';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import type { Planning } from '../../planning/planning.ts';
import { planVersionSchema } from './answer-schema.ts';
import { instantParameter } from './parameter.ts';

/** Longest span of one answer, days: at a plan every quarter-hour that is some thousand versions. */
const LONGEST_DAYS = 31;

const querySchema = z.object({ from: instantParameter, to: instantParameter });

export function plansDoor(planning: Pick<Planning, 'between'>): Door {
  return {
    method: 'get',
    path: '/api/v1/plans',
    summary: 'Every version of the plans whose steps overlap the span.',
    action: 'data.read',
    query: querySchema,
    answers: {
      200: {
        means: 'Oldest made first.',
        schema: z.strictObject({ plans: z.array(planVersionSchema) }),
      },
      400: { means: 'A parameter is missing or wrong, or the span is too long.' },
    },
    async handle(request, response) {
      const { from, to } = queryOf(querySchema, request);
      if (to <= from) throw new HttpFault(400, 'bad-parameter', 'to: must be later than from');
      if (to - from > LONGEST_DAYS * 24 * MS_PER_HOUR) {
        throw new HttpFault(400, 'bad-parameter', `to: at most ${LONGEST_DAYS} days after from`);
      }
      response.json({ plans: await planning.between(from, to) });
    },
  };
}
