import { MS_PER_MINUTE } from '#shared/units/physics.ts';

/** Failed tries of one name from one address after which it is locked there. */
export const TRIES_HERE = 5;
/** The same from wherever: guesses spread over machines. Higher, so that one machine cannot lock out a shift. */
export const TRIES_ANYWHERE = 30;
/** How long tries are remembered, and how long a lock holds, ms. */
export const LOCK_MS = 15 * MS_PER_MINUTE;

/** Names remembered at most; past that the oldest are forgotten, so that made-up names fill no memory. */
const MOST_KEPT = 10_000;

/** Counts failed sign-ins by name; one that does not exist is locked like one that does. */
export interface Lockout {
  /** How long `name` is locked for `from` still, ms; 0: it is not. */
  lockedMs(name: string, from: string): number;
  /** Counts a failed try. @returns whether this one locked */
  failed(name: string, from: string): boolean;
  /** Forgets the tries of a name: somebody has signed in, or an administrator has sent a new link. */
  clear(name: string): void;
}

interface Tries {
  count: number;
  lastAt: number;
}

/** @param now real time, ms */
export function createLockout(now: () => number): Lockout {
  const byName = new Map<string, Map<string, Tries>>();
  const ANYWHERE = '*';

  const live = (name: string, key: string): Tries | undefined => {
    const tries = byName.get(name)?.get(key);
    return tries && now() - tries.lastAt < LOCK_MS ? tries : undefined;
  };
  const leftMs = (tries: Tries | undefined, most: number): number =>
    tries && tries.count >= most ? tries.lastAt + LOCK_MS - now() : 0;
  const count = (name: string, key: string, most: number): boolean => {
    const next = { count: (live(name, key)?.count ?? 0) + 1, lastAt: now() };
    const ofName = byName.get(name) ?? new Map<string, Tries>();
    byName.delete(name);
    byName.set(name, ofName.set(key, next));
    return next.count === most;
  };
  const forgetOldest = (): void => {
    if (byName.size > MOST_KEPT) byName.delete(byName.keys().next().value ?? '');
  };

  return {
    lockedMs: (name, from) =>
      Math.max(leftMs(live(name, from), TRIES_HERE), leftMs(live(name, ANYWHERE), TRIES_ANYWHERE)),
    failed(name, from) {
      const here = count(name, from, TRIES_HERE);
      const anywhere = count(name, ANYWHERE, TRIES_ANYWHERE);
      forgetOldest();
      return here || anywhere;
    },
    clear: (name) => void byName.delete(name),
  };
}
