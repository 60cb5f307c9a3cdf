import { z } from 'zod';
import { nonNegative, number } from './quantity.ts';

/** Of any sign: whether a plan's flows are possible is the checker's to say. */
const flows = z.array(number('m³/s'));
const powers = z.array(number('MW'));
const levels = z.array(number('m'));

export const unitPlanSchema = z.strictObject({
  on: z.array(z.union([z.literal(0), z.literal(1)])),
  flowM3s: flows,
  mw: powers,
  netHeadM: levels,
});

export const stationPlanSchema = z.strictObject({
  /** steps + 1 instants. */
  levelM: levels,
  spillM3s: flows,
  outflowM3s: flows,
  tailwaterM: levels,
  generationMw: powers,
  serviceMw: powers,
  exportMw: powers,
  units: z.record(z.string(), unitPlanSchema),
});

/**
 * A change with which a plan exists that keeps every limit of the day: of one limit, let go further by
 * `amount`; of the load, `amount` lower (below 0: higher); of the inflow, `amount` more (below 0: less); or
 * of an outage, its unit back at `fromStep` or sooner.
 */
export const mendSchema = z.strictObject({
  /** The limit's code, `inflow` or `outage`. */
  change: z.string(),
  station: z.string(),
  /** The generating unit of an outage. */
  generatingUnit: z.string().optional(),
  fromStep: z.int(),
  /** Exclusive. */
  toStep: z.int(),
  /** The largest of `amounts` by its size; hours sooner for an outage. */
  amount: z.number(),
  unit: z.string(),
  /** Of each step from `fromStep` on; absent for an outage. */
  amounts: z.array(z.number()).optional(),
});

export const relaxationSchema = z.strictObject({
  station: z.string(),
  limit: z.string(),
  fromStep: z.int(),
  /** Exclusive. */
  toStep: z.int(),
  /** Largest amount by which the limit is broken in these steps. */
  amount: z.number(),
  unit: z.string(),
  mends: z
    .array(mendSchema)
    .optional()
    .describe('What would mend it: each a change of the day with which no limit has to give way'),
});

export const reasonSchema = z.strictObject({
  station: z.string(),
  /** Empty where the reason is the whole station's (docs/reasons.md). */
  unit: z.string(),
  step: z.int(),
  code: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** What a plan changes of the plan in force: steps in a row in which a unit differs in one way. */
export const planChangeSchema = z.strictObject({
  station: z.string(),
  unit: z.string(),
  kind: z
    .enum(['on', 'off', 'more', 'less'])
    .describe('Runs where it rested, rests where it ran, takes more or less than the dead band'),
  fromStep: z.int(),
  /** Exclusive. */
  toStep: z.int(),
  earns: z
    .number()
    .nullable()
    .describe('What the plan earns by it, money; null where that was not looked at'),
});

export const spillReportSchema = z.strictObject({
  unavoidableMm3: z.number(),
  avoidableMm3: z.number(),
  causes: z.array(z.string()),
});

export const planSchema = z.strictObject({
  format: z.literal('forebay-plan/1'),
  status: z
    .enum(['proved', 'feasible', 'relaxed'])
    .describe(
      'proved: the gap is at most 0.2 %; feasible: keeps every limit; relaxed: breaks those in relaxations, for no plan that was found keeps them',
    ),
  value: z.strictObject({
    total: z.number(),
    energy: z.number(),
    starts: z.number(),
    endWater: z.number(),
  }),
  bound: z
    .number()
    .nullable()
    .describe('No plan of the same limits is worth more, money; null where none was proved'),
  gap: z
    .number()
    .nullable()
    .describe('(bound − value.total) over the turnover of the horizon; null without a bound'),
  stations: z.record(z.string(), stationPlanSchema),
  relaxations: z.array(relaxationSchema),
  reasons: z.array(reasonSchema),
  changes: z
    .array(planChangeSchema)
    .optional()
    .describe('What it changes of the plan in force; absent where none was given'),
  spill: z.record(z.string(), spillReportSchema),
  solve: z.strictObject({ ms: z.number(), method: z.string(), seed: z.number().nullable() }),
});

/**
 * What a plan *is*: the flows of its units and the spill. The rest of a plan's keys may stand beside
 * them, whatever they hold, for a schedule is recomputed.
 */
export const scheduleSchema = z.strictObject({
  ...Object.fromEntries(Object.keys(planSchema.shape).map((key) => [key, z.unknown().optional()])),
  format: z.literal('forebay-plan/1'),
  stations: z.record(
    z.string(),
    z.object({
      spillM3s: z.array(nonNegative('m³/s')),
      units: z.record(z.string(), z.object({ flowM3s: z.array(nonNegative('m³/s')) })),
    }),
  ),
});

export type Plan = z.infer<typeof planSchema>;
export type StationPlan = z.infer<typeof stationPlanSchema>;
export type UnitPlan = z.infer<typeof unitPlanSchema>;
export type Mend = z.infer<typeof mendSchema>;
export type PlannedChange = z.infer<typeof planChangeSchema>;
export type Relaxation = z.infer<typeof relaxationSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type SpillReport = z.infer<typeof spillReportSchema>;
export type ScheduleForm = z.infer<typeof scheduleSchema>;
