import { deskRequest } from './desk-request.ts';
import { reasonedRequestSchema, scheduleSchema } from './schemas.ts';

/** Makes a version with another schedule of the same day, with a reason. */
export const amendPlan = deskRequest({
  event: 'amend-plan',
  action: 'plan.amend',
  schema: reasonedRequestSchema.extend({ schedule: scheduleSchema }),
  handle: ({ planning }, request, actor) => planning.life.amend(actor, request),
});
