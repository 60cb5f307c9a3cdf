/** Something that was done or tried. Instants are ms of real time since 1970 UTC. */
export interface AuditEntry {
  readonly at: number;
  /** Kind and id of the actor (server/access/actor.ts), and the name it had then. */
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  /** Address of the machine it came from. */
  readonly from: string;
  /** What was done: an action of the table, or an event such as `session.start`. */
  readonly action: string;
  /** To what: an account's name, a plan's id; empty where there is nothing to name. */
  readonly subject: string;
  /** What stood there before and after, as plain data; null: nothing. Secrets are never in it. */
  readonly before: unknown;
  readonly after: unknown;
}

/** An entry in its place in the chain. */
export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  /** Hash of the entry before; of the first, `FIRST_LINK`. */
  readonly previous: string;
  /** SHA-256 over `previous` and everything of this entry (audit-chain.ts), hexadecimal. */
  readonly hash: string;
}

/** Which entries are asked for; newest first. */
export interface AuditQuery {
  /** Only older ones than this number; null: from the newest. */
  readonly before: number | null;
  readonly limit: number;
  /** Only of actors whose name has this in it; null: of all. */
  readonly actor: string | null;
  /** Only actions that begin with this; null: all. */
  readonly action: string | null;
}

/** Where the chain ends. */
export interface AuditHead {
  readonly number: number;
  readonly hash: string;
}

/** Port: the audit. It only grows; the store itself refuses to change or remove an entry. */
export interface AuditStore {
  append(entry: AuditEntry): Promise<AuditRecord>;
  page(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** Entries with a number above `number`, oldest first, at most `limit`: the way through the chain. */
  following(number: number, limit: number): Promise<readonly AuditRecord[]>;
  /** What the store noted as the end of the chain beside the entries themselves; null: there are none. */
  head(): Promise<AuditHead | null>;
}
