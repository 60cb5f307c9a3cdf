import type { AlarmRecord } from '#shared/alarms/journal.ts';
import { isActive } from '#shared/alarms/states.ts';
import type { Alarm } from '#shared/wire/alarms.ts';

/** A record as the screens see it. */
export function alarmView(record: AlarmRecord): Alarm {
  const { standing, revision: _revision, ...rest } = record;
  return { ...rest, state: standing.state, active: isActive(standing) };
}
