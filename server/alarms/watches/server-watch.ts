import { ofStation, type Watch } from '../observation.ts';

/** What the server knows of itself. */
export interface ServerWatchParts {
  /** Real time that can be set, ms. */
  readonly realNow: () => number;
  /** Real time that cannot, ms. */
  readonly steadyNow: () => number;
  /** Since when the store takes nothing, steady ms; null: it does, or nothing was to be written. */
  readonly blockedSince: () => number | null;
  /** Entries of the journal that wait. */
  readonly waiting: () => number;
  /** Told when the clock was set by more than a moment. */
  readonly stepped: () => void;
}

/** A clock that is slewed, or an evaluation that came late, is none that was set, ms. */
const STEP_MS = 5000;

/** The server's own clock and store. */
export function serverWatch(parts: ServerWatchParts): Watch {
  const { realNow, steadyNow, blockedSince, waiting, stepped } = parts;
  let offsetMs = realNow() - steadyNow();
  return () => {
    const stepMs = realNow() - steadyNow() - offsetMs;
    offsetMs += stepMs;
    if (Math.abs(stepMs) > STEP_MS) stepped();
    const since = blockedSince();
    const blockedS = since === null ? 0 : (steadyNow() - since) / 1000;
    return [
      ofStation('store.blocked', blockedS, { value: Math.round(blockedS), waiting: waiting() }),
      // Rings for one cycle and latches: what was set is not set back by itself.
      ofStation('clock.stepped', Math.abs(stepMs) / 1000, { value: Math.round(stepMs / 1000) }),
    ];
  };
}
