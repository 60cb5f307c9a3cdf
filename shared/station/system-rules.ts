import { isTimeZone } from '../units/time-grid.ts';
import { type Ids, idsOf, risingRule, uniqueIdsRule } from './list-rules.ts';
import { knownCure, nearest } from './nearest.ts';
import { at, itemsOf, type Place, textAt, type Tell } from './place.ts';
import { fallRule, reservoirRules } from './reservoir-rules.ts';
import { unitRules } from './unit-rules.ts';

/** What must hold within a system beyond the form of each part. */
export function systemRules(tell: Tell, system: Place): void {
  timeZoneRule(tell, at(system, 'timeZone'));
  const stations = at(system, 'stations');
  uniqueIdsRule(tell, stations, 'station');
  for (const station of itemsOf(stations)) stationRules(tell, station);
  downstreamRules(tell, stations);
}

function timeZoneRule(tell: Tell, zone: Place): void {
  const name = textAt(zone);
  if (name === undefined || isTimeZone(name)) return;
  const near = nearest(name, Intl.supportedValuesOf('timeZone'));
  const meant = near === null ? '' : `; did you mean "${near}"?`;
  tell(
    zone,
    `is ${JSON.stringify(name)}, which is no time zone`,
    `a name of the IANA list such as "Asia/Shanghai" is needed${meant}`,
  );
}

const NONE: Ids = { sure: [], complete: true };

function stationRules(tell: Tell, station: Place): void {
  reservoirRules(tell, at(station, 'reservoir'));
  fallRule(tell, station);
  const tailwater = at(station, 'tailwater');
  risingRule(tell, tailwater, 0, 'outflow', 'strictly');
  risingRule(tell, tailwater, 1, 'level', 'never');
  const conduits = at(station, 'conduits');
  uniqueIdsRule(tell, conduits, 'conduit');
  const units = at(station, 'units');
  uniqueIdsRule(tell, units, 'unit');
  const conduitIds = conduits.value === undefined ? NONE : idsOf(conduits);
  for (const unit of itemsOf(units)) unitRules(tell, unit, conduitIds);
}

/** Every station's water goes to another one of the system or out of it, and never in a ring. */
function downstreamRules(tell: Tell, stations: Place): void {
  const { sure, complete } = idsOf(stations);
  const below = new Map<string, string>();
  for (const station of itemsOf(stations)) {
    const id = textAt(at(station, 'id'));
    const link = at(at(station, 'downstream'), 'station');
    const to = textAt(link);
    if (to === undefined) continue;
    if (complete && !sure.includes(to))
      tell(link, `is ${JSON.stringify(to)}, which no station is called`, knownCure(to, sure));
    if (id === undefined || !sure.includes(id) || !sure.includes(to)) continue;
    if (to === id) tell(link, `is ${JSON.stringify(to)}, the station itself`, BELOW);
    else if (flowsBackTo(id, to, below))
      tell(
        link,
        `is ${JSON.stringify(to)}, whose water comes back to ${JSON.stringify(id)}`,
        BELOW,
      );
    else below.set(id, to);
  }
}

const BELOW = 'the next station below is needed, or no "downstream" at the lowest';

function flowsBackTo(id: string, from: string, below: ReadonlyMap<string, string>): boolean {
  let next: string | undefined = from;
  while (next !== undefined) {
    if (next === id) return true;
    next = below.get(next);
  }
  return false;
}
