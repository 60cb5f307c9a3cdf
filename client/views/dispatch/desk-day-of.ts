import type { Day } from '#shared/station/day-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Hello } from '#shared/wire/protocol.ts';
import { systemOf } from '#client/stores/desk/day-of-plan.ts';
import type { DeskDay } from '#client/stores/desk/outcome-store.ts';
import type { Sheet } from './sheet.ts';

/** The day that a sheet stands on, as the worker is asked about it; null before the server has greeted. */
export function deskDayOf(
  sheet: Pick<Sheet, 'trial' | 'version'>,
  dayOf: (version: PlanVersion, station: Station) => Day,
  station: Station,
  system: Hello['system'] | undefined,
): DeskDay | null {
  if (!system) return null;
  const alone = systemOf(station, system);
  if (sheet.trial) {
    const { id, loads, day } = sheet.trial;
    return { key: `${id}/${loads}`, system: alone, day };
  }
  if (!sheet.version) return null;
  return { key: sheet.version.id, system: alone, day: dayOf(sheet.version, station) };
}
