import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { RequestError } from './request.ts';

const ANSWER_MS = 10_000;

/**
 * Every version of the plans whose steps overlap `[from, to)`, oldest made first.
 * @throws RequestError
 */
export async function requestPlans(
  span: { readonly from: number; readonly to: number },
  options: { address?: string; token?: string | null } = {},
): Promise<readonly PlanVersion[]> {
  const query = new URLSearchParams({ from: String(span.from), to: String(span.to) });
  const response = await fetch(`${options.address ?? ''}/api/v1/plans?${query}`, {
    signal: AbortSignal.timeout(ANSWER_MS),
    headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
  });
  if (!response.ok) throw new RequestError(String(response.status), 'the plans were refused');
  const body = (await response.json()) as { plans: readonly PlanVersion[] };
  return body.plans;
}
