import type { Conflict } from '#shared/wire/plan-requests.ts';
import type { ErrorCode } from '#shared/wire/protocol.ts';

/** What somebody asked of planning cannot be done; told in the words of the socket's errors. */
export class PlanFault extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly conflict?: Conflict,
  ) {
    super(message);
    this.name = 'PlanFault';
  }
}
