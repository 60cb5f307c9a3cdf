import type { AccountsParts } from './accounts.ts';
import type { Actor } from './actor.ts';
import type { Lockout } from './lockout.ts';
import { isPassword } from './password.ts';
import type { Refusals } from './refusals.ts';
import type { Sessions, SignedIn } from './sessions.ts';

export interface SignInParts extends AccountsParts {
  readonly lockout: Lockout;
  readonly sessions: Sessions;
  readonly refusals: Refusals;
}

export type SignInResult =
  | ({ readonly ok: true } & SignedIn)
  | {
      readonly ok: false;
      readonly why: 'wrong' | 'locked';
      /** How long no try is heard, ms; 0: the next one is. */
      readonly lockedMs: number;
    };

/** Only so much of a name that was tried is written down. */
const TRIED_NAME_LENGTH = 60;

/** Somebody who has not signed in, under the name that was tried. */
const stranger = (name: string, from: string): Actor => ({
  kind: 'nobody',
  id: 'nobody',
  name,
  roles: [],
  station: null,
  from,
});

/** Use case: a name and a password for a session. Failed tries stand in the audit, many of them as a number. */
export function createSignIn({ directory, lockout, sessions, refusals }: SignInParts) {
  const refused = async (name: string, from: string): Promise<SignInResult> => {
    const action = (await lockout.failed(name, from)) ? 'session.locked' : 'session.refused';
    await refusals.note(stranger(name, from), { action, subject: name });
    const lockedMs = await lockout.lockedMs(name, from);
    return { ok: false, why: lockedMs > 0 ? 'locked' : 'wrong', lockedMs };
  };

  return async (typed: string, password: string, from: string): Promise<SignInResult> => {
    const name = typed.trim().toLowerCase().slice(0, TRIED_NAME_LENGTH);
    const lockedMs = await lockout.lockedMs(name, from);
    if (lockedMs > 0) {
      await refusals.note(stranger(name, from), { action: 'session.refused', subject: name });
      return { ok: false, why: 'locked', lockedMs };
    }
    await directory.refresh();
    const account = directory.accountByName(name);
    const isRight = await isPassword(password, account?.passwordHash ?? null);
    if (!account || account.disabled || !isRight) return refused(name, from);
    await lockout.clear(name);
    return { ok: true, ...(await sessions.start(account, from)) };
  };
}
