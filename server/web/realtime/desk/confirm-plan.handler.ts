import { deskRequest } from './desk-request.ts';
import { planRequestSchema } from './schemas.ts';

/** Confirms what another person has decided. */
export const confirmPlan = deskRequest({
  event: 'confirm-plan',
  action: 'plan.confirm',
  schema: planRequestSchema,
  handle: ({ planning }, request, actor) => planning.life.confirm(actor, request),
});
