import { z } from 'zod';
import { deskRequest } from './desk-request.ts';

/** Makes a plan now from what is known now. */
export const makePlan = deskRequest({
  event: 'make-plan',
  action: 'plan.replan',
  schema: z.strictObject({}),
  handle: async ({ planning }) => ({ outcome: await planning.replan(['asked']) }),
});
