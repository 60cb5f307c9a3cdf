import { z } from 'zod';
import { deskRequest } from './desk-request.ts';
import { daySchema, noteSchema, stationSchema } from './schemas.ts';

/** Shuts a day that is over and explained. */
export const closeDay = deskRequest({
  event: 'close-day',
  action: 'plan.close',
  schema: z.strictObject({ station: stationSchema, day: daySchema, note: noteSchema }),
  handle: ({ following }, request, actor) => following.closeDay(actor, request),
});
