import { deskRequest } from './desk-request.ts';
import { saveWhatIfSchema } from './schemas.ts';

/** Keeps a trial or a draft for the shift. */
export const saveWhatIf = deskRequest({
  event: 'save-what-if',
  action: 'whatif.keep',
  schema: saveWhatIfSchema,
  handle: ({ whatIfs }, request, actor) => whatIfs.save(actor, request),
});
