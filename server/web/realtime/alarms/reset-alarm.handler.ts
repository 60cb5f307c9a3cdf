import { alarmRequest } from './alarm-request.ts';
import { seenSchema } from './schemas.ts';

/** Resets an alarm that has latched. */
export const resetAlarm = alarmRequest({
  event: 'reset-alarm',
  action: 'alarm.acknowledge',
  schema: seenSchema,
  handle: (alarms, request, actor) => alarms.reset(actor, request),
});
