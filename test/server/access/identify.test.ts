import { describe, expect, it } from 'vitest';
import { identityOf } from '#server/access/access.ts';
import { CONSOLE_ACTOR, mayWrite } from '#server/access/actor.ts';
import { may } from '#server/access/permissions.ts';
import { bearerToken, sameSecret } from '#server/access/secret.ts';
import { SESSION_IDLE_MS, SESSION_LONGEST_MS } from '#server/access/session-life.ts';
import { ACTIONS } from '#shared/wire/access.ts';
import { openHouse, showing } from './house.ts';

describe('a token', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  a.b-c=', 'a.b-c='],
    ['Basic abc', null],
    ['Bearer', null],
    ['Bearer two words', null],
    [undefined, null],
  ])('of the header %j is %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it('is compared whole, whatever the lengths', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'abc')).toBe(false);
  });
});

describe('tokens that the server was started with', () => {
  const settings = {
    ingest: [{ token: 'all' }, { token: 'units', tagPrefixes: ['s1/u1/', 's1/u2/'] }],
    viewToken: 'look',
  };

  it('may what the table says of a sender and of a viewer, and nothing else', async () => {
    const { access } = await openHouse(settings);
    for (const action of ACTIONS) {
      const of = (token: string | null) => access.judge(action, showing({ token }));
      expect(of('all').allowed).toBe(may({ roles: ['sender'] }, action));
      expect(of('look').allowed).toBe(may({ roles: ['viewer'] }, action));
      expect(of('other')).toEqual({ allowed: false, why: 'wrong-token' });
      expect(of(null)).toEqual({ allowed: false, why: 'no-token' });
    }
  });

  it('of some tags write those', async () => {
    const { access } = await openHouse(settings);
    const verdict = access.judge('readings.send', showing({ token: 'units' }));
    const writes = ['s1/u1/mw', 's1/u10/mw', 's1/forebay/level'].map(
      (tag) => verdict.allowed && mayWrite(verdict.actor, tag),
    );
    expect(writes).toEqual([true, false, false]);
  });

  it('are wanted for sending: where there is none, the door is shut', async () => {
    const { access } = await openHouse();
    expect(access.judge('readings.send', showing({ token: 'x' }))).toEqual({
      allowed: false,
      why: 'shut',
    });
    const wish = { kind: 'ingest', name: 'Gateway', tagPrefixes: ['s1/'] } as const;
    await access.tokens.issue(CONSOLE_ACTOR, wish);
    expect(access.judge('readings.send', showing({ token: 'x' }))).toEqual({
      allowed: false,
      why: 'wrong-token',
    });
  });
});

describe('whoever is at this machine', () => {
  const here = showing({ isHere: true, from: '127.0.0.1' });

  it('looks at a server until it has its first account, and not from elsewhere', async () => {
    const { access, person } = await openHouse({ open: 'first-account' });
    expect(access.judge('station.look', here).allowed).toBe(true);
    expect(access.judge('plan.accept', here).allowed).toBe(false);
    expect(access.judge('station.look', showing()).allowed).toBe(false);
    await person('li', ['administrator']);
    expect(access.judge('station.look', here)).toEqual({ allowed: false, why: 'no-token' });
  });

  it('works a demo as a shift and its engineer would, but hands out no roles', async () => {
    const { access } = await openHouse({ open: 'desk' });
    for (const action of [
      'plan.accept',
      'energy.target',
      'settings.change',
      'plan.confirm',
    ] as const)
      expect(access.judge(action, here).allowed).toBe(true);
    for (const action of ['accounts.manage', 'tokens.manage', 'audit.read'] as const)
      expect(access.judge(action, here).allowed).toBe(false);
    expect(access.judge('plan.accept', showing()).allowed).toBe(false);
    // There is no account to change the password of.
    expect(identityOf(access.identify(here)).actions).not.toContain('own.account');
  });

  it('is who has signed in, once signed in: an open demo adds nothing to a viewer', async () => {
    const { access, person } = await openHouse({ open: 'desk' });
    const li = await person('li', ['viewer']);
    const { secret } = await access.sessions.start(li, '127.0.0.1');
    const actor = access.identify({ ...here, session: secret });
    expect(actor).toMatchObject({ kind: 'account', name: 'LI', roles: ['viewer'] });
    expect(access.judge('plan.accept', { ...here, session: secret }).allowed).toBe(false);
  });

  it('is nobody where a token for looking is set', async () => {
    const { access } = await openHouse({ open: 'desk', viewToken: 'look' });
    expect(access.judge('station.look', here).allowed).toBe(false);
  });
});

describe('a session', () => {
  it('ends an hour after nobody used it, and 14 h after signing in whoever uses it', async () => {
    const { access, person, later } = await openHouse();
    const li = await person('li', ['dispatcher']);
    const first = showing({ session: (await access.sessions.start(li, '192.0.2.1')).secret });
    later(SESSION_IDLE_MS - 1);
    expect(access.judge('plan.accept', first).allowed).toBe(true);
    later(1);
    expect(access.judge('plan.accept', first).allowed).toBe(false);

    const second = showing({ session: (await access.sessions.start(li, '192.0.2.1')).secret });
    for (let used = 0; used < SESSION_LONGEST_MS - SESSION_IDLE_MS; used += SESSION_IDLE_MS / 2) {
      later(SESSION_IDLE_MS / 2);
      access.sessions.used(access.sessionOf(second)!);
    }
    expect(access.judge('plan.accept', second).allowed).toBe(true);
    later(SESSION_IDLE_MS / 2);
    access.sessions.used(access.sessionOf(second)!);
    later(SESSION_IDLE_MS / 2);
    expect(access.judge('plan.accept', second).allowed).toBe(false);

    await access.sessions.sweep();
    expect(access.directory.sessions()).toEqual([]);
  });

  it('is of no use when its account is disabled', async () => {
    const { access, person } = await openHouse();
    await person('chief', ['administrator']);
    const li = await person('li', ['dispatcher']);
    const shown = showing({ session: (await access.sessions.start(li, '192.0.2.1')).secret });
    await access.accounts.change(CONSOLE_ACTOR, li.id, { disabled: true });
    expect(access.identify(shown).kind).toBe('nobody');
  });
});

describe('a display token', () => {
  it('looks at its one station until it is revoked, and does nothing else', async () => {
    const { access, later } = await openHouse();
    const wish = { kind: 'display', name: 'Wall', station: 's1' } as const;
    const { token, secret } = await access.tokens.issue(CONSOLE_ACTOR, wish);
    const shown = showing({ token: secret });
    later(10 * 365 * 24 * 3_600_000);
    expect(access.identify(shown)).toMatchObject({ kind: 'display', name: 'Wall', station: 's1' });
    for (const action of ACTIONS)
      expect(access.judge(action, shown).allowed).toBe(action === 'station.look');
    await access.tokens.revoke(CONSOLE_ACTOR, token.id);
    expect(access.judge('station.look', shown)).toEqual({ allowed: false, why: 'wrong-token' });
    await expect(access.tokens.revoke(CONSOLE_ACTOR, token.id)).rejects.toThrow('still good');
  });

  it('is refused for a station that there is not, and a source for tags that there are not', async () => {
    const { access } = await openHouse();
    const issue = (wish: Parameters<typeof access.tokens.issue>[1]) =>
      access.tokens.issue(CONSOLE_ACTOR, wish);
    await expect(issue({ kind: 'display', name: 'Wall', station: 's9' })).rejects.toThrow(
      'there is no station "s9"; there is s1, s2',
    );
    await expect(
      issue({ kind: 'ingest', name: 'Gateway', tagPrefixes: ['s1/u1/', 's7/'] }),
    ).rejects.toThrow('no tag begins with "s7/"');
    await expect(issue({ kind: 'display', name: ' ', station: 's1' })).rejects.toThrow('a name');
  });
});
