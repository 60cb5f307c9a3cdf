import type { AuditEntry } from './audit-store.ts';

/** A token of a screen that nobody sits at, or of a source of readings. Instants are ms of real time. */
export interface IssuedToken {
  readonly id: string;
  readonly kind: 'display' | 'ingest';
  /** What people call the screen or the source. */
  readonly name: string;
  /** Digest of the token; the token itself is shown once and kept nowhere. */
  readonly digest: string;
  /** The one station that a screen shows; null of a source. */
  readonly station: string | null;
  /** Beginnings of the tags that a source may write; empty: all. Of a screen empty. */
  readonly tagPrefixes: readonly string[];
  readonly madeAt: number;
  /** Name of who issued it. */
  readonly madeBy: string;
  readonly revokedAt: number | null;
}

/** Port: tokens, the revoked ones too. */
export interface TokenStore {
  all(): Promise<readonly IssuedToken[]>;
  add(token: IssuedToken, entry: AuditEntry): Promise<void>;
  /** @returns false where there is none that is still good; nothing is kept then */
  revoke(id: string, at: number, entry: AuditEntry): Promise<boolean>;
}
