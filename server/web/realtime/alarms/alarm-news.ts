import type { Alarms } from '../../../alarms/alarms.ts';
import { roomOf, type RealtimeServer } from '../typed-server.ts';

/** Tells the rooms what happens to alarms, at once. @returns what ends the telling */
export function tellAlarmNews(alarms: Alarms, server: RealtimeServer): () => void {
  const leave = [
    alarms.onChange((alarm) => {
      server.to(roomOf(alarm.station)).emit('alarm.changed', alarm);
    }),
    alarms.onSilenced((silenced) => {
      server.to(roomOf(silenced.station)).emit('alarms.silenced', silenced);
    }),
  ];
  return () => {
    for (const stop of leave) stop();
  };
}
