import type { AggregatePoint, HistoryQuery } from '#shared/wire/history.ts';
import { RequestError } from './request.ts';

const ANSWER_MS = 10_000;

/**
 * Aggregates of one tag over HTTP, oldest first; intervals without a reading are left out.
 * @throws RequestError
 */
export async function requestHistory(
  query: HistoryQuery,
  options: { token?: string | null } = {},
): Promise<readonly AggregatePoint[]> {
  const parameters = new URLSearchParams({
    tag: query.tag,
    from: String(Math.round(query.from)),
    to: String(Math.round(query.to)),
    step: query.step,
  });
  const response = await fetch(`/api/v1/history?${parameters}`, {
    signal: AbortSignal.timeout(ANSWER_MS),
    headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
  });
  if (!response.ok) {
    throw new RequestError(String(response.status), `history of ${query.tag} was refused`);
  }
  const body = (await response.json()) as { points: readonly AggregatePoint[] };
  return body.points;
}
