import { z } from 'zod';
import { deskRequest } from './desk-request.ts';
import { daySchema } from './schemas.ts';

/** The load curves of some days, of each the newest. */
export const listLoadCurves = deskRequest({
  event: 'list-load-curves',
  action: 'data.read',
  schema: z.strictObject({ from: daySchema, to: daySchema }),
  handle: ({ loadCurves }, request, actor) => loadCurves.list(actor, request),
});
