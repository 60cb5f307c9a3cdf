import type { Ack } from '#shared/wire/protocol.ts';

/** A request the server refused or did not answer; `message` says what would help. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Sends a request and waits for its acknowledgement.
 * @param send hands the acknowledgement callback to the socket
 * @throws RequestError with the server's code, or `timeout` after `timeoutMs`
 */
export function request<T>(
  send: (acknowledge: (answer: Ack<T>) => void) => void,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new RequestError('timeout', `no answer within ${timeoutMs} ms; the link may be cut`),
        ),
      timeoutMs,
    );
    send((answer) => {
      clearTimeout(timer);
      if (answer.ok) resolve(answer.value);
      else reject(new RequestError(answer.error.code, answer.error.message));
    });
  });
}
