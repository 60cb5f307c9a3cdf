import { z } from 'zod';
import { deskRequest } from './desk-request.ts';
import { planRequestSchema, stationSchema } from './schemas.ts';

const instant = z.int();

const spanSchema = z.strictObject({
  from: instant,
  until: instant.nullable(),
  reason: z.string().max(400),
});

/** Units of a station that are out of service, will be, or were since yesterday. */
export const listOutages = deskRequest({
  event: 'list-outages',
  action: 'data.read',
  schema: z.strictObject({ station: stationSchema }),
  handle: ({ planning }, { station }, actor) => planning.outages.list(actor, station),
});

/** Says that a unit cannot run for a time, and why; it is planned without it at once. */
export const declareOutage = deskRequest({
  event: 'declare-outage',
  action: 'unit.outage',
  schema: spanSchema.extend({ station: stationSchema, unit: z.string().min(1).max(100) }),
  handle: ({ planning }, request, actor) => planning.outages.declare(actor, request),
});

/** Says another time or reason. */
export const changeOutage = deskRequest({
  event: 'change-outage',
  action: 'unit.outage',
  schema: planRequestSchema.extend(spanSchema.shape),
  handle: ({ planning }, request, actor) => planning.outages.change(actor, request),
});

/** The unit is back, or the outage is called off. */
export const endOutage = deskRequest({
  event: 'end-outage',
  action: 'unit.outage',
  schema: planRequestSchema,
  handle: ({ planning }, request, actor) => planning.outages.end(actor, request),
});
