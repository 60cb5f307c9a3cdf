import type { Account } from '../store/account-store.ts';
import { AccessFault } from './access-fault.ts';
import { newAccount, nameTaken, toldOf } from './accounts.ts';
import type { Actor } from './actor.ts';
import { entryOf } from './audit.ts';
import {
  hashPassword,
  isPassword,
  LONGEST_PASSWORD,
  passwordFault,
  SHORTEST_PASSWORD,
} from './password.ts';
import { digestOf, newSecret, sameSecret } from './secret.ts';
import { accountActor, type SignedIn } from './sessions.ts';
import type { SignInParts } from './sign-in.ts';

/** What the one-time page asks for; name and label only for the first account. */
export interface SetupWish {
  readonly password: string;
  readonly name: string;
  readonly label: string;
}

export type OpenedLink =
  { readonly kind: 'first' } | { readonly kind: 'account'; readonly account: Account };

/** Use case: how passwords come to be. */
export interface Passwords {
  /** Ends every other session of the account. @throws AccessFault `wrong-password`, `weak-password` */
  change(actor: Actor, old: string, wanted: string, sessionSecret: string): Promise<void>;
  /**
   * The secret of the link that makes the first account, an administrator; null where there is an account.
   * It is new with every start, since it is kept nowhere.
   */
  firstLink(): string | null;
  /** Whose password a link sets; `first`: it makes the first account. @throws AccessFault `link-gone` */
  openLink(secret: string): OpenedLink;
  /** Sets a password by a link, which is spent then, and signs in. @throws AccessFault */
  useLink(secret: string, wish: SetupWish, from: string): Promise<SignedIn>;
}

const linkGone = (): AccessFault =>
  new AccessFault(
    'link-gone',
    'this link has been used, is too old or was never given out; ask an administrator for a new one',
  );

/** @throws AccessFault `weak-password` */
function refuseWeak(password: string, name: string): void {
  const fault = passwordFault(password, name);
  if (fault === null) return;
  const message =
    fault === 'plain'
      ? 'the password is too easily guessed: take several words that are not the name'
      : `the password needs ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`;
  throw new AccessFault('weak-password', message, fault);
}

export function createPasswords(parts: SignInParts): Passwords {
  const { stores, directory, now, lockout, sessions, refusals } = parts;
  const first = firstAccount(parts);

  const keep = async (account: Account, password: string, actor: Actor): Promise<void> => {
    refuseWeak(password, account.name);
    const changed = { ...account, passwordHash: await hashPassword(password), link: null };
    const deed = { action: 'password.change', subject: account.name };
    const kept = await stores.accounts.change(changed, entryOf(actor, deed, now()));
    await directory.refresh();
    const message = 'the account has just been changed by somebody else; try again';
    if (!kept) throw new AccessFault('changed-meanwhile', message);
  };

  const openLink = (secret: string): OpenedLink => {
    if (first.isLink(secret)) return { kind: 'first' };
    const digest = digestOf(secret);
    const account = directory
      .accounts()
      .find(({ link, disabled }) => !disabled && link?.digest === digest && link.endsAt > now());
    if (!account) throw linkGone();
    return { kind: 'account', account };
  };

  return {
    firstLink: first.link,
    openLink,

    async change(actor, old, wanted, sessionSecret) {
      const account = directory.account(actor.id);
      if (!account) throw new AccessFault('no-such', 'there is no such account');
      const isLocked = (await lockout.lockedMs(account.name, actor.from)) > 0;
      if (isLocked || !(await isPassword(old, account.passwordHash))) {
        await lockout.failed(account.name, actor.from);
        await refusals.note(actor, { action: 'password.refused', subject: account.name });
        throw new AccessFault('wrong-password', 'the present password is another one');
      }
      await keep(account, wanted, actor);
      await sessions.endOthers(actor, sessionSecret);
    },

    async useLink(secret, wish, from) {
      await directory.refresh();
      const opened = openLink(secret);
      if (opened.kind === 'first') return sessions.start(await first.make(wish, from), from);
      const actor = accountActor(opened.account, from);
      await keep(opened.account, wish.password, actor);
      await sessions.endOthers(actor, null);
      await lockout.clear(opened.account.name);
      return sessions.start(opened.account, from);
    },
  };
}

/** The link of the first start, which makes the first account and is good once. */
function firstAccount({ stores, directory, now }: SignInParts) {
  const secret = newSecret();
  let isSpent = false;
  const link = (): string | null => (isSpent || directory.accounts().length > 0 ? null : secret);

  return {
    link,
    isLink: (given: string): boolean => link() !== null && sameSecret(given, secret),
    async make({ password, name, label }: SetupWish, from: string): Promise<Account> {
      const bare = newAccount({ name, label, roles: ['administrator'] }, now());
      refuseWeak(password, bare.name);
      const account = { ...bare, passwordHash: await hashPassword(password) };
      // Of two who use the link at once, one is the first.
      if (link() === null) throw linkGone();
      isSpent = true;
      const deed = { action: 'accounts.first', subject: account.name, after: toldOf(account) };
      try {
        await stores.accounts.add(account, entryOf(accountActor(account, from), deed, now()));
      } catch (error) {
        isSpent = false;
        throw nameTaken(error, account.name);
      }
      await directory.refresh();
      return account;
    },
  };
}
