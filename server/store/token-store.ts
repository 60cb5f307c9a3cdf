import type { DisplaySettings } from '#shared/wire/display.ts';
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
  /** The browser that a screen's token belongs to: digest of its own key, and since when; absent: to whichever shows it first. */
  readonly screen?: { readonly digest: string; readonly at: number } | null;
  /** What is kept for a screen, and how often that was changed; absent: nothing. */
  readonly display?: { readonly revision: number; readonly settings: DisplaySettings } | null;
}

/** Port: tokens, the revoked ones too. */
export interface TokenStore {
  all(): Promise<readonly IssuedToken[]>;
  add(token: IssuedToken, entry: AuditEntry): Promise<void>;
  /**
   * Keeps another screen or other settings for a token.
   * @param revision of the settings that it was made of
   * @returns false where there is none that is still good, or its settings have changed meanwhile
   */
  change(token: IssuedToken, revision: number, entry: AuditEntry): Promise<boolean>;
  /** @returns false where there is none that is still good; nothing is kept then */
  revoke(id: string, at: number, entry: AuditEntry): Promise<boolean>;
}
