import { alarmRules } from './alarm-rules.ts';
import { stationNamesRule } from './day-rules.ts';
import { feederRules } from './feeder-rules.ts';
import { itemOf, uniqueIdsRule } from './list-rules.ts';
import { at, entriesOf, type Place, type Tell } from './place.ts';
import { onCurveRule } from './reservoir-rules.ts';

/**
 * What must hold within a site, and between it and its system.
 * @param system may be at fault itself: what of it is sound is compared; null where there is none
 */
export function siteRules(tell: Tell, site: Place, system: Place | null): void {
  uniqueIdsRule(tell, at(site, 'feeders'), 'feeder');
  feederRules(tell, at(site, 'feeders'));
  if (!system) return;
  const stations = at(system, 'stations');
  const ends = at(at(site, 'planning'), 'end');
  stationNamesRule(tell, ends, stations);
  alarmRules(tell, at(site, 'alarms'), stations);
  for (const [id, end] of entriesOf(ends)) {
    const station = itemOf(stations, id);
    if (station) onCurveRule(tell, at(end, 'levelM'), at(station, 'reservoir'));
  }
}
