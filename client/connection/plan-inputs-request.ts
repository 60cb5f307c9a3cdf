import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { requestHttp } from './http-request.ts';

/** What a version of a plan was computed from. */
export interface PlanInputs {
  readonly system: System;
  readonly day: Day;
}

/** @throws HttpError; 404 for a version older than inputs are kept */
export function requestPlanInputs(id: string): Promise<PlanInputs> {
  return requestHttp<PlanInputs>(`/api/v1/plans/${encodeURIComponent(id)}/inputs`);
}
