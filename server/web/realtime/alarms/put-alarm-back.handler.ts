import { alarmRequest } from './alarm-request.ts';
import { namedSchema } from './schemas.ts';

/** Puts an alarm back into service. */
export const putAlarmBack = alarmRequest({
  event: 'put-alarm-back',
  action: 'alarm.service',
  schema: namedSchema,
  handle: (alarms, request, actor) => alarms.putBack(actor, request),
});
