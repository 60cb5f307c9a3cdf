import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Session } from '../store/session-store.ts';

/** A session ends this long after signing in, whatever is done: a shift of 12 h and handing it over, ms. */
export const SESSION_LONGEST_MS = 14 * MS_PER_HOUR;

/** A session that no page and no screen uses ends after this, ms. An open screen uses it. */
export const SESSION_IDLE_MS = MS_PER_HOUR;

/** How often it is written down that a session is used, ms. */
export const SESSION_NOTED_MS = 5 * MS_PER_MINUTE;

/** When a session ends if nobody uses it any more, ms. */
export function sessionEndsAt({ startedAt, seenAt }: Session): number {
  return Math.min(startedAt + SESSION_LONGEST_MS, seenAt + SESSION_IDLE_MS);
}
