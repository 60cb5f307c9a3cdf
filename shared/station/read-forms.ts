import type { z } from 'zod';
import { type Day, daySchema } from './day-schema.ts';
import { dayRules } from './day-rules.ts';
import { type FormNode, formOf } from './expectation.ts';
import type { Fault, Read } from './fault.ts';
import { foldFaults, formFaults, type PlacedFault } from './form-faults.ts';
import { describeValue, isObject } from './json-path.ts';
import { gather, rootOf, type Place, type Tell } from './place.ts';
import { PLAN_SERIES, planRules, SCHEDULE_SERIES } from './plan-rules.ts';
import { type Plan, planSchema, type ScheduleForm, scheduleSchema } from './plan-schema.ts';
import { siteRules } from './site-rules.ts';
import { type Site, siteSchema } from './site-schema.ts';
import { systemRules } from './system-rules.ts';
import { type System, systemSchema } from './system-schema.ts';

export type { Fault, Read } from './fault.ts';

/** Reads a system.json that has been parsed: its value, or every fault of form and sense in it. */
export function readSystem(json: unknown): Read<System> {
  return readForm(systemForm, json, systemRules);
}

/** Reads a day.json for a system. */
export function readDay(json: unknown, system: System): Read<Day> {
  return readForm(dayForm, json, (tell, day) => dayRules(tell, day, system));
}

/** The faults that a day has whatever its system, for when the system cannot be read. */
export function findDayFaults(json: unknown): readonly Fault[] {
  const read = readForm(dayForm, json, (tell, day) => dayRules(tell, day, null));
  return read.ok ? [] : read.faults;
}

/** Reads a plan.json, whole, for a system and a day. */
export function readPlan(json: unknown, system: System, day: Day): Read<Plan> {
  return readForm(planForm, json, (tell, plan) =>
    planRules(tell, plan, { system, day, series: PLAN_SERIES }),
  );
}

/** Reads of a plan.json what a plan *is*, flows and spill; what can be recomputed may be absent or wrong. */
export function readSchedule(json: unknown, system: System, day: Day): Read<ScheduleForm> {
  return readForm(scheduleForm, json, (tell, plan) =>
    planRules(tell, plan, { system, day, series: SCHEDULE_SERIES }),
  );
}

/** Reads a site.json for a system. */
export function readSite(json: unknown, system: System): Read<Site> {
  return readForm(siteForm, json, (tell, site) => siteRules(tell, site, system));
}

interface Form<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly node: FormNode;
}

const form = <T>(name: string, schema: z.ZodType<T>): Form<T> => ({
  name,
  schema,
  node: formOf(schema),
});

const systemForm = form('system', systemSchema);
const dayForm = form('day', daySchema);
const planForm = form('plan', planSchema);
const scheduleForm = form('plan', scheduleSchema);
const siteForm = form('site', siteSchema);

/**
 * Checks form and sense apart, so that neither hides the other: the schema looks at everything, and
 * the rules run on every part whose own form is sound.
 */
function readForm<T>(
  { name, schema, node }: Form<T>,
  json: unknown,
  rules: (tell: Tell, root: Place) => void,
): Read<T> {
  if (!isObject(json)) {
    const right = `an object of the form "forebay-${name}/1" is needed`;
    return { ok: false, faults: [{ path: '', wrong: `is ${describeValue(json)}`, right }] };
  }
  const read = schema.safeParse(json);
  const faults = read.success ? [] : formFaults(read.error, node, json);
  if (!ofAnotherKind(json, name)) faults.push(...gather((tell) => rules(tell, rootOf(json))));
  else keepFormat(faults);
  return read.success && faults.length === 0
    ? { ok: true, value: read.data }
    : { ok: false, faults: foldFaults(faults) };
}

/** Whether a file says of itself that it is another of our forms: then its other faults say nothing. */
function ofAnotherKind(json: Readonly<Record<string, unknown>>, name: string): boolean {
  const kind = typeof json['format'] === 'string' ? /^forebay-(\w+)\//.exec(json['format']) : null;
  return kind !== null && kind[1] !== name;
}

function keepFormat(faults: PlacedFault[]): void {
  const format = faults.filter((fault) => fault.path[0] === 'format');
  faults.splice(0, faults.length, ...format);
}
