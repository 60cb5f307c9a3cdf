import { alarmRequest } from './alarm-request.ts';
import { namedSchema } from './schemas.ts';

/** Ends a shelf before its time. */
export const unshelveAlarm = alarmRequest({
  event: 'unshelve-alarm',
  action: 'alarm.shelve',
  schema: namedSchema,
  handle: (alarms, request, actor) => alarms.unshelve(actor, request),
});
