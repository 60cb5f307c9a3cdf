import { deskRequest } from './desk-request.ts';
import { planRequestSchema } from './schemas.ts';

/** Ends the plan in force before its time. */
export const closePlan = deskRequest({
  event: 'close-plan',
  action: 'plan.close',
  schema: planRequestSchema,
  handle: ({ planning }, request, actor) => planning.life.close(actor, request),
});
