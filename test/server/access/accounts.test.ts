import { describe, expect, it } from 'vitest';
import { LINK_LIFE_MS } from '#server/access/accounts.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { LOCK_MS, TRIES_ANYWHERE, TRIES_HERE } from '#server/access/lockout.ts';
import { passwordFault } from '#server/access/password.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { openHouse, PASSWORD, showing, START, type House } from './house.ts';

const FROM = '192.0.2.1';

/** What was done, oldest first. */
const deeds = async ({ stores }: House): Promise<string[]> =>
  (await stores.audit.following(0, 100)).map(
    ({ actorName, action, subject }) => `${actorName} ${action} ${subject}`,
  );

describe('a password', () => {
  it.each([
    ['seven grey herons', 'li', null],
    ['七只灰鹭在坝前等着开闸放水', 'li', null],
    ['short', 'li', 'short'],
    ['elevensigns', 'li', 'short'],
    ['x'.repeat(201), 'li', 'long'],
    ['111111111111', 'li', 'plain'],
    ['abababababab', 'li', 'plain'],
    ['wang-wei-2026!', 'wang-wei', 'plain'],
  ])('%j of %s: %s', (password, name, fault) => {
    expect(passwordFault(password, name)).toBe(fault);
  });

  it('is kept as argon2id with a salt of its own', async () => {
    const { person } = await openHouse();
    const [a, b] = [await person('a1', ['viewer']), await person('b1', ['viewer'])];
    expect(a.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(a.passwordHash).not.toBe(b.passwordHash);
  });
});

describe('the first account', () => {
  const wish = { password: PASSWORD, name: 'Chief', label: '' };

  it('is an administrator, made by a link that is good once', async () => {
    const house = await openHouse();
    const { access } = house;
    const secret = access.passwords.firstLink()!;
    expect(access.passwords.openLink(secret)).toEqual({ kind: 'first' });
    const { account } = await access.passwords.useLink(secret, wish, FROM);
    expect(account).toMatchObject({ name: 'chief', label: 'chief', roles: ['administrator'] });
    expect(access.passwords.firstLink()).toBeNull();
    await expect(access.passwords.useLink(secret, { ...wish, name: 'x2' }, FROM)).rejects.toThrow(
      'this link has been used',
    );
    expect(await deeds(house)).toEqual(['chief accounts.first chief', 'chief session.start chief']);
  });

  it('is made by one of two who use the link at once', async () => {
    const { access } = await openHouse();
    const secret = access.passwords.firstLink()!;
    const both = await Promise.allSettled([
      access.passwords.useLink(secret, wish, FROM),
      access.passwords.useLink(secret, { ...wish, name: 'other' }, FROM),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(access.directory.accounts()).toHaveLength(1);
  });

  it('is asked for again where name or password did not do', async () => {
    const { access } = await openHouse();
    const secret = access.passwords.firstLink()!;
    for (const wrong of [{ password: 'short' }, { name: 'two words' }, { name: '' }])
      await expect(access.passwords.useLink(secret, { ...wish, ...wrong }, FROM)).rejects.toThrow();
    await access.passwords.useLink(secret, wish, FROM);
    expect(access.directory.accounts()).toHaveLength(1);
  });
});

describe('signing in', () => {
  it('takes the name in any case and the password as it is', async () => {
    const { access, person } = await openHouse();
    await person('li', ['dispatcher']);
    expect(await access.signIn(' LI ', PASSWORD, FROM)).toMatchObject({ ok: true });
    expect(await access.signIn('li', PASSWORD.toUpperCase(), FROM)).toMatchObject({ ok: false });
  });

  it('says the same of a wrong password, of no such account and of a disabled one', async () => {
    const { access, person } = await openHouse();
    await person('chief', ['administrator']);
    const li = await person('li', ['dispatcher']);
    await access.accounts.change(CONSOLE_ACTOR, li.id, { disabled: true });
    for (const [name, password] of [
      ['chief', 'wrong'],
      ['nobody', PASSWORD],
      ['li', PASSWORD],
    ] as const)
      expect(await access.signIn(name, password, FROM)).toEqual({
        ok: false,
        why: 'wrong',
        lockedMs: 0,
      });
  });

  it('is locked for a quarter of an hour after five failures, also with the right password', async () => {
    const house = await openHouse();
    const { access, person, later } = house;
    await person('li', ['dispatcher']);
    for (let i = 0; i < TRIES_HERE - 1; i += 1)
      expect(await access.signIn('li', 'wrong', FROM)).toMatchObject({ why: 'wrong' });
    expect(await access.signIn('li', 'wrong', FROM)).toMatchObject({ why: 'locked' });
    expect(await access.signIn('li', PASSWORD, FROM)).toEqual({
      ok: false,
      why: 'locked',
      lockedMs: LOCK_MS,
    });
    // Another machine is not locked with it: nobody locks out a shift from afar.
    expect(await access.signIn('li', PASSWORD, '192.0.2.99')).toMatchObject({ ok: true });
    expect((await deeds(house)).filter((deed) => deed.includes('session.locked'))).toHaveLength(1);
    for (let i = 0; i < TRIES_HERE; i += 1) await access.signIn('li', 'wrong', FROM);
    later(LOCK_MS);
    expect(await access.signIn('li', PASSWORD, FROM)).toMatchObject({ ok: true });
  });

  it('stays locked over a restart, and what was tried before one counts', async () => {
    const house = await openHouse();
    await house.person('li', ['dispatcher']);
    const half = Math.floor(TRIES_HERE / 2);
    for (let i = 0; i < half; i += 1) await house.access.signIn('li', 'wrong', FROM);
    const again = await house.restarted();
    for (let i = half; i < TRIES_HERE; i += 1) await again.signIn('li', 'wrong', FROM);
    const third = await house.restarted();
    expect(await third.signIn('li', PASSWORD, FROM)).toMatchObject({ why: 'locked' });
    house.later(LOCK_MS);
    expect(await third.signIn('li', PASSWORD, FROM)).toMatchObject({ ok: true });
  });

  it('is locked everywhere after thirty failures from wherever', async () => {
    const { access } = await openHouse();
    for (let i = 0; i < TRIES_ANYWHERE; i += 1)
      await access.signIn('ghost', 'wrong', `198.51.100.${i}`);
    expect(await access.signIn('ghost', 'wrong', '203.0.113.1')).toMatchObject({ why: 'locked' });
  });

  it('is unlocked by an administrator with a new link', async () => {
    const { access, person } = await openHouse();
    const li = await person('li', ['dispatcher']);
    for (let i = 0; i < TRIES_HERE; i += 1) await access.signIn('li', 'wrong', FROM);
    await access.accounts.link(CONSOLE_ACTOR, li.id);
    expect(await access.signIn('li', PASSWORD, FROM)).toMatchObject({ ok: true });
  });
});

describe('a link to set a password', () => {
  it('is good once, for three days, and until the next one', async () => {
    const { access, person, later } = await openHouse();
    const li = await person('li', ['dispatcher']);
    const old = (await access.accounts.link(CONSOLE_ACTOR, li.id)).secret;
    const { secret } = await access.accounts.link(CONSOLE_ACTOR, li.id);
    expect(() => access.passwords.openLink(old)).toThrow('this link has been used');
    expect(access.passwords.openLink(secret)).toMatchObject({
      kind: 'account',
      account: { name: 'li' },
    });
    later(LINK_LIFE_MS);
    expect(() => access.passwords.openLink(secret)).toThrow('too old');
  });

  it('ends every session that was open with the old password', async () => {
    const { access, person } = await openHouse();
    const li = await person('li', ['dispatcher']);
    const before = showing({ session: (await access.sessions.start(li, FROM)).secret });
    const { secret } = await access.accounts.link(CONSOLE_ACTOR, li.id);
    const wish = { password: 'another grey heron', name: '', label: '' };
    const { secret: session } = await access.passwords.useLink(secret, wish, FROM);
    expect(access.identify(before).kind).toBe('nobody');
    expect(access.identify(showing({ session })).name).toBe('LI');
    expect(await access.signIn('li', PASSWORD, FROM)).toMatchObject({ ok: false });
  });
});

describe('changing the own password', () => {
  it('takes the present one, and ends the other sessions', async () => {
    const { access, person } = await openHouse();
    const li = await person('li', ['dispatcher']);
    const here = (await access.sessions.start(li, FROM)).secret;
    const elsewhere = showing({ session: (await access.sessions.start(li, FROM)).secret });
    const actor = access.identify(showing({ session: here }));
    const change = (old: string, wanted: string) =>
      access.passwords.change(actor, old, wanted, here);
    await expect(change('wrong', 'another grey heron')).rejects.toThrow('another one');
    await expect(change(PASSWORD, 'short')).rejects.toThrow('12 to 200 characters');
    await change(PASSWORD, 'another grey heron');
    expect(access.identify(elsewhere).kind).toBe('nobody');
    expect(access.identify(showing({ session: here })).kind).toBe('account');
    expect(await access.signIn('li', 'another grey heron', FROM)).toMatchObject({ ok: true });
  });
});

describe('an administrator', () => {
  it('gives and takes roles, each change with before and after in the audit', async () => {
    const { access, person, stores } = await openHouse();
    const chief = await person('chief', ['administrator']);
    const li = await person('li', ['viewer']);
    const { secret } = await access.sessions.start(chief, FROM);
    const actor = access.identify(showing({ session: secret }));
    await access.accounts.change(actor, li.id, { roles: ['auditor', 'dispatcher'], label: '李娜' });
    expect(access.directory.accountByName('li')).toMatchObject({
      label: '李娜',
      roles: ['dispatcher', 'auditor'],
    });
    const [entry] = await stores.audit.page({ before: null, limit: 1, actor: null, action: null });
    expect(entry).toMatchObject({
      at: START,
      actorKind: 'account',
      actorName: 'CHIEF',
      from: FROM,
      action: 'accounts.change',
      subject: 'li',
      before: { label: 'LI', roles: ['viewer'] },
      after: { label: '李娜', roles: ['dispatcher', 'auditor'] },
    });
  });

  it('cannot be the last one and stop being one', async () => {
    const { access, person } = await openHouse();
    const chief = await person('chief', ['administrator']);
    const change = access.accounts.change;
    await expect(change(CONSOLE_ACTOR, chief.id, { disabled: true })).rejects.toThrow(
      'chief is the only administrator',
    );
    await expect(change(CONSOLE_ACTOR, chief.id, { roles: ['viewer'] })).rejects.toThrow('only');
    await person('second', ['administrator', 'engineer']);
    await change(CONSOLE_ACTOR, chief.id, { roles: ['viewer'] });
  });

  it.each([
    [{ name: 'Two Words' }, '"Two Words" does not do as a name'],
    [{ name: 'x' }, 'does not do as a name'],
    [{ name: 'LI' }, 'there is an account "li" already'],
    [{ roles: [] }, 'at least one of'],
    [{ roles: ['display'] as const }, 'at least one of'],
    [{ label: 'l'.repeat(61) }, 'the name to show is too long'],
  ])('makes no account of %j', async (wrong, message) => {
    const { access, person } = await openHouse();
    await person('li', ['viewer']);
    const right = { name: 'wang', label: '', roles: ['viewer'] as const };
    await expect(access.accounts.add(CONSOLE_ACTOR, { ...right, ...wrong })).rejects.toThrow(
      message,
    );
  });
});

describe('the command line beside a running server', () => {
  it('is heard of: a role it takes away is gone with the next look, and listeners are told', async () => {
    const { access, person, folder } = await openHouse();
    const li = await person('li', ['dispatcher', 'viewer']);
    const shown = showing({ session: (await access.sessions.start(li, FROM)).secret });
    let told = 0;
    access.directory.onChange(() => (told += 1));

    const other = await openAccessStores(folder);
    const account = (await other.accounts.all()).find(({ name }) => name === 'li')!;
    const entry = {
      at: START,
      actorKind: 'console',
      actorId: 'console',
      actorName: 'command line',
      from: 'console',
      action: 'accounts.change',
      subject: 'li',
      before: null,
      after: null,
    };
    await other.accounts.change({ ...account, roles: ['viewer'] }, entry);
    other.close();
    expect(access.judge('plan.accept', shown).allowed).toBe(true);
    await access.directory.refresh();
    expect(access.judge('plan.accept', shown).allowed).toBe(false);
    expect(told).toBe(1);
    await access.directory.refresh();
    expect(told).toBe(1);
  });
});
