import { stationNamesRule, stepsOf, unitNamesRule } from './day-rules.ts';
import { isObject } from './json-path.ts';
import { commonSteps, idsOf, itemOf, lengthRule, type Series } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, entriesOf, itemsOf, numberAt, type Place, textAt, type Tell } from './place.ts';

/** Series whose lengths must be those of the day: of a station per step and per instant, of a unit per step. */
interface CheckedSeries {
  readonly perStep: readonly string[];
  readonly perInstant: readonly string[];
  readonly perUnit: readonly string[];
}

/** A whole plan. */
export const PLAN_SERIES: CheckedSeries = {
  perStep: ['spillM3s', 'outflowM3s', 'tailwaterM', 'generationMw', 'serviceMw', 'exportMw'],
  perInstant: ['levelM'],
  perUnit: ['on', 'flowM3s', 'mw', 'netHeadM'],
};

/** Only what a plan *is*. */
export const SCHEDULE_SERIES: CheckedSeries = {
  perStep: ['spillM3s'],
  perInstant: [],
  perUnit: ['flowM3s'],
};

/** What a plan is compared with: each may be at fault itself, null where there is none. */
export interface PlanSurroundings {
  readonly system: Place | null;
  readonly day: Place | null;
  readonly series: CheckedSeries;
}

/** What must hold between a plan (or the schedule in it) and its system and day. */
export function planRules(
  tell: Tell,
  plan: Place,
  { system, day, series }: PlanSurroundings,
): void {
  const stations = at(plan, 'stations');
  const all = seriesOf(stations, series);
  const steps = (day && stepsOf(day)) ?? commonSteps(all);
  if (steps !== undefined) seriesRules(tell, all, steps);
  for (const relaxation of itemsOf(at(plan, 'relaxations'))) spanRule(tell, relaxation);
  if (!system) return;
  const known = at(system, 'stations');
  stationNamesRule(tell, stations, known);
  const { sure, complete } = idsOf(known);
  for (const id of isObject(stations.value) ? sure : [])
    stationPlanRules(tell, at(stations, id), itemOf(known, id)!, steps);
  for (const list of ['relaxations', 'reasons'])
    for (const item of itemsOf(at(plan, list))) {
      const named = at(item, 'station');
      const id = textAt(named);
      if (id !== undefined && complete && !sure.includes(id))
        tell(named, `is ${JSON.stringify(id)}, not a station of the system`, knownCure(id, sure));
    }
}

/** Every series of a plan whose length is that of the day. */
function seriesOf(stations: Place, names: CheckedSeries): Series[] {
  return entriesOf(stations).flatMap(([, station]) => [
    ...names.perStep.map((key): Series => ({ list: at(station, key), more: 0 })),
    ...names.perInstant.map((key): Series => ({ list: at(station, key), more: 1 })),
    ...entriesOf(at(station, 'units')).flatMap(([, unit]) =>
      names.perUnit.map((key): Series => ({ list: at(unit, key), more: 0 })),
    ),
  ]);
}

function seriesRules(tell: Tell, series: readonly Series[], steps: number): void {
  for (const { list, more } of series)
    lengthRule(
      tell,
      list,
      steps + more,
      more === 0 ? 'step of the day' : 'instant (the steps and the end)',
    );
}

/** A station of the system must have its plan, with all its units and no others. */
function stationPlanRules(
  tell: Tell,
  place: Place,
  station: Place,
  steps: number | undefined,
): void {
  if (place.value === undefined)
    tell(place, 'is missing', 'the flows of its units and its spill are needed');
  const units = at(place, 'units');
  unitNamesRule(tell, units, station);
  if (!isObject(units.value)) return;
  for (const id of idsOf(at(station, 'units')).sure) {
    const unit = at(units, id);
    if (unit.value === undefined)
      tell(
        unit,
        'is missing',
        `the unit's flow in m³/s in each of ${steps ?? 'all'} steps is needed`,
      );
  }
}

function spanRule(tell: Tell, relaxation: Place): void {
  const from = numberAt(at(relaxation, 'fromStep'));
  const to = numberAt(at(relaxation, 'toStep'));
  if (from !== undefined && to !== undefined && from >= to)
    tell(
      at(relaxation, 'fromStep'),
      `is ${from} where toStep is ${to}`,
      'fromStep must be below toStep, which is exclusive',
    );
}
