import { z } from 'zod';
import { deskRequest } from './desk-request.ts';
import { daySchema, stationSchema } from './schemas.ts';

/** A day's recommended, ordered and actual outputs, with its deviations. */
export const readFollowedDay = deskRequest({
  event: 'read-followed-day',
  action: 'data.read',
  schema: z.strictObject({ station: stationSchema, day: daySchema }),
  handle: ({ following }, { station, day }, actor) => following.day(actor, station, day),
});
