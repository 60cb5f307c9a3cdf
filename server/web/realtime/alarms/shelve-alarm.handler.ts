import { z } from 'zod';
import { alarmRequest } from './alarm-request.ts';
import { namedSchema, reasonSchema } from './schemas.ts';

/** Shelves an alarm for a time, with a reason. */
export const shelveAlarm = alarmRequest({
  event: 'shelve-alarm',
  action: 'alarm.shelve',
  schema: namedSchema.extend({ minutes: z.number().positive().max(10_080), reason: reasonSchema }),
  handle: (alarms, request, actor) => alarms.shelve(actor, request),
});
