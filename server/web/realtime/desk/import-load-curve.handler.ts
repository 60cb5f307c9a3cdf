import { deskRequest } from './desk-request.ts';
import { loadCurveSchema } from './schemas.ts';

/** Takes in the load curve that the grid has ordered for a day. */
export const importLoadCurve = deskRequest({
  event: 'import-load-curve',
  action: 'load.import',
  schema: loadCurveSchema,
  handle: ({ loadCurves }, request, actor) => loadCurves.take(actor, request),
});
