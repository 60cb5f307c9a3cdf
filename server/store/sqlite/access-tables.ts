import type { Account } from '../account-store.ts';
import type { AuditEntry } from '../audit-store.ts';
import type { Session } from '../session-store.ts';
import { StoreError } from '../store-error.ts';
import type { IssuedToken } from '../token-store.ts';
import { appendAudit } from './audit-table.ts';
import { isAlreadyThere, type Connection } from './connection.ts';

/** Accounts, sessions and tokens in their tables. What changes them goes inside a transaction of the writer. */

/** Every change makes itself known by a number that other processes look at. */
function changed(connection: Connection, entry: AuditEntry | null): void {
  connection.run('update access_revision set number = number + 1');
  if (entry) appendAudit(connection, entry);
}

export function accessRevision(connection: Connection): number {
  return connection.get<{ number: number }>('select number from access_revision')?.number ?? 0;
}

interface DocumentRow {
  readonly document: string;
}

export function allAccounts(connection: Connection): Account[] {
  return connection
    .all<DocumentRow & { revision: number }>('select document, revision from account order by name')
    .map(({ document, revision }) => ({ ...(JSON.parse(document) as Account), revision }));
}

/** @throws StoreError where the name is taken */
export function addAccount(connection: Connection, account: Account, entry: AuditEntry): void {
  try {
    connection.run(
      'insert into account (id, name, document, revision) values (?, ?, ?, ?)',
      account.id,
      account.name,
      JSON.stringify(account),
      account.revision,
    );
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    throw new StoreError('refused', `There is an account "${account.name}" already.`);
  }
  changed(connection, entry);
}

export function changeAccount(
  connection: Connection,
  account: Account,
  entry: AuditEntry,
): boolean {
  const changes = connection.run(
    'update account set document = ?, revision = revision + 1 where id = ? and revision = ?',
    JSON.stringify(account),
    account.id,
    account.revision,
  );
  if (changes === 0) return false;
  changed(connection, entry);
  return true;
}

interface SessionRow {
  readonly digest: string;
  readonly account: string;
  readonly started_at: number;
  readonly seen_at: number;
  readonly came_from: string;
}

export function allSessions(connection: Connection): Session[] {
  return connection
    .all<SessionRow>('select digest, account, started_at, seen_at, came_from from session')
    .map((row) => ({
      digest: row.digest,
      account: row.account,
      startedAt: row.started_at,
      seenAt: row.seen_at,
      from: row.came_from,
    }));
}

export function addSession(connection: Connection, session: Session, entry: AuditEntry): void {
  connection.run(
    'insert into session (digest, account, started_at, seen_at, came_from) values (?, ?, ?, ?, ?)',
    session.digest,
    session.account,
    session.startedAt,
    session.seenAt,
    session.from,
  );
  changed(connection, entry);
}

export function touchSession(connection: Connection, digest: string, seenAt: number): void {
  connection.run('update session set seen_at = ? where digest = ?', seenAt, digest);
}

export function removeSessions(
  connection: Connection,
  digests: readonly string[],
  entry: AuditEntry | null,
): void {
  for (const digest of digests) connection.run('delete from session where digest = ?', digest);
  changed(connection, entry);
}

interface TokenRow extends DocumentRow {
  readonly revoked_at: number | null;
}

export function allTokens(connection: Connection): IssuedToken[] {
  return connection
    .all<TokenRow>('select document, revoked_at from token order by number')
    .map((row) => ({
      ...(JSON.parse(row.document) as IssuedToken),
      revokedAt: row.revoked_at,
    }));
}

export function addToken(connection: Connection, token: IssuedToken, entry: AuditEntry): void {
  connection.run(
    'insert into token (id, document, revoked_at) values (?, ?, ?)',
    token.id,
    JSON.stringify(token),
    token.revokedAt,
  );
  changed(connection, entry);
}

export function changeToken(
  connection: Connection,
  token: IssuedToken,
  revision: number,
  entry: AuditEntry,
): boolean {
  const [kept] = connection.all<DocumentRow>(
    'select document from token where id = ? and revoked_at is null',
    token.id,
  );
  if (!kept) return false;
  const { display } = JSON.parse(kept.document) as IssuedToken;
  if ((display?.revision ?? 0) !== revision) return false;
  connection.run('update token set document = ? where id = ?', JSON.stringify(token), token.id);
  changed(connection, entry);
  return true;
}

export function revokeToken(
  connection: Connection,
  id: string,
  at: number,
  entry: AuditEntry,
): boolean {
  const changes = connection.run(
    'update token set revoked_at = ? where id = ? and revoked_at is null',
    at,
    id,
  );
  if (changes === 0) return false;
  changed(connection, entry);
  return true;
}
