import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { verifyAudit } from '#server/access/audit.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { STORE_FILE } from '#server/store/sqlite/store-setup.ts';
import { newDesk, type Desk } from './desk.ts';

const LINK =
  /^li sets a password here, once and within 72 h: http:\/\/127\.0\.0\.1:8080\/setup#[\w-]{43}\n$/;

const storeOf = (desk: Desk): string => join(desk.folder, '.forebay');

/** A desk whose store has an account. */
async function deskWithLi(): Promise<Desk> {
  const desk = newDesk();
  await desk.run(
    'account',
    'add',
    'li',
    '--label',
    '李娜',
    '--role',
    'dispatcher',
    'administrator',
  );
  return desk;
}

describe('forebay account', () => {
  it('makes an account before the first start, and prints the link for its password', async () => {
    const desk = newDesk();
    const made = await desk.run('account', 'add', 'Li', '--role', 'administrator');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(LINK);
    const again = await desk.run('account', 'reset-link', 'li');
    expect(again.out).toMatch(LINK);
    expect(again.out).not.toBe(made.out);
  });

  it('lists, gives and takes roles, disables and enables', async () => {
    const desk = await deskWithLi();
    await desk.run('account', 'add', 'wang', '--role', 'viewer');
    expect(
      await desk.run('account', 'role', 'wang', '--role', 'engineer', 'auditor'),
    ).toMatchObject({ code: 0, out: '' });
    expect((await desk.run('account', 'disable', 'wang')).code).toBe(0);
    const list = JSON.parse((await desk.run('account', 'list')).out) as unknown;
    expect(list).toEqual({
      accounts: [
        {
          name: 'li',
          label: '李娜',
          roles: ['dispatcher', 'administrator'],
          disabled: false,
          hasPassword: false,
        },
        {
          name: 'wang',
          label: 'wang',
          roles: ['engineer', 'auditor'],
          disabled: true,
          hasPassword: false,
        },
      ],
    });
    expect((await desk.run('account', 'enable', 'wang')).code).toBe(0);
    const stores = await openAccessStores(storeOf(desk));
    const done = (await stores.audit.following(0, 9)).map(({ actorName, action, subject }) => [
      actorName,
      action,
      subject,
    ]);
    stores.close();
    expect(done).toEqual([
      ['command line', 'accounts.add', 'li'],
      ['command line', 'accounts.add', 'wang'],
      ['command line', 'accounts.change', 'wang'],
      ['command line', 'accounts.change', 'wang'],
      ['command line', 'accounts.change', 'wang'],
    ]);
  });

  it.each([
    [['add', 'li', '--role', 'viewer'], 'there is an account "li" already'],
    [['add', 'two words', '--role', 'viewer'], 'does not do as a name'],
    [['add', 'wang', '--role', 'king'], 'Allowed choices are viewer, dispatcher'],
    [['add', 'wang'], "required option '--role <role...>' not specified"],
    [['role', 'ghost', '--role', 'viewer'], 'there is no account "ghost", there is li'],
    [['role', 'li', '--role', 'viewer'], 'li is the only administrator'],
  ])('refuses %j with what would do', async (words, message) => {
    const desk = await deskWithLi();
    const { code, out, err } = await desk.run('account', ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it('makes no store by looking', async () => {
    const desk = newDesk();
    const { code, err } = await desk.run('account', 'list');
    expect(code).toBe(2);
    expect(err).toContain('There is no store in');
    expect(existsSync(storeOf(desk))).toBe(false);
  });
});

describe('forebay token', () => {
  it('issues, lists without secrets, and revokes by name', async () => {
    const desk = newDesk();
    const wall = await desk.run('token', 'add', 'display', 'Wall', '--station', 's1');
    expect(wall.out).toMatch(/^[\w-]{43}\n$/);
    const gateway = await desk.run(
      'token',
      'add',
      'ingest',
      'Gateway',
      '--tags',
      's1/u1/',
      's1/u2/',
    );
    expect(gateway.code).toBe(0);
    const listed = (await desk.run('token', 'list')).out;
    expect(listed).not.toContain(wall.out.trim());
    expect(JSON.parse(listed)).toMatchObject({
      tokens: [
        { kind: 'display', name: 'Wall', station: 's1', revokedAt: null },
        { kind: 'ingest', name: 'Gateway', tagPrefixes: ['s1/u1/', 's1/u2/'] },
      ],
    });
    expect((await desk.run('token', 'revoke', 'Wall')).code).toBe(0);
    const { code, err } = await desk.run('token', 'revoke', 'Wall');
    expect(code).toBe(2);
    expect(err).toContain('there is no good token "Wall"');
  });

  it('knows the stations and tags of the system', async () => {
    const desk = newDesk();
    const wall = await desk.run('token', 'add', 'display', 'Wall', '--station', 's9');
    expect(wall.err).toBe('there is no station "s9"; there is s1\n');
    const source = await desk.run('token', 'add', 'ingest', 'Gateway', '--tags', 'x/');
    expect(source.err).toContain('no tag begins with "x/"');
  });
});

describe('forebay audit verify', () => {
  it('prints the end of a sound chain, which still stands later', async () => {
    const desk = await deskWithLi();
    const { code, out } = await desk.run('audit', 'verify');
    expect(code).toBe(0);
    const head = /^The audit is sound: 1 entries, the end is (1:[0-9a-f]{64})\n$/.exec(out)?.[1];
    await desk.run('account', 'reset-link', 'li');
    expect((await desk.run('audit', 'verify', '--head', head!)).code).toBe(0);
    const other = `1:${'0'.repeat(64)}`;
    const { code: no, err } = await desk.run('audit', 'verify', '--head', other);
    expect(no).toBe(3);
    expect(err).toContain('audit: entry 1 is not the one that was noted');
  });

  it('ends with 3 and names the entry that was changed in the file', async () => {
    const desk = await deskWithLi();
    await desk.run('account', 'reset-link', 'li');
    const file = Connection.open(join(storeOf(desk), STORE_FILE));
    file.exec('drop trigger audit_is_never_changed');
    file.exec("update audit set actor_name = 'nobody' where number = 1");
    file.close();
    const { code, out, err } = await desk.run('audit', 'verify');
    expect([code, out]).toEqual([3, '']);
    expect(err).toBe('audit: entry 1 is not as it was written\n');
  });
});

test('a server that runs on the store goes on with the same chain', async () => {
  const desk = await deskWithLi();
  const stores = await openAccessStores(storeOf(desk));
  await Promise.all([
    desk.run('account', 'reset-link', 'li'),
    desk.run('token', 'add', 'display', 'Wall', '--station', 's1'),
    stores.audit.append({
      at: 1,
      actorKind: 'server',
      actorId: 'server',
      actorName: 'Forebay',
      from: 'server',
      action: 'plan.close',
      subject: 'p1',
      before: null,
      after: null,
    }),
  ]);
  expect(await verifyAudit(stores.audit)).toMatchObject({ sound: true, entries: 4 });
  stores.close();
});
