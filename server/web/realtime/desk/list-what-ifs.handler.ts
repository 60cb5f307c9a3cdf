import { z } from 'zod';
import { deskRequest } from './desk-request.ts';
import { stationSchema } from './schemas.ts';

/** Trials of the running shift and the one before, and one's own drafts. */
export const listWhatIfs = deskRequest({
  event: 'list-what-ifs',
  action: 'data.read',
  schema: z.strictObject({ station: stationSchema }),
  handle: ({ whatIfs }, { station }, actor) => whatIfs.list(actor, station),
});
