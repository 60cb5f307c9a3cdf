import { acceptPlan } from './accept-plan.handler.ts';
import { amendPlan } from './amend-plan.handler.ts';
import { closeDay } from './close-day.handler.ts';
import { closePlan } from './close-plan.handler.ts';
import { confirmPlan } from './confirm-plan.handler.ts';
import type { DeskHandler } from './desk-request.ts';
import { explainDeviation } from './explain-deviation.handler.ts';
import { importLoadCurve } from './import-load-curve.handler.ts';
import { listLoadCurves } from './list-load-curves.handler.ts';
import { listWhatIfs } from './list-what-ifs.handler.ts';
import { makePlan } from './make-plan.handler.ts';
import { orderPlan } from './order-plan.handler.ts';
import { changeOutage, declareOutage, endOutage, listOutages } from './outages.handler.ts';
import { readFollowedDay } from './read-followed-day.handler.ts';
import { rejectPlan } from './reject-plan.handler.ts';
import { removeWhatIf } from './remove-what-if.handler.ts';
import { saveWhatIf } from './save-what-if.handler.ts';

/** Every request of the dispatcher's desk. */
export const DESK_REQUESTS: readonly DeskHandler[] = [
  acceptPlan,
  amendPlan,
  rejectPlan,
  confirmPlan,
  orderPlan,
  closePlan,
  makePlan,
  listWhatIfs,
  saveWhatIf,
  removeWhatIf,
  importLoadCurve,
  listLoadCurves,
  listOutages,
  declareOutage,
  changeOutage,
  endOutage,
  readFollowedDay,
  explainDeviation,
  closeDay,
];
