import { randomUUID } from 'node:crypto';
import { ACCOUNT_ROLES, type Role } from '#shared/wire/access.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Account } from '../store/account-store.ts';
import { StoreError } from '../store/store-error.ts';
import type { AccessStores } from '../store/store.ts';
import { AccessFault } from './access-fault.ts';
import type { Actor } from './actor.ts';
import { entryOf, type Deed } from './audit.ts';
import type { Directory } from './directory.ts';
import type { Lockout } from './lockout.ts';
import { digestOf, newSecret } from './secret.ts';

/** How long a link to set a password is good, ms. */
export const LINK_LIFE_MS = 72 * MS_PER_HOUR;

/** Names as they can be typed on any keyboard. */
const NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;
const LONGEST_LABEL = 60;

/** What may be changed of an account. */
export interface AccountChange {
  readonly label?: string | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly disabled?: boolean | undefined;
}

/** An account, and the secret of a link with which its password is set; it is told this once. */
export interface WithLink {
  readonly account: Account;
  readonly secret: string;
}

export interface AccountsParts {
  readonly stores: AccessStores;
  readonly directory: Directory;
  /** Real time, ms. */
  readonly now: () => number;
}

/** Use case: who there is, and what they are. Everything stands in the audit with it. */
export interface Accounts {
  /** @throws AccessFault */
  add(
    actor: Actor,
    wanted: { name: string; label: string; roles: readonly Role[] },
  ): Promise<WithLink>;
  /** @throws AccessFault */
  change(actor: Actor, id: string, change: AccountChange): Promise<Account>;
  /** A new link to set a password; the one before is no more. @throws AccessFault */
  link(actor: Actor, id: string): Promise<WithLink>;
}

/** The checked sign-in name. @throws AccessFault */
export function checkedName(name: string): string {
  const typed = name.trim().toLowerCase();
  if (NAME.test(typed)) return typed;
  throw new AccessFault(
    'bad-name',
    `"${name}" does not do as a name: 2 to 40 of a-z, 0-9, dot, hyphen, underscore are needed`,
  );
}

/** The checked name to show; where there is none, the one to sign in with. @throws AccessFault */
export function checkedLabel(label: string, name: string): string {
  const shown = label.trim().normalize('NFC') || name;
  if ([...shown].length <= LONGEST_LABEL && !/\p{Cc}/u.test(shown)) return shown;
  throw new AccessFault(
    'bad-name',
    `the name to show is too long or has signs that cannot be shown; at most ${LONGEST_LABEL} characters are needed`,
  );
}

function checkedRoles(roles: readonly Role[]): readonly Role[] {
  const known = ACCOUNT_ROLES.filter((role) => roles.includes(role));
  if (known.length > 0 && known.length === new Set(roles).size) return known;
  const right = `at least one of ${ACCOUNT_ROLES.join(', ')} is needed`;
  throw new AccessFault('no-role', `these roles do not do for an account, ${right}`);
}

/** What the audit keeps of an account. */
export const toldOf = ({ name, label, roles, disabled }: Account): object => ({
  name,
  label,
  roles,
  disabled,
});

const administers = ({ roles, disabled }: Account): boolean =>
  !disabled && roles.includes('administrator');

export function newLink(now: number): { secret: string; link: NonNullable<Account['link']> } {
  const secret = newSecret();
  return { secret, link: { digest: digestOf(secret), endsAt: now + LINK_LIFE_MS } };
}

/** A new account that has no password yet. */
export function newAccount(
  wanted: { name: string; label: string; roles: readonly Role[] },
  now: number,
): Account {
  const name = checkedName(wanted.name);
  return {
    id: randomUUID(),
    name,
    label: checkedLabel(wanted.label, name),
    roles: checkedRoles(wanted.roles),
    passwordHash: null,
    disabled: false,
    madeAt: now,
    link: null,
    revision: 1,
  };
}

/** The store's word for a name that is taken, as a fault. */
export function nameTaken(error: unknown, name: string): unknown {
  return error instanceof StoreError && error.code === 'refused'
    ? new AccessFault('name-taken', `there is an account "${name}" already; choose another name`)
    : error;
}

/** @param lockout forgets the tries of who gets a new link */
export function createAccounts(parts: AccountsParts & { readonly lockout: Lockout }): Accounts {
  const { stores, directory, now } = parts;
  const known = async (id: string): Promise<Account> => {
    await directory.refresh();
    const account = directory.account(id);
    if (!account) throw new AccessFault('no-such', 'there is no such account');
    return account;
  };
  const keep = async (actor: Actor, account: Account, deed: Deed): Promise<void> => {
    const kept = await stores.accounts.change(account, entryOf(actor, deed, now()));
    await directory.refresh();
    if (kept) return;
    const message = `${account.name} has just been changed by somebody else; look again`;
    throw new AccessFault('changed-meanwhile', message);
  };
  const refuseLast = (before: Account, after: Account): void => {
    const others = directory.accounts().filter((one) => one.id !== before.id && administers(one));
    if (!administers(before) || administers(after) || others.length > 0) return;
    const message = `${before.name} is the only administrator; make another one first`;
    throw new AccessFault('last-administrator', message);
  };

  return {
    async add(actor, wanted) {
      const { secret, link } = newLink(now());
      const account = { ...newAccount(wanted, now()), link };
      const deed = { action: 'accounts.add', subject: account.name, after: toldOf(account) };
      await stores.accounts.add(account, entryOf(actor, deed, now())).catch((error: unknown) => {
        throw nameTaken(error, account.name);
      });
      await directory.refresh();
      return { account, secret };
    },

    async change(actor, id, change) {
      const before = await known(id);
      const after: Account = {
        ...before,
        label: change.label === undefined ? before.label : checkedLabel(change.label, before.name),
        roles: change.roles === undefined ? before.roles : checkedRoles(change.roles),
        disabled: change.disabled ?? before.disabled,
      };
      refuseLast(before, after);
      await keep(actor, after, {
        action: 'accounts.change',
        subject: before.name,
        before: toldOf(before),
        after: toldOf(after),
      });
      return after;
    },

    async link(actor, id) {
      const before = await known(id);
      const { secret, link } = newLink(now());
      const account = { ...before, link };
      const after = { endsAt: new Date(link.endsAt).toISOString() };
      await keep(actor, account, { action: 'accounts.link', subject: before.name, after });
      await parts.lockout.clear(before.name);
      return { account, secret };
    },
  };
}
