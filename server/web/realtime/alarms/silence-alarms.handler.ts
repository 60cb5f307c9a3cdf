import { z } from 'zod';
import { alarmRequest } from './alarm-request.ts';
import { stationSchema } from './schemas.ts';

/** Silences the horns of a station until something rings anew. */
export const silenceAlarms = alarmRequest({
  event: 'silence-alarms',
  action: 'alarm.silence',
  schema: z.strictObject({ station: stationSchema }),
  handle: (alarms, request, actor) => alarms.silence(actor, request),
});
