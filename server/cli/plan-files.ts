import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import { isObject } from '#shared/station/json-path.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import {
  findPlanFaults,
  findScheduleFaults,
  readPlan,
  readSchedule,
} from '#shared/station/read-forms.ts';
import type { Case, PlanReader } from './case-files.ts';

/** Reads of a plan file its flows and spill. */
export const scheduleIn = (file: string): PlanReader<Schedule> => ({
  file,
  read: (json, { system, day }) => readSchedule(json, system, day),
  find: findScheduleFaults,
});

/**
 * Reads a plan to be checked. What a plan says stands as it says it; what another tool left out
 * because it follows from flows and spill is filled in.
 */
export const planIn = (file: string): PlanReader<Plan> => ({
  file,
  read: (json, of) => {
    const schedule = readSchedule(json, of.system, of.day);
    if (!schedule.ok) return { ok: false, faults: findPlanFaults(json, of) };
    return readPlan(filledIn(json, simulatedPlan(of, schedule.value)), of.system, of.day);
  },
  find: findPlanFaults,
});

/** The plan document of a schedule: everything recomputed, nothing proved. */
export function simulatedPlan({ system, day }: Case, schedule: Schedule): Plan {
  const { stations, value } = simulateDay(system, day, schedule);
  return {
    format: 'forebay-plan/1',
    status: 'feasible',
    value,
    bound: null,
    gap: null,
    stations,
    relaxations: [],
    reasons: [],
    spill: {},
    solve: { ms: 0, method: 'simulated', seed: null },
  };
}

/** `json` with the keys it lacks taken from `whole`, at every depth of objects. */
function filledIn(json: unknown, whole: unknown): unknown {
  if (!isObject(json) || !isObject(whole)) return json === undefined ? whole : json;
  const filled: Record<string, unknown> = { ...json };
  for (const [key, value] of Object.entries(whole)) filled[key] = filledIn(json[key], value);
  return filled;
}
