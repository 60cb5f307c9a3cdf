import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Account } from '#server/store/account-store.ts';
import { FIRST_LINK, linkHash } from '#server/store/audit-chain.ts';
import type { AuditEntry } from '#server/store/audit-store.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { STORE_FILE } from '#server/store/sqlite/store-setup.ts';
import type { AccessStores } from '#server/store/store.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { testFolder } from './helpers.ts';
import { openStoreHere } from './store-here.ts';

const entry = (action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: 1_750_000_000_000,
  actorKind: 'account',
  actorId: 'a1',
  actorName: 'Li Na',
  from: '192.0.2.7',
  action,
  subject: 'wang',
  before: null,
  after: null,
  ...more,
});

const wang: Account = {
  id: 'a2',
  name: 'wang',
  label: '王伟',
  roles: ['dispatcher'],
  passwordHash: null,
  disabled: false,
  madeAt: 1,
  link: { digest: 'd', endsAt: 2 },
  revision: 1,
};

/** The ports over a new file: as the server has them, and as the command line opens them. */
const WAYS: Record<string, (folder: string) => Promise<AccessStores>> = {
  'the server': (folder) => {
    const store = openStoreHere({
      folder,
      retention: exampleSite.retention,
      timeZone: exampleSystem.timeZone,
      tags: [],
    });
    onTestFinished(() => store.close());
    return Promise.resolve(store);
  },
  'the command line': async (folder) => {
    const stores = await openAccessStores(folder);
    onTestFinished(() => stores.close());
    return stores;
  },
};

describe.each(Object.entries(WAYS))('the stores of access, opened by %s', (_name, open) => {
  it('keep an account and what was done to it together', async () => {
    const { accounts, audit } = await open(testFolder());
    await accounts.add(wang, entry('accounts.add', { after: { roles: wang.roles } }));
    expect(await accounts.all()).toEqual([wang]);
    expect(await audit.head()).toMatchObject({ number: 1 });
    await expect(accounts.add({ ...wang, id: 'a3' }, entry('accounts.add'))).rejects.toThrow(
      'There is an account "wang" already.',
    );
    // The refused account left no entry either.
    expect(await audit.head()).toMatchObject({ number: 1 });
  });

  it('tell the later of two who change one account at once', async () => {
    const { accounts } = await open(testFolder());
    await accounts.add(wang, entry('accounts.add'));
    const viewer = { ...wang, roles: ['viewer'] as const };
    expect(await accounts.change(viewer, entry('accounts.change'))).toBe(true);
    expect(await accounts.change({ ...wang, disabled: true }, entry('accounts.change'))).toBe(
      false,
    );
    expect(await accounts.all()).toEqual([{ ...viewer, revision: 2 }]);
  });

  it('keep sessions until they are removed, and count every change', async () => {
    const { accounts, sessions } = await open(testFolder());
    await accounts.add(wang, entry('accounts.add'));
    const session = { digest: 's', account: 'a2', startedAt: 5, seenAt: 5, from: '192.0.2.7' };
    const before = await accounts.revision();
    await sessions.add(session, entry('session.start'));
    await sessions.touch('s', 9);
    expect(await sessions.all()).toEqual([{ ...session, seenAt: 9 }]);
    await sessions.remove(['s', 'gone'], null);
    expect(await sessions.all()).toEqual([]);
    // Come and gone; that it was used is no change of rights.
    expect(await accounts.revision()).toBe(before + 2);
  });

  it('revoke a token once', async () => {
    const { tokens } = await open(testFolder());
    const token = {
      id: 't1',
      kind: 'display' as const,
      name: 'Wall',
      digest: 'x',
      station: 's1',
      tagPrefixes: [],
      madeAt: 1,
      madeBy: 'li',
      revokedAt: null,
    };
    await tokens.add(token, entry('tokens.issue'));
    expect(await tokens.revoke('t1', 7, entry('tokens.revoke'))).toBe(true);
    expect(await tokens.revoke('t1', 8, entry('tokens.revoke'))).toBe(false);
    expect(await tokens.all()).toEqual([{ ...token, revokedAt: 7 }]);
  });

  it('chain the audit: each entry hashes the one before', async () => {
    const { audit } = await open(testFolder());
    const first = await audit.append(entry('plan.accept', { after: { plan: 'p1', n: 1.5 } }));
    const second = await audit.append(entry('plan.order'));
    expect(first).toMatchObject({ number: 1, previous: FIRST_LINK });
    expect(first.hash).toBe(linkHash(FIRST_LINK, 1, first));
    expect(second).toMatchObject({ number: 2, previous: first.hash });
    expect(await audit.following(0, 10)).toEqual([first, second]);
    expect(await audit.following(1, 10)).toEqual([second]);
    expect(await audit.head()).toEqual({ number: 2, hash: second.hash });
  });

  it('give the audit page by page, newest first, by who and by what', async () => {
    const { audit } = await open(testFolder());
    for (const action of ['session.start', 'plan.accept', 'plan.order', 'session.end'])
      await audit.append(entry(action, { actorName: action === 'plan.order' ? '王伟' : 'Li Na' }));
    const numbers = async (query: Partial<Parameters<typeof audit.page>[0]>) =>
      (await audit.page({ before: null, limit: 10, actor: null, action: null, ...query })).map(
        (record) => record.number,
      );
    expect(await numbers({ limit: 3 })).toEqual([4, 3, 2]);
    expect(await numbers({ before: 2 })).toEqual([1]);
    expect(await numbers({ action: 'plan.' })).toEqual([3, 2]);
    expect(await numbers({ actor: 'li na' })).toEqual([4, 2, 1]);
    expect(await numbers({ actor: '王' })).toEqual([3]);
  });
});

describe('the audit in its file', () => {
  it('is refused every change by the database itself', async () => {
    const folder = testFolder();
    const { audit, close } = await openAccessStores(folder);
    await audit.append(entry('plan.accept'));
    await audit.append(entry('plan.order'));
    close();
    const file = Connection.open(join(folder, STORE_FILE));
    onTestFinished(() => file.close());
    for (const statement of [
      "update audit set actor_name = 'nobody' where number = 1",
      'delete from audit where number = 2',
      'update audit_head set number = 1',
      'delete from audit_head',
    ])
      expect(() => file.exec(statement)).toThrow('the audit only grows');
  });
});
