/** Code of a request that found no server or no answer in time. */
export const NO_ANSWER = 'no-answer';

/** A request over HTTP that was refused or not answered; `message` is the server's own word. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly code: string,
    message: string,
    /** When to come again, s; null: not told. */
    readonly retryAfterS: number | null = null,
  ) {
    super(message);
  }
}

export interface HttpOptions {
  /** Origin of the server; the page's own when absent. */
  readonly address?: string;
  /** Sent as JSON by POST; absent: GET. */
  readonly body?: unknown;
}

const ANSWER_MS = 15_000;

/** A request over HTTP, with the session's cookie. @throws HttpError */
export async function requestHttp<T>(path: string, options: HttpOptions = {}): Promise<T> {
  const { address = '', body } = options;
  const posting = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${address}${path}`, {
    ...(body === undefined ? {} : posting),
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: unknown) => {
    throw new HttpError(NO_ANSWER, String(error));
  });
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer as T;
  const fault = (answer as { error?: { code?: string; message?: string } } | null)?.error;
  const { code = String(response.status), message = `status ${response.status}` } = fault ?? {};
  throw new HttpError(code, message, Number(response.headers.get('retry-after')) || null);
}
