import type { AuditEntry } from './audit-store.ts';

/** Somebody is signed in. Instants are ms of real time since 1970 UTC. */
export interface Session {
  /** Digest of the secret in the browser's cookie; the secret itself is nowhere. */
  readonly digest: string;
  readonly account: string;
  readonly startedAt: number;
  readonly seenAt: number;
  /** Address of the machine that signed in. */
  readonly from: string;
}

/** Port: sessions. */
export interface SessionStore {
  all(): Promise<readonly Session[]>;
  add(session: Session, entry: AuditEntry): Promise<void>;
  /** Keeps when a session was last used; one that is gone stays gone. */
  touch(digest: string, seenAt: number): Promise<void>;
  /** Ends sessions; those that are gone already are none the worse. @param entry null: they ended by themselves */
  remove(digests: readonly string[], entry: AuditEntry | null): Promise<void>;
}
