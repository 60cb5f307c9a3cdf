import type { Role } from '#shared/wire/access.ts';
import type { AuditEntry } from './audit-store.ts';

/** A person who may sign in. Instants are ms of real time since 1970 UTC. */
export interface Account {
  readonly id: string;
  /** What is typed to sign in: unique, lower case. */
  readonly name: string;
  /** What the screens call the person. */
  readonly label: string;
  readonly roles: readonly Role[];
  /** argon2id in its usual text form; null until the person has set one. */
  readonly passwordHash: string | null;
  readonly disabled: boolean;
  readonly madeAt: number;
  /** The one-time link with which a password is set: digest of its secret, and its end; null: none is out. */
  readonly link: { readonly digest: string; readonly endsAt: number } | null;
  /** Rises with every change, so that of two who change it at once the later is told. */
  readonly revision: number;
}

/** Port: accounts. Every change takes its entry of the audit and is kept together with it, or not at all. */
export interface AccountStore {
  all(): Promise<readonly Account[]>;
  /** @throws StoreError `refused` where the name is taken */
  add(account: Account, entry: AuditEntry): Promise<void>;
  /**
   * Keeps `account` with the next revision.
   * @returns false where the stored one is not of `account.revision`: somebody else has changed it; nothing is kept
   */
  change(account: Account, entry: AuditEntry): Promise<boolean>;
  /** Rises with every change to accounts, sessions and tokens, whichever process makes it. */
  revision(): Promise<number>;
}
