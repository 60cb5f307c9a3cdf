import { createHash } from 'node:crypto';
import type { AuditEntry, AuditHead, AuditRecord } from './audit-store.ts';

/** What stands before the first entry. */
export const FIRST_LINK = '0'.repeat(64);

/** Plain data as text, the same text whichever way it went: what JSON has no form for is left out. */
const textOf = (data: unknown): string => JSON.stringify(data ?? null);

/** The hash of an entry: SHA-256 of a JSON array with what stands before it and all that it says. */
export function linkHash(previous: string, number: number, entry: AuditEntry): string {
  const said = [
    previous,
    number,
    entry.at,
    entry.actorKind,
    entry.actorId,
    entry.actorName,
    entry.from,
    entry.action,
    entry.subject,
    textOf(entry.before),
    textOf(entry.after),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** `entry` as the one after `head`. */
export function linked(head: AuditHead | null, entry: AuditEntry): AuditRecord {
  const previous = head?.hash ?? FIRST_LINK;
  const number = (head?.number ?? 0) + 1;
  return { ...entry, number, previous, hash: linkHash(previous, number, entry) };
}
