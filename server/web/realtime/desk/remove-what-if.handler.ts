import { deskRequest } from './desk-request.ts';
import { planRequestSchema } from './schemas.ts';

/** Removes a trial or a draft. */
export const removeWhatIf = deskRequest({
  event: 'remove-what-if',
  action: 'whatif.keep',
  schema: planRequestSchema,
  handle: async ({ whatIfs }, request, actor) => {
    await whatIfs.remove(actor, request);
    return null;
  },
});
