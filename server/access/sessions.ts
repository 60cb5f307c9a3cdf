import type { Account } from '../store/account-store.ts';
import type { Session } from '../store/session-store.ts';
import type { AccountsParts } from './accounts.ts';
import type { Actor } from './actor.ts';
import { entryOf } from './audit.ts';
import { digestOf, newSecret } from './secret.ts';
import { SESSION_NOTED_MS, sessionEndsAt } from './session-life.ts';

/** Somebody is signed in: the secret goes into the browser's cookie and nowhere else. */
export interface SignedIn {
  readonly account: Account;
  readonly secret: string;
}

/** Sessions from their beginning to their end. */
export interface Sessions {
  start(account: Account, from: string): Promise<SignedIn>;
  /** Ends the session of a cookie's secret: signing out. */
  end(actor: Actor, secret: string): Promise<void>;
  /** Ends all sessions of the actor's account. @param but secret of the one that goes on; null: none */
  endOthers(actor: Actor, but: string | null): Promise<void>;
  /** A page or a screen has used it. */
  used(session: Session): void;
  /** Removes those that have ended by themselves. */
  sweep(): Promise<void>;
}

/** Somebody who has signed in. */
export const accountActor = ({ id, label, roles }: Account, from: string): Actor => ({
  kind: 'account',
  id,
  name: label,
  roles,
  station: null,
  from,
});

export function createSessions({ stores, directory, now }: AccountsParts): Sessions {
  return {
    async start(account, from) {
      const secret = newSecret();
      const session = {
        digest: digestOf(secret),
        account: account.id,
        startedAt: now(),
        seenAt: now(),
        from,
      };
      const deed = { action: 'session.start', subject: account.name };
      await stores.sessions.add(session, entryOf(accountActor(account, from), deed, now()));
      await directory.refresh();
      return { account, secret };
    },

    async end(actor, secret) {
      const deed = { action: 'session.end' };
      await stores.sessions.remove([digestOf(secret)], entryOf(actor, deed, now()));
      await directory.refresh();
    },

    async endOthers(actor, but) {
      const kept = but === null ? null : digestOf(but);
      const others = directory
        .sessions()
        .filter(({ account, digest }) => account === actor.id && digest !== kept)
        .map(({ digest }) => digest);
      if (others.length === 0) return;
      const deed = { action: 'session.end', after: { ended: others.length } };
      await stores.sessions.remove(others, entryOf(actor, deed, now()));
      await directory.refresh();
    },

    used(session) {
      const { digest, seenAt } = session;
      if (now() - seenAt < SESSION_NOTED_MS) return;
      directory.seen(digest, now());
      // That it could not be written down ends no session: it is used again soon.
      stores.sessions.touch(digest, now()).catch(() => undefined);
    },

    async sweep() {
      const ended = directory
        .sessions()
        .filter((session) => sessionEndsAt(session) <= now())
        .map(({ digest }) => digest);
      if (ended.length === 0) return;
      await stores.sessions.remove(ended, null);
      await directory.refresh();
    },
  };
}
