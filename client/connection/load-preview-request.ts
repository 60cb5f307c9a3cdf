import type { LoadPreview } from '#shared/wire/load-curve.ts';
import { HttpError, NO_ANSWER } from './http-request.ts';

const ANSWER_MS = 15_000;

/**
 * What a pasted text or a file with a load curve is understood to say; the server keeps nothing of it.
 * @param day local day that it is for, YYYY-MM-DD
 * @throws HttpError
 */
export async function requestLoadPreview(
  table: Blob,
  name: string,
  day: string,
): Promise<LoadPreview> {
  const query = new URLSearchParams({ name, day });
  const response = await fetch(`/api/v1/load-curves/preview?${query}`, {
    method: 'POST',
    headers: { 'content-type': table.type || 'text/csv' },
    body: table,
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: unknown) => {
    throw new HttpError(NO_ANSWER, String(error));
  });
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer as LoadPreview;
  const fault = (answer as { error?: { code?: string; message?: string } } | null)?.error;
  throw new HttpError(
    fault?.code ?? String(response.status),
    fault?.message ?? `status ${response.status}`,
  );
}
