import type { Request } from 'express';
import { z } from 'zod';
import { daySchema } from '#shared/station/day-schema.ts';
import { systemSchema } from '#shared/station/system-schema.ts';
import { HttpFault, type Door } from '../../door.ts';
import type { Desk } from '../../planning/desk.ts';
import { planVersionSchema, qualitySchema } from './answer-schema.ts';

const flows = z.array(z.number());

const orderedSchema = z.strictObject({
  stations: z.record(
    z.string(),
    z.strictObject({
      spillM3s: flows,
      units: z.record(z.string(), z.strictObject({ flowM3s: flows })),
    }),
  ),
});

const inputsSchema = z.strictObject({
  system: systemSchema,
  day: daySchema,
  search: z
    .strictObject({
      budgetMs: z.number(),
      gap: z.number(),
      inForce: orderedSchema.optional(),
      changePrice: z.number().optional(),
      clock: z.array(z.tuple([z.number(), z.int()])),
    })
    .nullable(),
  image: z.array(
    z.strictObject({
      tag: z.string(),
      at: z.int(),
      value: z.number().nullable(),
      quality: qualitySchema,
    }),
  ),
  forecastIssuedAt: z.record(z.string(), z.int().nullable()),
  loadCurves: z.array(z.string()),
  build: z.string(),
});

const replayedSchema = z.strictObject({
  id: z.string(),
  how: z.enum(['search', 'schedule']),
  isSame: z.boolean(),
  differing: z.int(),
  differences: z.array(z.strictObject({ place: z.string(), was: z.unknown(), is: z.unknown() })),
  build: z.string(),
  replayedBy: z.string(),
  isSameBuild: z.boolean(),
});

const idOf = (request: Request): string => String(request.params['id']);

/** What was found under an id. @throws HttpFault 404 */
function found<T>(what: T | null, message: string): T {
  if (what === null) throw new HttpFault(404, 'no-such', message);
  return what;
}

/** One version of a plan: itself, what it was computed from, and computed again. */
export function planDoors({ planning }: Pick<Desk, 'planning'>): Door[] {
  const nothing = { means: 'There is no such plan.' };
  const noInputs = { means: 'There is no such plan, or it is older than inputs are kept.' };
  return [
    {
      method: 'get',
      path: '/api/v1/plans/:id',
      summary: 'A version of a plan with its history.',
      action: 'data.read',
      answers: { 200: { means: 'The version.', schema: planVersionSchema }, 404: nothing },
      async handle(request, response) {
        const id = idOf(request);
        response.json(found(await planning.version(id), `there is no plan "${id}"`));
      },
    },
    {
      method: 'get',
      path: '/api/v1/plans/:id/inputs',
      summary: 'All that a version was computed from: system, day, image, forecast, load.',
      action: 'data.read',
      answers: { 200: { means: 'The inputs.', schema: inputsSchema }, 404: noInputs },
      async handle(request, response) {
        const id = idOf(request);
        response.json(found(await planning.inputs(id), `plan "${id}" has no inputs here`));
      },
    },
    {
      method: 'post',
      path: '/api/v1/plans/:id/replay',
      summary: 'Computes a version again from its inputs and compares every number.',
      action: 'data.read',
      answers: {
        200: { means: 'Whether it is the same, and what differs.', schema: replayedSchema },
        404: noInputs,
      },
      async handle(request, response) {
        const id = idOf(request);
        response.json(found(await planning.replay(id), `plan "${id}" has no inputs here`));
      },
    },
  ];
}
