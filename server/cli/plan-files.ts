import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulateDay } from '#shared/dispatch/simulate.ts';
import type { Read } from '#shared/station/fault.ts';
import { isObject } from '#shared/station/json-path.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { readPlan, readSchedule } from '#shared/station/read-forms.ts';
import { BadInput } from '../bad-input.ts';
import { fileLines, readJsonFile } from '../input-files.ts';
import type { Case } from './case-files.ts';

/** Reads of a plan file its flows and spill. @throws BadInput with every fault */
export async function readScheduleFile(
  file: string,
  folder: string,
  { system, day }: Case,
): Promise<Schedule> {
  return valueOf(file, folder, (json) => readSchedule(json, system, day));
}

/**
 * Reads a plan to be checked. What a plan says stands as it says it; what another tool left out
 * because it follows from flows and spill is filled in. @throws BadInput with every fault
 */
export async function readPlanFile(file: string, folder: string, of: Case): Promise<Plan> {
  return valueOf(file, folder, (json) => {
    const schedule = readSchedule(json, of.system, of.day);
    const whole = schedule.ok ? filledIn(json, simulatedPlan(of, schedule.value)) : json;
    return readPlan(whole, of.system, of.day);
  });
}

async function valueOf<T>(
  file: string,
  folder: string,
  read: (json: unknown) => Read<T>,
): Promise<T> {
  const json = await readJsonFile(file, folder);
  const value = json.ok ? read(json.value) : json;
  if (!value.ok) throw new BadInput(fileLines(file, value.faults));
  return value.value;
}

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
