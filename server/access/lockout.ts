import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { ANYWHERE, type SignInTries, type SignInTryStore } from '../store/sign-in-try-store.ts';

/** Failed tries of one name from one address after which it is locked there. */
export const TRIES_HERE = 5;
/** The same from wherever: guesses spread over machines. Higher, so that one machine cannot lock out a shift. */
export const TRIES_ANYWHERE = 30;
/** How long tries are remembered, and how long a lock holds, ms. */
export const LOCK_MS = 15 * MS_PER_MINUTE;

/**
 * Counts failed sign-ins by name; one that does not exist is locked like one that does. The store keeps the
 * counts: who guesses gains nothing by a restart.
 */
export interface Lockout {
  /** How long `name` is locked for `from` still, ms; 0: it is not. */
  lockedMs(name: string, from: string): Promise<number>;
  /** Counts a failed try. @returns whether this one locked */
  failed(name: string, from: string): Promise<boolean>;
  /** Forgets the tries of a name: somebody has signed in, or an administrator has sent a new link. */
  clear(name: string): Promise<void>;
}

/** @param now real time, ms */
export function createLockout(store: SignInTryStore, now: () => number): Lockout {
  const leftMs = (tries: SignInTries | undefined, most: number): number =>
    tries && tries.count >= most ? Math.max(0, tries.lastAt + LOCK_MS - now()) : 0;

  return {
    async lockedMs(name, from) {
      const tries = await store.of(name);
      return Math.max(
        leftMs(tries.get(from), TRIES_HERE),
        leftMs(tries.get(ANYWHERE), TRIES_ANYWHERE),
      );
    },
    async failed(name, from) {
      const { here, anywhere } = await store.count(name, from, now(), now() - LOCK_MS);
      return here === TRIES_HERE || anywhere === TRIES_ANYWHERE;
    },
    clear: (name) => store.clear(name),
  };
}
