import type { Day } from './day-schema.ts';
import { unitNamesRule } from './day-rules.ts';
import { lengthRule } from './list-rules.ts';
import { knownCure } from './nearest.ts';
import { at, entriesOf, itemsOf, numberAt, type Place, textAt, type Tell } from './place.ts';
import type { Station, System } from './system-schema.ts';

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

/** What must hold between a plan (or the schedule in it) and its system and day. */
export function planRules(
  tell: Tell,
  plan: Place,
  { system, day, series }: { system: System; day: Day; series: CheckedSeries },
): void {
  const ids = system.stations.map((station) => station.id);
  const stations = at(plan, 'stations');
  for (const [id, place] of entriesOf(stations))
    if (!ids.includes(id)) tell(place, 'is not a station of the system', knownCure(id, ids));
  for (const station of system.stations) {
    const place = at(stations, station.id);
    if (place.value !== undefined)
      stationPlanRules(tell, place, { station, steps: day.steps, series });
    else if (typeof stations.value === 'object' && stations.value !== null)
      tell(place, 'is missing', 'the flows of its units and its spill are needed');
  }
  for (const list of ['relaxations', 'reasons'])
    for (const item of itemsOf(at(plan, list))) {
      const named = at(item, 'station');
      const id = textAt(named);
      if (id !== undefined && !ids.includes(id))
        tell(named, `is ${JSON.stringify(id)}, not a station of the system`, knownCure(id, ids));
    }
  for (const relaxation of itemsOf(at(plan, 'relaxations'))) spanRule(tell, relaxation);
}

function stationPlanRules(
  tell: Tell,
  place: Place,
  { station, steps, series }: { station: Station; steps: number; series: CheckedSeries },
): void {
  for (const key of series.perStep) lengthRule(tell, at(place, key), steps, 'step of the day');
  for (const key of series.perInstant)
    lengthRule(tell, at(place, key), steps + 1, 'instant (the steps and the end)');
  const units = at(place, 'units');
  unitNamesRule(tell, units, station);
  for (const unit of station.units) {
    const unitPlan = at(units, unit.id);
    if (unitPlan.value === undefined && typeof units.value === 'object' && units.value !== null)
      tell(unitPlan, 'is missing', `the unit's flow in m³/s in each of ${steps} steps is needed`);
    for (const key of series.perUnit) lengthRule(tell, at(unitPlan, key), steps, 'step of the day');
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
