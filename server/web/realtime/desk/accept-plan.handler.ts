import { deskRequest } from './desk-request.ts';
import { planRequestSchema } from './schemas.ts';

/** Accepts an offered plan. */
export const acceptPlan = deskRequest({
  event: 'accept-plan',
  action: 'plan.accept',
  schema: planRequestSchema,
  handle: ({ planning }, request, actor) => planning.life.accept(actor, request),
});
