import { z } from 'zod';
import { WHAT_IF_COLOURS } from '#shared/wire/what-if.ts';

/** More steps than any horizon has: a week of quarter-hours. */
const MOST_STEPS = 700;

const id = z.string().min(1).max(100);
const revision = z.int().nonnegative();

export const stationSchema = id;
export const daySchema = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a local day YYYY-MM-DD is needed');
export const noteSchema = z.string().trim().max(1000);

export const planRequestSchema = z.strictObject({ id, revision });
export const reasonedRequestSchema = planRequestSchema.extend({
  reason: z.string().max(1000),
});

const flows = z.array(z.number().nonnegative()).min(1).max(MOST_STEPS);

export const scheduleSchema = z.strictObject({
  stations: z.record(
    id,
    z.strictObject({
      spillM3s: flows,
      units: z.record(id, z.strictObject({ flowM3s: flows })),
    }),
  ),
});

export const whatIfBodySchema = z
  .strictObject({
    basePlanId: id.nullable(),
    startsAt: z.int(),
    stepMinutes: z.number().positive().max(1440),
    steps: z.int().positive().max(MOST_STEPS),
    setMw: z.record(id, z.record(id, z.array(z.number().nonnegative().nullable()).max(MOST_STEPS))),
    schedule: scheduleSchema.nullable(),
  })
  .superRefine(({ steps, setMw }, context) => {
    for (const [station, units] of Object.entries(setMw)) {
      for (const [unit, series] of Object.entries(units)) {
        if (series.length === steps) continue;
        context.addIssue({
          code: 'custom',
          path: ['setMw', station, unit],
          message: `has ${series.length} values, ${steps} are needed`,
        });
      }
    }
  });

export const saveWhatIfSchema = z.strictObject({
  id: id.nullable(),
  revision: revision.nullable(),
  station: stationSchema,
  kind: z.enum(['what-if', 'draft']),
  name: z.string().trim().min(1).max(60),
  colour: z
    .int()
    .min(0)
    .max(WHAT_IF_COLOURS - 1),
  body: whatIfBodySchema,
});

export const loadCurveSchema = z.strictObject({
  day: daySchema,
  stepMinutes: z.union([z.literal(5), z.literal(15)]),
  mw: z.array(z.number()).min(1).max(300),
  source: z.string().trim().min(1).max(200),
});
