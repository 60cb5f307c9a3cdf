import type { Identity, Role } from './access.ts';

/** Who a page is, and how one comes in. */
export interface SessionView {
  readonly identity: Identity;
  /** The account that has signed in; null: none has. */
  readonly account: { readonly name: string; readonly label: string } | null;
  /** Whether there is an account at all; without one the link of the first start makes it. */
  readonly hasAccounts: boolean;
}

/** An account as an administrator sees it. Instants are ms of real time since 1970 UTC. */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  readonly madeAt: number;
  readonly hasPassword: boolean;
  /** When the link that is out ends; null: none is out. */
  readonly linkEndsAt: number | null;
  /** How many browsers are signed in. */
  readonly sessions: number;
}

/** A token as an administrator sees it: never its secret. */
export interface TokenView {
  readonly id: string;
  readonly kind: 'display' | 'ingest';
  readonly name: string;
  readonly station: string | null;
  readonly tagPrefixes: readonly string[];
  readonly madeAt: number;
  readonly madeBy: string;
  readonly revokedAt: number | null;
}

/** An entry of the audit as it is shown. */
export interface AuditView {
  readonly number: number;
  readonly at: number;
  readonly actorKind: string;
  readonly actorName: string;
  readonly from: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Whether the chain of the audit holds, from its first entry to its last. */
export type AuditVerdictView =
  | {
      readonly sound: true;
      readonly entries: number;
      readonly head: { readonly number: number; readonly hash: string } | null;
    }
  | { readonly sound: false; readonly number: number; readonly wrong: string };
