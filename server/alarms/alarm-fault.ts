import type { ErrorCode } from '#shared/wire/protocol.ts';

/** A deed that cannot be done; the message says why and what would help. */
export class AlarmFault extends Error {
  override readonly name = 'AlarmFault';
  constructor(
    readonly code: Extract<
      ErrorCode,
      'not-found' | 'wrong-state' | 'reason-missing' | 'bad-request'
    >,
    message: string,
  ) {
    super(message);
  }
}
