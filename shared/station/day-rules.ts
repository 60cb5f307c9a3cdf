import { isObject } from './json-path.ts';
import { commonSteps, idsOf, itemOf, lengthRule, type Series } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, entriesOf, itemsOf, numberAt, type Place, textAt, type Tell } from './place.ts';
import { onCurveRule } from './reservoir-rules.ts';

const MINUTES_PER_DAY = 1440;

/**
 * What must hold within a day, and between it and its system.
 * @param system may be at fault itself: what of it is sound is compared; null where there is none
 */
export function dayRules(tell: Tell, day: Place, system: Place | null): void {
  stepRule(tell, at(day, 'stepMinutes'));
  const steps = stepsOf(day);
  for (const series of seriesOf(day)) stepSeriesRule(tell, series, steps);
  const stations = at(day, 'stations');
  if (system) stationsRule(tell, stations, at(system, 'stations'));
  for (const [id, place] of entriesOf(stations)) {
    limitsRule(tell, place);
    for (const outage of itemsOf(at(place, 'outOfService'))) outageSpanRule(tell, outage, steps);
    const station = system && itemOf(at(system, 'stations'), id);
    if (station) plantRules(tell, place, station);
  }
  fixedRules(tell, at(day, 'fixed'), system, steps);
}

/** The number of steps; where the day's own is at fault, what most of its series have. */
export function stepsOf(day: Place): number | undefined {
  return numberAt(at(day, 'steps')) ?? commonSteps(seriesOf(day), numberAt(at(day, 'stepMinutes')));
}

function stepRule(tell: Tell, place: Place): void {
  const minutes = numberAt(place);
  if (minutes === undefined || minutes <= 0) return;
  if (!Number.isInteger(minutes) || MINUTES_PER_DAY % minutes !== 0)
    tell(place, `is ${minutes}`, 'whole minutes that divide a day are needed, such as 5, 15 or 60');
}

/** Every series of a day that has a value per step or instant. */
function seriesOf(day: Place): Series[] {
  const perStep = [at(day, 'pricePerMwh'), at(day, 'loadMw')];
  const perInstant: Place[] = [];
  for (const [, station] of entriesOf(at(day, 'stations'))) {
    perStep.push(at(station, 'inflowM3s'), ...itemsOf(at(station, 'inflowEnsembleM3s')));
    perStep.push(at(station, 'serviceLoadsMw'));
    perInstant.push(at(station, 'levelMinM'), at(station, 'levelMaxM'));
  }
  return [
    ...perStep.map((list): Series => ({ list, more: 0 })),
    ...perInstant.map((list): Series => ({ list, more: 1 })),
  ];
}

function stepSeriesRule(tell: Tell, { list, more }: Series, steps: number | undefined): void {
  if (steps === undefined) return;
  lengthRule(tell, list, steps + more, more === 0 ? 'step' : 'instant (the steps and the end)');
}

/** Every station of the system has its day, and nothing else has. */
function stationsRule(tell: Tell, stations: Place, known: Place): void {
  stationNamesRule(tell, stations, known);
  if (!isObject(stations.value)) return;
  for (const id of idsOf(known).sure) {
    const place = at(stations, id);
    if (place.value === undefined)
      tell(place, 'is missing', 'what the station starts from and its inflow are needed');
  }
}

/** Every key of an object that names stations must be a station of the system. */
export function stationNamesRule(tell: Tell, named: Place, stations: Place): void {
  const { sure, complete } = idsOf(stations);
  if (!complete) return;
  for (const [id, place] of entriesOf(named))
    if (!sure.includes(id)) tell(place, 'is not a station of the system', knownCure(id, sure));
}

/** Every key of an object that names units must be a unit of the station. */
export function unitNamesRule(tell: Tell, named: Place, station: Place): void {
  const { sure, complete } = idsOf(at(station, 'units'));
  if (!complete) return;
  const id = JSON.stringify(at(station, 'id').value);
  for (const [unit, place] of entriesOf(named))
    if (!sure.includes(unit)) tell(place, `is not a unit of station ${id}`, knownCure(unit, sure));
}

/** What a station's day says must fit its reservoir and units. */
function plantRules(tell: Tell, place: Place, station: Place): void {
  const reservoir = at(station, 'reservoir');
  onCurveRule(tell, at(place, 'levelM'), reservoir);
  onCurveRule(tell, at(at(place, 'end'), 'levelM'), reservoir);
  const states = at(place, 'units');
  const units = at(station, 'units');
  unitNamesRule(tell, states, station);
  for (const [id, state] of entriesOf(states)) {
    const unit = itemOf(units, id);
    if (unit) stateRule(tell, state, unit);
  }
  const { sure, complete } = idsOf(units);
  for (const outage of itemsOf(at(place, 'outOfService'))) {
    const unit = at(outage, 'unit');
    const id = textAt(unit);
    if (id !== undefined && complete && !sure.includes(id))
      tell(unit, `is ${JSON.stringify(id)}, not a unit of the station`, knownCure(id, sure));
  }
}

/** A state that contradicts itself would be believed by the ramp limits. */
function stateRule(tell: Tell, state: Place, unit: Place): void {
  const power = at(state, 'mw');
  const mw = numberAt(power);
  const least = numberAt(at(unit, 'mwMin')) ?? Infinity;
  const most = numberAt(at(unit, 'mwMax')) ?? Infinity;
  if (mw === undefined || (least >= most && least < Infinity)) return;
  if (at(state, 'on').value === false && mw > 0 && mw >= least)
    tell(power, `is ${mw} though "on" is false`, '0 is needed, or "on": true');
  else if (mw > OVERLOAD * most)
    tell(power, `is ${mw}`, `the unit's output in MW is needed, and mwMax is ${most}`);
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
  system: Place | null,
  steps: number | undefined,
): void {
  const count = numberAt(at(fixed, 'steps'));
  const tooMany = count !== undefined && steps !== undefined && count > steps;
  if (tooMany)
    tell(
      at(fixed, 'steps'),
      `is ${count}`,
      `at most ${steps} is needed: the day has ${steps} steps`,
    );
  const stations = at(fixed, 'stations');
  if (system) stationNamesRule(tell, stations, at(system, 'stations'));
  const series: Series[] = [];
  for (const [id, place] of entriesOf(stations)) {
    const units = at(place, 'units');
    const station = system && itemOf(at(system, 'stations'), id);
    if (station) unitNamesRule(tell, units, station);
    for (const [, unit] of entriesOf(units)) series.push({ list: at(unit, 'flowM3s'), more: 0 });
  }
  const fixedSteps = count === undefined || tooMany ? commonSteps(series) : count;
  if (fixedSteps === undefined) return;
  for (const { list } of series) lengthRule(tell, list, fixedSteps, 'fixed step');
}
