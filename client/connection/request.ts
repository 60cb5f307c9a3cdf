import type { Conflict } from '#shared/wire/plan-requests.ts';
import type { Ack } from '#shared/wire/protocol.ts';

/** Code of a request that was not answered in time. */
export const TIMED_OUT = 'timeout';

/** A request the server refused or did not answer; `message` says what would help. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly code: string,
    message: string,
    /** What stands there now, where somebody else was quicker. */
    readonly conflict: Conflict | null = null,
  ) {
    super(message);
  }
}

/**
 * Sends a request and waits for its acknowledgement.
 * @param send hands the acknowledgement callback to the socket
 * @throws RequestError with the server's code, or `TIMED_OUT` after `timeoutMs`
 */
export function request<T>(
  send: (acknowledge: (answer: Ack<T>) => void) => void,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new RequestError(TIMED_OUT, `no answer within ${timeoutMs} ms; the link may be cut`),
        ),
      timeoutMs,
    );
    send((answer) => {
      clearTimeout(timer);
      if (answer.ok) resolve(answer.value);
      else {
        const { code, message, conflict } = answer.error;
        reject(new RequestError(code, message, conflict ?? null));
      }
    });
  });
}
