import { uniqueIdsRule } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, entriesOf, type Place, rootOf, type Tell } from './place.ts';
import { onCurveRule } from './reservoir-rules.ts';
import type { System } from './system-schema.ts';

/** What must hold within a site, and between it and its system. */
export function siteRules(tell: Tell, site: Place, system: System): void {
  uniqueIdsRule(tell, at(site, 'feeders'), 'feeder');
  const ids = system.stations.map((station) => station.id);
  for (const [id, end] of entriesOf(at(at(site, 'planning'), 'end'))) {
    const station = system.stations.find((one) => one.id === id);
    if (!station) tell(end, 'is not a station of the system', knownCure(id, ids));
    else onCurveRule(tell, at(end, 'levelM'), rootOf(station.reservoir));
  }
}
