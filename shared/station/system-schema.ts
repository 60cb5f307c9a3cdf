import { z } from 'zod';
import { nonNegative, number, positive } from './quantity.ts';

const id = z.string().min(1);

/** A name in the two languages every screen offers. */
export const localNameSchema = z.strictObject({ zh: z.string(), en: z.string() });

/** Largest rise and fall; `null` or absent is no limit. */
const rampSchema = (unit: string) =>
  z.strictObject({
    up: nonNegative(unit).nullable().optional(),
    down: nonNegative(unit).nullable().optional(),
  });

/** `[levelM, volumeMm3]`, strictly increasing in both. */
export const storageSchema = z.array(z.tuple([number('m'), nonNegative('Mm³')])).min(2);

/** `[levelM, m3s]`, levels strictly increasing, capacity never falling. */
export const capacitySchema = z.array(z.tuple([number('m'), nonNegative('m³/s')])).min(1);

/** `[outflowM3s, levelM]`, outflow strictly increasing, level never falling. */
export const tailwaterSchema = z.array(z.tuple([nonNegative('m³/s'), number('m')])).min(1);

export const spillwaySchema = z.strictObject({
  /** `gated`: 0 ≤ s ≤ capacity(z̄); `free`: s = capacity(z̄) exactly. */
  mode: z.enum(['gated', 'free']),
  capacity: capacitySchema,
});

export const reservoirSchema = z.strictObject({
  storage: storageSchema,
  levelMinM: number('m'),
  levelMaxM: number('m'),
  deadLevelM: number('m').optional(),
  normalLevelM: number('m').optional(),
  spillway: spillwaySchema,
  outflowMinM3s: nonNegative('m³/s').nullable().default(0),
  outflowMaxM3s: positive('m³/s').nullable().default(null),
  levelRampMPerHour: rampSchema('m per hour').nullable().optional(),
  outflowRampM3sPerStep: rampSchema('m³/s per step').nullable().optional(),
});

/** Waterway shared by the units that name it; `lossS2PerM5` is k_c. */
export const conduitSchema = z.strictObject({ id, lossS2PerM5: nonNegative('s²/m⁵') });

export const hillChartSchema = z.strictObject({
  headsM: z.array(positive('m')).min(1),
  flowsM3s: z.array(nonNegative('m³/s')).min(1),
  /** η_t, one row per head, one column per flow, 0..1. */
  efficiency: z.array(z.array(number('efficiency').min(0).max(1)).min(1)).min(1),
});

/** Output band `(lo, hi)` MW that a unit must not rest strictly inside, within a head range where given. */
export const forbiddenZoneSchema = z.strictObject({
  mw: z.tuple([nonNegative('MW'), positive('MW')]),
  headM: z.tuple([number('m'), number('m')]).optional(),
});

/** `[headM, minM3s, maxM3s]`, heads strictly increasing. */
export const flowRangeSchema = z
  .array(z.tuple([number('m'), nonNegative('m³/s'), positive('m³/s')]))
  .min(1);

/** `[mechanicalMw, efficiency]`, power strictly increasing. */
export const generatorSchema = z
  .array(z.tuple([nonNegative('MW'), number('efficiency').gt(0).max(1)]))
  .min(1);

export const unitSchema = z.strictObject({
  id,
  name: localNameSchema.optional(),
  conduit: id.nullable().optional(),
  /** k_u, s²/m⁵. */
  lossS2PerM5: nonNegative('s²/m⁵').default(0),
  hill: hillChartSchema,
  flowRange: flowRangeSchema,
  generator: generatorSchema,
  mwMin: nonNegative('MW'),
  mwMax: positive('MW'),
  forbidden: z.array(forbiddenZoneSchema).default([]),
  /** In the system's currency. */
  startCost: nonNegative().default(0),
  startWaterM3: nonNegative('m³').default(0),
  minUpMinutes: nonNegative('minutes').default(0),
  minDownMinutes: nonNegative('minutes').default(0),
  startsPerDay: z.int().nonnegative().nullable().default(null),
  auxiliaryMw: nonNegative('MW').default(0),
});

export const downstreamSchema = z.strictObject({
  station: id,
  travelMinutes: nonNegative('minutes'),
  backwater: z.boolean().default(false),
});

export const stationSchema = z.strictObject({
  id,
  name: localNameSchema,
  reservoir: reservoirSchema,
  tailwater: tailwaterSchema,
  conduits: z.array(conduitSchema).default([]),
  units: z.array(unitSchema).min(1),
  service: z.strictObject({ fixedMw: nonNegative('MW') }),
  exportLimitMw: nonNegative('MW').nullable().default(null),
  rampMwPerStep: nonNegative('MW per step').nullable().default(null),
  reserveMw: nonNegative('MW').default(0),
  downstream: downstreamSchema.nullable().optional(),
});

export const systemSchema = z.strictObject({
  format: z.literal('forebay-system/1'),
  name: localNameSchema,
  timeZone: z.string(),
  currency: z.string().min(1),
  stations: z.array(stationSchema).min(1),
});

export type LocalName = z.infer<typeof localNameSchema>;
export type System = z.infer<typeof systemSchema>;
export type Station = z.infer<typeof stationSchema>;
export type Reservoir = z.infer<typeof reservoirSchema>;
export type Unit = z.infer<typeof unitSchema>;
export type HillChart = z.infer<typeof hillChartSchema>;
export type ForbiddenZone = z.infer<typeof forbiddenZoneSchema>;
export type Ramp = z.infer<typeof rampSchema>;
