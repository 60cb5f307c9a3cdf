import type { StationStanding } from '#shared/wire/protocol.ts';
import { planForWalls } from './plan-for-walls.ts';
import type { RealtimeParts } from './realtime-parts.ts';

/**
 * What stands of a station beside its image.
 * @param reads whether who is told may read records; a plan is told to others without names
 */
export function stationStanding(
  { planning, alarms, outlooks }: Pick<RealtimeParts, 'planning' | 'alarms' | 'outlooks'>,
  station: string,
  reads: boolean,
): StationStanding {
  const plan = planning.view(station);
  return {
    plan: reads ? plan : planForWalls(plan),
    alarms: alarms.active(station),
    silenced: alarms.silenced(station),
    outlook: outlooks?.view(station) ?? null,
  };
}
