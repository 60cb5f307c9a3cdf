import { z } from 'zod';
import { MOST_ACKNOWLEDGED } from '#shared/wire/alarms.ts';
import { alarmRequest } from './alarm-request.ts';
import { seenSchema, stationSchema } from './schemas.ts';

/** Acknowledges alarms as they were on the screen. */
export const acknowledgeAlarms = alarmRequest({
  event: 'acknowledge-alarms',
  action: 'alarm.acknowledge',
  schema: z.strictObject({
    station: stationSchema,
    alarms: z.array(seenSchema).min(1).max(MOST_ACKNOWLEDGED),
  }),
  handle: (alarms, request, actor) => alarms.acknowledge(actor, request),
});
