import { z } from 'zod';
import { DEVIATION_CAUSES } from '#shared/wire/following.ts';
import { deskRequest } from './desk-request.ts';
import { noteSchema, planRequestSchema } from './schemas.ts';

/** Gives the cause of a deviation. */
export const explainDeviation = deskRequest({
  event: 'explain-deviation',
  action: 'deviation.explain',
  schema: planRequestSchema.extend({ cause: z.enum(DEVIATION_CAUSES), note: noteSchema }),
  handle: ({ following }, request, actor) => following.explain(actor, request),
});
