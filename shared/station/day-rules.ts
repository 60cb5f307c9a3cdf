import { lengthRule } from './list-rules.ts';
import { isObject } from './json-path.ts';
import { knownCure } from './nearest.ts';
import {
  at,
  entriesOf,
  itemsOf,
  numberAt,
  type Place,
  rootOf,
  textAt,
  type Tell,
} from './place.ts';
import { onCurveRule } from './reservoir-rules.ts';
import type { Station, System } from './system-schema.ts';

const MINUTES_PER_DAY = 1440;

/**
 * What must hold within a day, and between it and its system.
 * @param system null where the system itself is at fault: then only what the day says alone is judged
 */
export function dayRules(tell: Tell, day: Place, system: System | null): void {
  stepRule(tell, at(day, 'stepMinutes'));
  const steps = stepsOf(day);
  if (steps !== undefined) {
    lengthRule(tell, at(day, 'pricePerMwh'), steps, 'step');
    lengthRule(tell, at(day, 'loadMw'), steps, 'step');
  }
  const stations = at(day, 'stations');
  if (system) stationsRule(tell, stations, system);
  for (const [id, place] of entriesOf(stations)) {
    seriesRules(tell, place, steps);
    const station = system?.stations.find((one) => one.id === id);
    if (station) plantRules(tell, place, station);
  }
  fixedRules(tell, at(day, 'fixed'), system, steps);
}

/** The number of steps, if it is one. */
export function stepsOf(day: Place): number | undefined {
  const steps = numberAt(at(day, 'steps'));
  return steps !== undefined && Number.isInteger(steps) && steps > 0 ? steps : undefined;
}

function stepRule(tell: Tell, place: Place): void {
  const minutes = numberAt(place);
  if (minutes === undefined || minutes <= 0) return;
  if (!Number.isInteger(minutes) || MINUTES_PER_DAY % minutes !== 0)
    tell(place, `is ${minutes}`, 'whole minutes that divide a day are needed, such as 5, 15 or 60');
}

/** Every station of the system has its day, and nothing else has. */
function stationsRule(tell: Tell, stations: Place, system: System): void {
  stationNamesRule(tell, stations, system);
  if (!isObject(stations.value)) return;
  for (const station of system.stations) {
    const place = at(stations, station.id);
    if (place.value === undefined)
      tell(place, 'is missing', 'what the station starts from and its inflow are needed');
  }
}

/** Every key of an object that names stations must be a station of the system. */
function stationNamesRule(tell: Tell, stations: Place, system: System): void {
  const ids = system.stations.map((station) => station.id);
  for (const [id, place] of entriesOf(stations))
    if (!ids.includes(id)) tell(place, 'is not a station of the system', knownCure(id, ids));
}

/** Every key of an object that names units must be a unit of the station. */
export function unitNamesRule(tell: Tell, units: Place, station: Station): void {
  const ids = station.units.map((unit) => unit.id);
  for (const [id, place] of entriesOf(units))
    if (!ids.includes(id))
      tell(place, `is not a unit of station "${station.id}"`, knownCure(id, ids));
}

/** What a station's day says must agree with itself. */
function seriesRules(tell: Tell, place: Place, steps: number | undefined): void {
  limitsRule(tell, place);
  for (const outage of itemsOf(at(place, 'outOfService'))) outageSpanRule(tell, outage, steps);
  if (steps === undefined) return;
  lengthRule(tell, at(place, 'inflowM3s'), steps, 'step');
  for (const member of itemsOf(at(place, 'inflowEnsembleM3s')))
    lengthRule(tell, member, steps, 'step');
  lengthRule(tell, at(place, 'serviceLoadsMw'), steps, 'step');
  for (const key of ['levelMinM', 'levelMaxM'])
    lengthRule(tell, at(place, key), steps + 1, 'instant (the steps and the end)');
}

/** What a station's day says must fit its reservoir and units. */
function plantRules(tell: Tell, place: Place, station: Station): void {
  const reservoir = rootOf(station.reservoir);
  onCurveRule(tell, at(place, 'levelM'), reservoir);
  onCurveRule(tell, at(at(place, 'end'), 'levelM'), reservoir);
  const units = at(place, 'units');
  unitNamesRule(tell, units, station);
  for (const unit of station.units) stateRule(tell, at(units, unit.id), unit);
  const ids = station.units.map((unit) => unit.id);
  for (const outage of itemsOf(at(place, 'outOfService'))) {
    const unit = at(outage, 'unit');
    const id = textAt(unit);
    if (id !== undefined && !ids.includes(id))
      tell(unit, `is ${JSON.stringify(id)}, not a unit of the station`, knownCure(id, ids));
  }
}

/** A state that contradicts itself would be believed by the ramp limits. */
function stateRule(tell: Tell, state: Place, unit: Station['units'][number]): void {
  const power = at(state, 'mw');
  const mw = numberAt(power);
  if (mw === undefined) return;
  if (at(state, 'on').value === false && mw > 0 && mw >= unit.mwMin)
    tell(power, `is ${mw} though "on" is false`, '0 is needed, or "on": true');
  else if (mw > OVERLOAD * unit.mwMax)
    tell(power, `is ${mw}`, `the unit's output in MW is needed, and mwMax is ${unit.mwMax}`);
}

/** Beyond this share of mwMax an output is a slip of the unit, not an overload. */
const OVERLOAD = 1.25;

/** The day's own level limits must leave room at every instant. */
function limitsRule(tell: Tell, place: Place): void {
  const highest = at(place, 'levelMaxM');
  for (const [index, low] of itemsOf(at(place, 'levelMinM')).entries()) {
    const min = numberAt(low);
    const max = numberAt(at(highest, index));
    if (min !== undefined && max !== undefined && min > max)
      tell(low, `is ${min} where levelMaxM is ${max}`, 'levelMinM must not be above levelMaxM');
  }
}

function outageSpanRule(tell: Tell, outage: Place, steps: number | undefined): void {
  const from = numberAt(at(outage, 'fromStep'));
  const to = numberAt(at(outage, 'toStep'));
  if (to === undefined) return;
  if (steps !== undefined && to > steps)
    tell(
      at(outage, 'toStep'),
      `is ${to}`,
      `at most ${steps} is needed: the day has ${steps} steps`,
    );
  if (from !== undefined && from >= to)
    tell(
      at(outage, 'fromStep'),
      `is ${from} where toStep is ${to}`,
      'fromStep must be below toStep, which is exclusive',
    );
}

function fixedRules(
  tell: Tell,
  fixed: Place,
  system: System | null,
  steps: number | undefined,
): void {
  const count = numberAt(at(fixed, 'steps'));
  if (count !== undefined && steps !== undefined && count > steps)
    tell(
      at(fixed, 'steps'),
      `is ${count}`,
      `at most ${steps} is needed: the day has ${steps} steps`,
    );
  const stations = at(fixed, 'stations');
  if (system) stationNamesRule(tell, stations, system);
  for (const [id, place] of entriesOf(stations)) {
    const units = at(place, 'units');
    const station = system?.stations.find((one) => one.id === id);
    if (station) unitNamesRule(tell, units, station);
    if (count === undefined) continue;
    for (const [, unit] of entriesOf(units))
      lengthRule(tell, at(unit, 'flowM3s'), count, 'fixed step');
  }
}
