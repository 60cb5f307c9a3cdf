import { z } from 'zod';
import { nonNegative, number, positive } from './quantity.ts';

const flowSeries = z.array(nonNegative('m³/s'));
const levelSeries = z.array(number('m'));

/** What a unit did before the horizon: on or off, for how long, at what output. */
export const unitStateSchema = z.strictObject({
  on: z.boolean(),
  forMinutes: nonNegative('minutes'),
  mw: nonNegative('MW').optional(),
});

/** Steps `[fromStep, toStep)` in which a unit cannot run. */
export const outageSchema = z.strictObject({
  unit: z.string(),
  fromStep: z.int().nonnegative(),
  toStep: z.int().nonnegative(),
});

/** What the end asks for: a level to reach, a price of the water left, both, or neither (then the start level). */
export const endSchema = z.strictObject({
  levelM: number('m').optional(),
  /** In the system's currency. */
  waterValuePerMm3: nonNegative('money per Mm³').optional(),
});

export const stationDaySchema = z.strictObject({
  /** At the start. */
  levelM: number('m'),
  units: z.record(z.string(), unitStateSchema).default({}),
  inflowM3s: flowSeries,
  inflowEnsembleM3s: z.array(flowSeries).optional(),
  /** Outflow of the steps before the horizon, newest last. */
  outflowHistoryM3s: flowSeries.default([]),
  outOfService: z.array(outageSchema).default([]),
  /** steps + 1 instants each. */
  levelMinM: levelSeries.optional(),
  levelMaxM: levelSeries.optional(),
  serviceLoadsMw: z.array(nonNegative('MW')).optional(),
  end: endSchema.optional(),
});

/** Flows already ordered for the first `steps` steps: the plan keeps them. */
export const fixedSchema = z.strictObject({
  steps: z.int().nonnegative(),
  stations: z.record(
    z.string(),
    z.strictObject({ units: z.record(z.string(), z.strictObject({ flowM3s: flowSeries })) }),
  ),
});

export const daySchema = z.strictObject({
  format: z.literal('forebay-day/1'),
  start: z.iso.datetime({ offset: true }),
  stepMinutes: positive('minutes'),
  steps: z.int().positive(),
  pricePerMwh: z.array(number('money per MWh')),
  loadMw: z.array(number('MW')).optional(),
  stations: z.record(z.string(), stationDaySchema),
  fixed: fixedSchema.optional(),
});

export type Day = z.infer<typeof daySchema>;
export type StationDay = z.infer<typeof stationDaySchema>;
export type UnitState = z.infer<typeof unitStateSchema>;
export type Outage = z.infer<typeof outageSchema>;
export type EndCondition = z.infer<typeof endSchema>;
