import type { ServerClock } from '#shared/wire/protocol.ts';

/** What the server's clock read at an instant of this browser's own steady clock. */
export interface ClockFix {
  readonly clock: ServerClock;
  /** `performance.now()` when it was heard, ms. */
  readonly heardAt: number;
}

/**
 * The server's clock now, ms since 1970 UTC: clock.at + (steadyNow − heardAt) · rate.
 * The browser's own date plays no part, so a wall with a wrong date still judges ages rightly.
 */
export function serverNow(fix: ClockFix, steadyNow: number): number {
  return fix.clock.at + (steadyNow - fix.heardAt) * fix.clock.rate;
}
