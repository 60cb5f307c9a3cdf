import { z } from 'zod';
import { planSchema } from '#shared/station/plan-schema.ts';
import { localNameSchema } from '#shared/station/system-schema.ts';
import { PLAN_STATES } from '#shared/wire/plan-life.ts';
import { PLAN_CAUSES } from '#shared/wire/plan-view.ts';
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
  under: z.string().optional(),
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

const whoSchema = z.strictObject({ id: z.string(), name: z.string() });

const planMoveSchema = z.strictObject({
  revision: z.int(),
  step: z.string(),
  state: z.enum(PLAN_STATES),
  at: z.int(),
  by: whoSchema,
  reason: z.string().nullable(),
  otherPlan: z.string().nullable(),
});

export const planVersionSchema = z.strictObject({
  id: z.string(),
  state: z.enum(PLAN_STATES),
  revision: z.int(),
  moves: z.array(planMoveSchema),
  madeAt: z.int(),
  inForceFrom: z.int().nullable(),
  causes: z.array(z.enum(PLAN_CAUSES)),
  amends: z.string().nullable(),
  startsAt: z.int(),
  stepMinutes: z.number(),
  steps: z.int(),
  pricePerMwh: z.array(z.number()),
  loadMw: z.array(z.number()).nullable(),
  inflowM3s: z.record(z.string(), z.array(z.number())),
  inflowOrigin: z.enum(['forecast', 'recession']),
  substituted: z.array(
    z.strictObject({
      tag: z.string(),
      how: z.enum(['quality', 'recession', 'older-level']),
      count: z.int(),
    }),
  ),
  plan: planSchema,
});

export const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string() }),
});
