import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Day } from '#shared/station/day-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { type PlanInputs, requestPlanInputs } from '#client/connection/plan-inputs-request.ts';
import { dayOfPlan } from './day-of-plan.ts';

/** What the versions on the desk were computed from, as far as the server has told. */
export const useInputsStore = defineStore('inputs', () => {
  const inputs = shallowRef<ReadonlyMap<string, PlanInputs>>(new Map());
  const asked = new Map<string, Promise<void>>();

  /** Once it is done, what there is to be had is here. */
  function ask(id: string): Promise<void> {
    const known = asked.get(id) ?? read(id);
    asked.set(id, known);
    return known;
  }
  async function read(id: string): Promise<void> {
    try {
      inputs.value = new Map(inputs.value).set(id, await requestPlanInputs(id));
    } catch {
      // Older than inputs are kept, or not for this screen: the version itself has to do.
      asked.delete(id);
    }
  }
  /** The day to try things on: what the version was computed from, else what it tells itself. */
  function dayOf(version: PlanVersion, station: Station): Day {
    const told = dayOfPlan(version, station);
    const known = inputs.value.get(version.id)?.day;
    const own = known?.stations[station.id];
    if (!own) return told;
    const isAlone = Object.keys(known.stations).length === 1;
    // Of a cascade the desk tries one station: what comes from above is as the plan has it.
    const inflowM3s = isAlone ? own.inflowM3s : told.stations[station.id]!.inflowM3s;
    return { ...told, stations: { [station.id]: { ...own, inflowM3s } } };
  }

  return { inputs, ask, dayOf };
});
