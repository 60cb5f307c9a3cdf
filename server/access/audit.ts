import { FIRST_LINK, linkHash } from '../store/audit-chain.ts';
import type { AuditEntry, AuditHead, AuditRecord, AuditStore } from '../store/audit-store.ts';
import type { Actor } from './actor.ts';

/** What was done, as a use case tells it. */
export interface Deed {
  /** An action of the table, or an event such as `session.start`. */
  readonly action: string;
  /** To what; absent: to nothing that has a name. */
  readonly subject?: string;
  /** What stood there before and after, as plain data without secrets; absent: nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The entry of a deed. @param at real time, ms */
export function entryOf(actor: Actor, deed: Deed, at: number): AuditEntry {
  return {
    at,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    from: actor.from,
    action: deed.action,
    subject: deed.subject ?? '',
    before: deed.before ?? null,
    after: deed.after ?? null,
  };
}

/** Use case: writes down who did what. */
export interface Audit {
  /** Resolves when the entry is durable. */
  record(actor: Actor, deed: Deed): Promise<AuditRecord>;
}

/** @param now real time, ms: a replay's clock says nothing of when somebody acted */
export function createAudit(store: AuditStore, now: () => number = Date.now): Audit {
  return { record: (actor, deed) => store.append(entryOf(actor, deed, now())) };
}

export type AuditVerdict =
  | { readonly sound: true; readonly entries: number; readonly head: AuditHead | null }
  | {
      readonly sound: false;
      /** Number of the first entry that is not as it was written, or that is missing. */
      readonly number: number;
      readonly wrong: 'missing' | 'previous' | 'hash' | 'head' | 'noted';
    };

/** Entries looked at in one call of the store. */
const SLICE = 1000;

/** What is wrong with `record` where the entry after `head` belongs; null: nothing. */
function faultOf(
  record: AuditRecord,
  head: AuditHead | null,
): 'missing' | 'previous' | 'hash' | null {
  if (record.number !== (head?.number ?? 0) + 1) return 'missing';
  if (record.previous !== (head?.hash ?? FIRST_LINK)) return 'previous';
  return record.hash === linkHash(record.previous, record.number, record) ? null : 'hash';
}

/**
 * Goes through the whole chain and computes every hash anew.
 * @param noted an end of the chain that was written down elsewhere: it must still stand in it. Without one
 * a chain that was made anew from end to end by somebody who has the file looks sound.
 */
export async function verifyAudit(
  store: AuditStore,
  noted: AuditHead | null = null,
): Promise<AuditVerdict> {
  // The end is looked up first: what is added meanwhile lies behind it.
  const end = await store.head();
  let head: AuditHead | null = null;
  let notedStands = noted === null;
  for (;;) {
    const slice = await store.following(head?.number ?? 0, SLICE);
    for (const record of slice) {
      const wrong = faultOf(record, head);
      if (wrong !== null) return { sound: false, number: (head?.number ?? 0) + 1, wrong };
      head = { number: record.number, hash: record.hash };
      if (noted?.number === head.number) notedStands = noted.hash === head.hash;
      if (end?.number === head.number && end.hash !== head.hash)
        return { sound: false, number: head.number, wrong: 'head' };
    }
    if (slice.length < SLICE) break;
  }
  const last = head?.number ?? 0;
  if (last < (end?.number ?? 0)) return { sound: false, number: last + 1, wrong: 'missing' };
  if (last > 0 && end === null) return { sound: false, number: last, wrong: 'head' };
  if (noted && !notedStands) return { sound: false, number: noted.number, wrong: 'noted' };
  return { sound: true, entries: last, head };
}
