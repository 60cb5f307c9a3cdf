import { deskRequest } from './desk-request.ts';
import { reasonedRequestSchema } from './schemas.ts';

/** Rejects a plan that is not in force yet, with a reason. */
export const rejectPlan = deskRequest({
  event: 'reject-plan',
  action: 'plan.reject',
  schema: reasonedRequestSchema,
  handle: ({ planning }, request, actor) => planning.life.reject(actor, request),
});
