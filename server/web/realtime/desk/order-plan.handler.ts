import { deskRequest } from './desk-request.ts';
import { planRequestSchema } from './schemas.ts';

/** Says that a decided plan is ordered: it comes into force when its time has come. */
export const orderPlan = deskRequest({
  event: 'order-plan',
  action: 'plan.order',
  schema: planRequestSchema,
  handle: ({ planning }, request, actor) => planning.life.order(actor, request),
});
