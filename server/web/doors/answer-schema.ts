import { z } from 'zod';
import { planSchema } from '#shared/station/plan-schema.ts';
import { localNameSchema } from '#shared/station/system-schema.ts';
import { QUALITIES } from '#shared/wire/quality.ts';

export const qualitySchema = z.enum(QUALITIES);

const faultRule = z.enum(['refuse', 'mark']);

export const tagSchema = z.strictObject({
  tag: z.string(),
  station: z.string(),
  unitId: z.string().optional(),
  name: localNameSchema,
  unit: z.string(),
  origin: z.enum(['measured', 'calculated']),
  periodMs: z.number(),
  range: z.tuple([z.number(), z.number()]).optional(),
  ratePerS: z.number().optional(),
  frozenAfterMs: z.number().optional(),
  counter: z.strictObject({ rollsOverAt: z.number().optional() }).optional(),
  onFault: z.strictObject({ range: faultRule, rate: faultRule, frozen: faultRule }),
});

export const latestSchema = z.strictObject({
  tag: z.string(),
  at: z.int(),
  value: z.number().nullable(),
  quality: qualitySchema,
  receivedAt: z.int(),
  source: z.string(),
  /** Milliseconds since `at` on the server's clock. */
  ageMs: z.int(),
  stale: z.boolean(),
});

export const rawPointSchema = z.strictObject({
  at: z.int(),
  value: z.number().nullable(),
  quality: qualitySchema,
});

export const aggregatePointSchema = z.strictObject({
  at: z.int(),
  count: z.int(),
  goodPercent: z.number().min(0).max(100),
  worstQuality: qualitySchema,
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  last: z.number().nullable(),
});

export const planVersionSchema = z.strictObject({
  id: z.string(),
  state: z.enum(['offered', 'in-force', 'superseded']),
  madeAt: z.int(),
  startsAt: z.int(),
  stepMinutes: z.number(),
  steps: z.int(),
  pricePerMwh: z.array(z.number()),
  inflowM3s: z.record(z.string(), z.array(z.number())),
  inflowOrigin: z.enum(['forecast', 'recession']),
  plan: planSchema,
});

export const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string() }),
});
