import type { z } from 'zod';
import { type Day, daySchema } from './day-schema.ts';
import { dayRules } from './day-rules.ts';
import { type FormNode, formOf } from './expectation.ts';
import type { Fault, Read } from './fault.ts';
import { foldFaults, formFaults, type PlacedFault } from './form-faults.ts';
import { describeValue, isObject, type Path, pathText, valueAt } from './json-path.ts';
import { gather, rootOf, type Place, type Tell, withoutUnsound } from './place.ts';
import { PLAN_SERIES, planRules, type PlanSurroundings, SCHEDULE_SERIES } from './plan-rules.ts';
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
  return readForm(dayForm, json, (tell, day) => dayRules(tell, day, rootOf(system)));
}

/**
 * The faults of a day whose system is at fault as well: its own, and those against what of the system
 * is sound.
 * @param systemJson what was parsed of the system; absent: nothing
 */
export function findDayFaults(json: unknown, systemJson?: unknown): readonly Fault[] {
  const system = soundPart(systemForm, systemJson);
  return faultsOf(readForm(dayForm, json, (tell, day) => dayRules(tell, day, system)));
}

/** Reads a plan.json, whole, for a system and a day. */
export function readPlan(json: unknown, system: System, day: Day): Read<Plan> {
  const surroundings = { system: rootOf(system), day: rootOf(day), series: PLAN_SERIES };
  return readForm(planForm, json, (tell, plan) => planRules(tell, plan, surroundings));
}

/** Reads of a plan.json what a plan *is*, flows and spill; what can be recomputed may be absent or wrong. */
export function readSchedule(json: unknown, system: System, day: Day): Read<ScheduleForm> {
  const surroundings = { system: rootOf(system), day: rootOf(day), series: SCHEDULE_SERIES };
  return readForm(scheduleForm, json, (tell, plan) => planRules(tell, plan, surroundings));
}

/** What a plan is for, as it was parsed; undefined: nothing could be. */
export interface ParsedCase {
  readonly system: unknown;
  readonly day: unknown;
}

/**
 * The faults of a plan that cannot be read, or whose system or day is at fault as well: of what it
 * *is*, and of the rest of what is there. Nobody misses what can be recomputed.
 */
export function findPlanFaults(json: unknown, of: ParsedCase): readonly Fault[] {
  const faults = allFaults(scheduleForm, json, planRulesFor(of, SCHEDULE_SERIES));
  const told = new Set(faults.map(({ path }) => pathText(path)));
  const whole = allFaults(planForm, json, planRulesFor(of, PLAN_SERIES));
  const isThere = (path: Path): boolean => valueAt(json, path) !== undefined;
  const more = whole.filter(({ path }) => isThere(path) && !told.has(pathText(path)));
  return foldFaults([...faults, ...more]);
}

/** The same of a plan of which only what it *is* matters. */
export function findScheduleFaults(json: unknown, of: ParsedCase): readonly Fault[] {
  return foldFaults(allFaults(scheduleForm, json, planRulesFor(of, SCHEDULE_SERIES)));
}

function planRulesFor(of: ParsedCase, series: PlanSurroundings['series']): Rules {
  const system = soundPart(systemForm, of.system);
  const day = soundPart(dayForm, of.day);
  return (tell, plan) => planRules(tell, plan, { system, day, series });
}

/** Reads a site.json for a system. */
export function readSite(json: unknown, system: System): Read<Site> {
  return readForm(siteForm, json, (tell, site) => siteRules(tell, site, rootOf(system)));
}

/** The faults of a site whose system is at fault as well. @param systemJson as for a day */
export function findSiteFaults(json: unknown, systemJson?: unknown): readonly Fault[] {
  const system = soundPart(systemForm, systemJson);
  return faultsOf(readForm(siteForm, json, (tell, site) => siteRules(tell, site, system)));
}

const faultsOf = (read: Read<unknown>): readonly Fault[] => (read.ok ? [] : read.faults);

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

type Rules = (tell: Tell, root: Place) => void;

function readForm<T>(form: Form<T>, json: unknown, rules: Rules): Read<T> {
  const read = form.schema.safeParse(json);
  const faults = faultsBeside(form, json, read, rules);
  return read.success && faults.length === 0
    ? { ok: true, value: read.data }
    : { ok: false, faults: foldFaults(faults) };
}

const allFaults = <T>(form: Form<T>, json: unknown, rules: Rules): PlacedFault[] =>
  faultsBeside(form, json, form.schema.safeParse(json), rules);

/**
 * Checks form and sense apart, so that neither hides the other: the schema looks at everything, and
 * the rules run on every part whose own form is sound.
 */
function faultsBeside<T>(
  form: Form<T>,
  json: unknown,
  read: z.ZodSafeParseResult<T>,
  rules: Rules,
): PlacedFault[] {
  if (!isObject(json)) {
    const right = `an object of the form "forebay-${form.name}/1" is needed`;
    return [{ path: [], wrong: `is ${describeValue(json)}`, right }];
  }
  const faults = read.success ? [] : formFaults(read.error, form.node, json);
  if (ofAnotherKind(json, form)) return faults.filter(({ path }) => path[0] === 'format');
  const sound = read.success ? json : withoutUnsound(json, pathsOf(read.error));
  return [...faults, ...gather((tell) => rules(tell, rootOf(sound)))];
}

/** What of another file can be compared with: its sound part; null where it is none of the form. */
function soundPart<T>(form: Form<T>, json: unknown): Place | null {
  if (!isObject(json) || ofAnotherKind(json, form)) return null;
  const read = form.schema.safeParse(json);
  return rootOf(read.success ? json : withoutUnsound(json, pathsOf(read.error)));
}

/** Places of what a form does not take; a key too many is none, for no rule reads it. */
const pathsOf = (error: z.ZodError): Path[] =>
  error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [] : [issue.path as Path]));

/**
 * Whether a file is another of our forms: it says so, and has less than half of the keys asked for.
 * Then its other faults say nothing; with more of them, it is its `format` that is wrong.
 */
function ofAnotherKind<T>(
  json: Readonly<Record<string, unknown>>,
  { name, node }: Form<T>,
): boolean {
  const kind = typeof json['format'] === 'string' ? /^forebay-(\w+)\//.exec(json['format']) : null;
  if (kind === null || kind[1] === name) return false;
  const asked = (node.required ?? []).filter((key) => key !== 'format');
  return asked.filter((key) => Object.hasOwn(json, key)).length * 2 < asked.length;
}
