import { acknowledgeAlarms } from './acknowledge-alarms.handler.ts';
import type { AlarmHandler } from './alarm-request.ts';
import { putAlarmBack } from './put-alarm-back.handler.ts';
import { resetAlarm } from './reset-alarm.handler.ts';
import { shelveAlarm } from './shelve-alarm.handler.ts';
import { silenceAlarms } from './silence-alarms.handler.ts';
import { takeAlarmOut } from './take-alarm-out.handler.ts';
import { unshelveAlarm } from './unshelve-alarm.handler.ts';

/** Every request about alarms. */
export const ALARM_REQUESTS: readonly AlarmHandler[] = [
  acknowledgeAlarms,
  resetAlarm,
  shelveAlarm,
  unshelveAlarm,
  takeAlarmOut,
  putAlarmBack,
  silenceAlarms,
];
