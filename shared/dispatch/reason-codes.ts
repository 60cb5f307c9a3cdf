import type { LimitCode } from './limit-codes.ts';

/**
 * Limits that can be a cause, by their names in limit-codes.ts: what holds a station in a step, and
 * may make a unit start, stop or change its output.
 */
export const limitCauses = [
  'fixed',
  'load',
  'outage',
  'min-up',
  'min-down',
  'starts',
  'level-min',
  'level-max',
  'level-rise',
  'level-fall',
  'outflow-min',
  'outflow-max',
  'outflow-rise',
  'outflow-fall',
  'generation-ramp',
  'export-limit',
  'reserve',
  'end-level',
] as const satisfies readonly LimitCode[];

export type LimitCause = (typeof limitCauses)[number];

/** Ends of the units' own ranges: they hold a station, and move nothing. */
const rangeCauses = [
  'unit-flow',
  'unit-power',
  'forbidden-zone',
] as const satisfies readonly LimitCode[];

export type RangeCause = (typeof rangeCauses)[number];

/** What else limits a station in a step. */
const otherStepCauses = [
  ...rangeCauses,
  'start-cost',
  'spill-avoided',
  'best-efficiency',
  'price',
  'price-low',
] as const;

/** What else makes a unit start. Those of a stop and of a change of output follow. */
const otherStartCauses = [
  'spill-avoided',
  'best-efficiency',
  'price',
  'price-rise',
  'price-high',
  'water-falls',
  'swap',
  'others-out',
  'back-in-service',
] as const;

const otherStopCauses = [
  'best-efficiency',
  'price',
  'price-fall',
  'price-low',
  'water-rises',
  'swap',
] as const;

const otherSetCauses = [
  'spill-avoided',
  'best-efficiency',
  'price',
  'price-rise',
  'price-fall',
  'price-high',
  'price-low',
  'water-falls',
  'water-rises',
  'swap',
  'others-out',
  'head',
] as const;

export type StepCause = LimitCause | (typeof otherStepCauses)[number];
export type StartCause = LimitCause | (typeof otherStartCauses)[number];
export type StopCause = LimitCause | (typeof otherStopCauses)[number];
export type SetCause = LimitCause | (typeof otherSetCauses)[number];
export type ChangeCause = StartCause | StopCause | SetCause;
export type Cause = StepCause | ChangeCause;

/** What a unit's order does. */
export type Change = 'start' | 'stop' | 'set';

export type ReasonCode =
  | `start.${StartCause}`
  | `stop.${StopCause}`
  | `set.${SetCause}`
  | `step.${StepCause}`
  | 'water.worth';

const coded = <K extends string, C extends string>(kind: K, causes: readonly C[]) =>
  causes.map((cause): `${K}.${C}` => `${kind}.${cause}`);

/**
 * Every code of a plan's reasons, and no other: why a unit starts, stops or changes its output; what
 * limits the station in a step; and what its water is worth. docs/reasons.md says them in words.
 */
export const reasonCodes: readonly ReasonCode[] = [
  ...coded('start', [...limitCauses, ...otherStartCauses]),
  ...coded('stop', [...limitCauses, ...otherStopCauses]),
  ...coded('set', [...limitCauses, ...otherSetCauses]),
  ...coded('step', [...limitCauses, ...otherStepCauses]),
  'water.worth',
];

/** `unit` of a reason that speaks of the whole station. No unit can have this id. */
export const WHOLE_STATION = '';

/** What a reason's `data` always says of a unit's change. Powers MW, level m, money per MWh and per Mm³. */
const CHANGE_DATA = ['price', 'levelM', 'mw', 'byMw', 'waterValue'] as const;

/** And of a station's steps, `toStep` being exclusive: price, worth, level and power are the first step's. */
const STEP_DATA = [
  'fromStep',
  'toStep',
  'forMinutes',
  'price',
  'levelM',
  'mw',
  'waterValue',
] as const;

/** The series per step, and its ends, money per Mm³. */
const WATER_DATA = ['perMm3', 'least', 'most'] as const;

/**
 * What a change may say besides, where it can be said: how long it holds, what level it keeps
 * (below 0: takes) until then, m, and after how many minutes that water earns more.
 */
export const OPTIONAL_DATA: readonly string[] = ['forMinutes', 'headM', 'laterMinutes'];

/** The limit itself in its own unit, or what else a cause's sentence needs. */
const CAUSE_DATA: Partial<Record<Cause, readonly string[]>> = {
  load: ['limitMw'],
  'level-min': ['limitM'],
  'level-max': ['limitM'],
  'level-rise': ['limitMPerHour'],
  'level-fall': ['limitMPerHour'],
  'outflow-min': ['limitM3s'],
  'outflow-max': ['limitM3s'],
  'outflow-rise': ['limitM3s'],
  'outflow-fall': ['limitM3s'],
  'generation-ramp': ['limitMw'],
  'export-limit': ['limitMw'],
  reserve: ['limitMw'],
  'end-level': ['limitM'],
  'spill-avoided': ['limitM', 'fullInHours'],
  'price-rise': ['priceBefore'],
  'price-fall': ['priceBefore'],
  'water-falls': ['waterBefore'],
  'water-rises': ['waterBefore'],
  swap: ['other'],
  'others-out': ['other'],
};

/** The keys that the data of a code always has. */
export function reasonDataKeys(code: ReasonCode): readonly string[] {
  if (code === 'water.worth') return WATER_DATA;
  const [kind, cause] = code.split('.') as ['step' | Change, Cause];
  return [...(kind === 'step' ? STEP_DATA : CHANGE_DATA), ...(CAUSE_DATA[cause] ?? [])];
}
