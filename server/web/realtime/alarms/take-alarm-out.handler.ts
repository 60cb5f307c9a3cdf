import { alarmRequest } from './alarm-request.ts';
import { namedSchema, reasonSchema } from './schemas.ts';

/** Takes an alarm out of service, with a reason. */
export const takeAlarmOut = alarmRequest({
  event: 'take-alarm-out',
  action: 'alarm.service',
  schema: namedSchema.extend({ reason: reasonSchema }),
  handle: (alarms, request, actor) => alarms.takeOut(actor, request),
});
