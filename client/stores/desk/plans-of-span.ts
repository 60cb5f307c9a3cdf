import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { viewToken } from '#client/connection/access-token.ts';
import { requestPlans } from '#client/connection/plans-request.ts';

/** Every version whose steps overlap `[from, to)`, oldest made first. @throws RequestError */
export function plansOfSpan(span: {
  readonly from: number;
  readonly to: number;
}): Promise<readonly PlanVersion[]> {
  return requestPlans(span, { token: viewToken(window.location, window.sessionStorage) });
}
