import { listeners } from '../listeners.ts';
import type { Account } from '../store/account-store.ts';
import type { Session } from '../store/session-store.ts';
import type { AccessStores } from '../store/store.ts';
import type { IssuedToken } from '../store/token-store.ts';

/**
 * Accounts, sessions and tokens as the store has them, in memory: every request is judged by them, and
 * none waits for the disk.
 */
export interface Directory {
  accounts(): readonly Account[];
  sessions(): readonly Session[];
  tokens(): readonly IssuedToken[];
  /** A session by the digest of its secret. */
  session(digest: string): Session | undefined;
  /** A token by its digest, revoked or not. */
  token(digest: string): IssuedToken | undefined;
  account(id: string): Account | undefined;
  accountByName(name: string): Account | undefined;
  /** A session has been used: nobody's rights change by it. */
  seen(digest: string, seenAt: number): void;
  /** Reads the store again where it has changed, also by the command line's hand; resolves when it stands here. */
  refresh(): Promise<void>;
  /** Told after each change. Returns how to leave. */
  onChange(listener: () => void): () => void;
}

const byKey = <T>(all: readonly T[], key: (one: T) => string): Map<string, T> =>
  new Map(all.map((one) => [key(one), one]));

/** Opens the directory with what the store has. */
export async function openDirectory({
  accounts,
  sessions,
  tokens,
}: AccessStores): Promise<Directory> {
  const changing = listeners<void>();
  let revision = -1;
  let allAccounts: ReadonlyMap<string, Account> = new Map();
  let allSessions: Map<string, Session> = new Map();
  let allTokens: ReadonlyMap<string, IssuedToken> = new Map();

  const read = async (): Promise<void> => {
    // The number first: what changes while the rest is read is read again the next time.
    const stored = await accounts.revision();
    if (stored === revision) return;
    const [a, s, t] = await Promise.all([accounts.all(), sessions.all(), tokens.all()]);
    revision = stored;
    allAccounts = byKey(a, (account) => account.id);
    allSessions = byKey(s, (session) => session.digest);
    allTokens = byKey(t, (token) => token.digest);
    changing.tell();
  };
  // One after another: an older look never overwrites a newer one.
  let last: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    last = last.catch(() => undefined).then(read);
    return last;
  };
  await refresh();

  return {
    accounts: () => [...allAccounts.values()],
    sessions: () => [...allSessions.values()],
    tokens: () => [...allTokens.values()],
    session: (digest) => allSessions.get(digest),
    token: (digest) => allTokens.get(digest),
    account: (id) => allAccounts.get(id),
    accountByName: (name) => [...allAccounts.values()].find((account) => account.name === name),
    seen(digest, seenAt) {
      const session = allSessions.get(digest);
      if (session) allSessions.set(digest, { ...session, seenAt });
    },
    refresh,
    onChange: (listener) => changing.add(listener),
  };
}
