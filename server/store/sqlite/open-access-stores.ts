import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../store-error.ts';
import type { AccessStores } from '../store.ts';
import {
  accessRevision,
  addAccount,
  addSession,
  addToken,
  allAccounts,
  allSessions,
  allTokens,
  changeAccount,
  changeToken,
  removeSessions,
  revokeToken,
  touchSession,
} from './access-tables.ts';
import { appendAudit, auditFollowing, auditHead, auditPage } from './audit-table.ts';
import { Connection } from './connection.ts';
import { makeFolder } from './make-folder.ts';
import { migrate } from './migrations.ts';
import { clearSignInTries, countSignInTry, signInTries } from './sign-in-try-table.ts';
import { STORE_FILE } from './store-setup.ts';

/** The ports of access without the rest of a store, and how to let go of the file. */
export interface OpenAccessStores extends AccessStores {
  close(): void;
}

/**
 * Opens accounts, tokens and audit of a store alone, in this thread, for a command that looks or changes
 * something and ends. A server may have the same store open: it sees what has changed by the revision.
 * @param make whether a store is made where there is none
 * @throws StoreError where the database cannot be opened or was made by a newer Forebay
 */
export async function openAccessStores(folder: string, make = true): Promise<OpenAccessStores> {
  if (!make && !existsSync(join(folder, STORE_FILE)))
    throw new StoreError('refused', `There is no store in ${folder}.`);
  await makeFolder(folder);
  const connection = Connection.open(join(folder, STORE_FILE));
  migrate(connection);
  /** All of `work` or nothing of it; what it throws comes as a rejection. */
  const write = async <T>(work: () => T): Promise<T> => Promise.resolve(connection.write(work));
  const read = async <T>(work: () => T): Promise<T> => Promise.resolve(work());
  return {
    accounts: {
      all: () => read(() => allAccounts(connection)),
      add: (account, entry) => write(() => addAccount(connection, account, entry)),
      change: (account, entry) => write(() => changeAccount(connection, account, entry)),
      revision: () => read(() => accessRevision(connection)),
    },
    sessions: {
      all: () => read(() => allSessions(connection)),
      add: (session, entry) => write(() => addSession(connection, session, entry)),
      touch: (digest, seenAt) => write(() => touchSession(connection, digest, seenAt)),
      remove: (digests, entry) => write(() => removeSessions(connection, digests, entry)),
    },
    tokens: {
      all: () => read(() => allTokens(connection)),
      add: (token, entry) => write(() => addToken(connection, token, entry)),
      change: (...changed) => write(() => changeToken(connection, ...changed)),
      revoke: (id, at, entry) => write(() => revokeToken(connection, id, at, entry)),
    },
    tries: {
      of: (name) => read(() => new Map(signInTries(connection, name))),
      count: (...tried) => write(() => countSignInTry(connection, ...tried)),
      clear: (name) => write(() => clearSignInTries(connection, name)),
    },
    audit: {
      append: (entry) => write(() => appendAudit(connection, entry)),
      page: (query) => read(() => auditPage(connection, query)),
      following: (number, limit) => read(() => auditFollowing(connection, number, limit)),
      head: () => read(() => auditHead(connection)),
    },
    close: () => connection.close(),
  };
}
