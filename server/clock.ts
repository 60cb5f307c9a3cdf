import type { ServerClock } from '#shared/wire/protocol.ts';

/** Where "now" comes from; a replay runs its own. */
export interface Clock {
  /** ms since 1970 UTC. */
  now(): number;
  /** Clock seconds per real second. */
  readonly rate: number;
}

export const systemClock: Clock = { now: () => Date.now(), rate: 1 };

/** A clock that read `startsAt` when it was made and runs `rate` times as fast as real time. */
export function scaledClock(startsAt: number, rate: number): Clock {
  const begun = performance.now();
  return { now: () => Math.round(startsAt + (performance.now() - begun) * rate), rate };
}

/** What the screens are told of the clock. */
export function readClock(clock: Clock): ServerClock {
  return { at: clock.now(), rate: clock.rate };
}
