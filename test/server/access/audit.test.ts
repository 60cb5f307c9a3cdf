import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { createAudit, verifyAudit } from '#server/access/audit.ts';
import { linked } from '#server/store/audit-chain.ts';
import type { AuditHead, AuditRecord } from '#server/store/audit-store.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { STORE_FILE } from '#server/store/sqlite/store-setup.ts';
import { testFolder } from '../store/sqlite/helpers.ts';

const ENTRIES = 5;

/** A store with some entries, and its file as somebody has it who can write to the disk. */
async function written() {
  const folder = testFolder();
  const stores = await openAccessStores(folder);
  const audit = createAudit(stores.audit, () => Date.UTC(2026, 5, 1));
  const records: AuditRecord[] = [];
  for (let i = 1; i <= ENTRIES; i += 1) {
    const deed = {
      action: 'plan.accept',
      subject: `p${i}`,
      before: { n: i },
      after: [i, 'ü', null],
    };
    records.push(await audit.record(CONSOLE_ACTOR, deed));
  }
  const file = Connection.open(join(folder, STORE_FILE));
  onTestFinished(() => {
    file.close();
    stores.close();
  });
  /** What the triggers keep from everybody else. */
  const forge = (...statements: string[]): void => {
    for (const name of [
      'audit_is_never_changed',
      'audit_is_never_removed',
      'audit_head_only_grows',
      'audit_head_is_never_removed',
    ])
      file.exec(`drop trigger ${name}`);
    for (const statement of statements) file.exec(statement);
  };
  const head: AuditHead = { number: ENTRIES, hash: records.at(-1)!.hash };
  return { store: stores.audit, records, head, forge, file };
}

describe('the audit', () => {
  it('is sound as it was written, and when there is none', async () => {
    const { store, head } = await written();
    expect(await verifyAudit(store)).toEqual({ sound: true, entries: ENTRIES, head });
    const empty = await openAccessStores(testFolder());
    expect(await verifyAudit(empty.audit)).toEqual({ sound: true, entries: 0, head: null });
    empty.close();
  });

  it.each([
    ['at', 'at = at + 1'],
    ['actor_kind', "actor_kind = 'x'"],
    ['actor_id', "actor_id = 'x'"],
    ['actor_name', "actor_name = 'x'"],
    ['came_from', "came_from = 'x'"],
    ['action', "action = 'x'"],
    ['subject', "subject = 'x'"],
    ['before', "before = '{}'"],
    ['after', "after = '{}'"],
    ['hash', "hash = 'x'"],
  ])('shows where %s was changed afterwards', async (_column, change) => {
    const { store, forge } = await written();
    forge(`update audit set ${change} where number = 3`);
    expect(await verifyAudit(store)).toEqual({ sound: false, number: 3, wrong: 'hash' });
  });

  it('shows an entry taken out of the middle, and entries cut off at the end', async () => {
    const middle = await written();
    middle.forge('delete from audit where number = 2');
    expect(await verifyAudit(middle.store)).toEqual({ sound: false, number: 2, wrong: 'missing' });
    const end = await written();
    end.forge('delete from audit where number > 3');
    expect(await verifyAudit(end.store)).toEqual({ sound: false, number: 4, wrong: 'missing' });
  });

  it('shows an entry whose hash was made anew with it, by the one after', async () => {
    const { store, records, forge } = await written();
    const forged = linked({ number: 1, hash: records[0]!.hash }, { ...records[1]!, subject: 'x' });
    forge(`update audit set subject = 'x', hash = '${forged.hash}' where number = 2`);
    expect(await verifyAudit(store)).toEqual({ sound: false, number: 3, wrong: 'previous' });
  });

  it('that was made anew from end to end is known by an end that was noted before', async () => {
    const { store, records, head, forge } = await written();
    let last: AuditHead | null = null;
    const anew: string[] = [];
    for (const record of records) {
      const { number, previous, hash }: AuditRecord = linked(last, { ...record, actorName: 'x' });
      anew.push(
        `update audit set actor_name = 'x', previous = '${previous}', hash = '${hash}' where number = ${number}`,
      );
      last = { number, hash };
    }
    forge(...anew, `update audit_head set hash = '${last?.hash}'`);
    expect(await verifyAudit(store)).toMatchObject({ sound: true });
    expect(await verifyAudit(store, head)).toEqual({
      sound: false,
      number: ENTRIES,
      wrong: 'noted',
    });
  });

  it('still has an end that was noted, when it has grown since', async () => {
    const { store, head } = await written();
    await createAudit(store).record(CONSOLE_ACTOR, { action: 'plan.order' });
    expect(await verifyAudit(store, head)).toMatchObject({ sound: true, entries: ENTRIES + 1 });
    const never = { number: 99, hash: head.hash };
    expect(await verifyAudit(store, never)).toEqual({ sound: false, number: 99, wrong: 'noted' });
  });
});
