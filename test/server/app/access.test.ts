import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { TRIES_HERE } from '#server/access/lockout.ts';
import { REQUEST_LIMITS } from '#server/web/limits.ts';
import { signedIn, startApp, type RunningApp } from './running-app.ts';
import { connected, gone, refusal } from './screens.ts';

const PASSWORD = 'seven grey herons wait';

/** So wide that no test of rights ends at a limit; the limits have tests of their own. */
const WIDE = { ...REQUEST_LIMITS, denied: 10_000, entrance: 10_000, deed: 10_000 };

let server: RunningApp;
beforeAll(async () => {
  server = await startApp({ access: { open: 'first-account' }, limits: WIDE });
});
afterAll(() => server.stop());

const send = (path: string, body: unknown, headers: Record<string, string> = {}, to = server) =>
  fetch(to.address + path, { method: 'POST', body: JSON.stringify(body), headers });

const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe('before there is an account', () => {
  let fresh: RunningApp;
  beforeAll(async () => {
    fresh = await startApp({ access: { open: 'first-account' }, limits: WIDE });
  });
  afterAll(() => fresh.stop());

  it('whoever is at this machine may look; through a proxy or by another name nobody may', async () => {
    expect((await fresh.get('/api/v1/latest')).status).toBe(200);
    expect((await fresh.get('/api/v1/accounts')).status).toBe(401);
    for (const headers of [{ 'x-forwarded-for': '192.0.2.7' }, { via: '1.1 proxy' }])
      expect((await fresh.get('/api/v1/latest', headers)).status).toBe(401);
    // fetch sets Host itself: a page whose name was bent to this machine says its own.
    const { hostname, port } = new URL(fresh.address);
    const bent = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: `evil.example:${port}` };
      httpRequest({ hostname, port, path: '/api/v1/latest', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(bent).toBe(401);
  });

  it('the link of the first start makes it, and from then on the doors and sockets are shut', async () => {
    const screen = await connected(fresh.screen());
    const cut = gone(screen);
    const secret = fresh.access.passwords.firstLink();
    const look = await send('/api/v1/setup/look', { secret }, {}, fresh);
    expect(await look.json()).toEqual({ kind: 'first', name: '', label: '' });
    const wish = { secret, password: PASSWORD, name: 'chief', label: '站长' };
    const made = await send('/api/v1/setup', wish, {}, fresh);
    expect(await made.json()).toMatchObject({
      identity: { kind: 'account', name: '站长', roles: ['administrator'] },
      account: { name: 'chief', label: '站长' },
      hasAccounts: true,
    });
    expect(await cut).toBe('io server disconnect');
    expect((await fresh.get('/api/v1/latest')).status).toBe(401);
    expect(await refusal(fresh.screen())).toMatchObject({ data: { code: 'sign-in' } });
    const cookie = made.headers.getSetCookie()[0]!.split(';')[0]!;
    expect((await fresh.get('/api/v1/accounts', { cookie })).status).toBe(200);
    expect((await send('/api/v1/setup', wish, {}, fresh)).status).toBe(410);
  });
});

describe('signing in', () => {
  const account = async (name: string): Promise<void> => {
    const wanted = { name, label: name, roles: ['dispatcher'] } as const;
    const { secret } = await server.access.accounts.add(CONSOLE_ACTOR, wanted);
    await send('/api/v1/setup', { secret, password: PASSWORD });
  };

  it('sets a cookie that no script reads and no other site sends, secure where there is TLS', async () => {
    await account('li');
    const plain = await send('/api/v1/session', { name: 'li', password: PASSWORD });
    expect(plain.headers.getSetCookie()[0]).toMatch(
      /^forebay-session-\d+=[\w-]{43}; Max-Age=50400; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const tls = { 'x-forwarded-proto': 'https' };
    const secure = await send('/api/v1/session', { name: 'li', password: PASSWORD }, tls);
    expect(secure.headers.getSetCookie()[0]).toContain('; Secure');
  });

  it('is over with signing out, for the socket too', async () => {
    await account('wang');
    const response = await send('/api/v1/session', { name: 'wang', password: PASSWORD });
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    const screen = await connected(server.screen({ cookie }));
    const cut = gone(screen);
    const out = await send('/api/v1/session/end', {}, { cookie });
    expect(await out.json()).toMatchObject({ identity: { kind: 'nobody', actions: [] } });
    expect(out.headers.getSetCookie()[0]).toMatch(/^forebay-session-\d+=;/);
    expect(await cut).toBe('io server disconnect');
    expect((await server.get('/api/v1/latest', { cookie })).status).toBe(401);
  });

  it('is locked after too many failures, and says for how long', async () => {
    await account('zhao');
    for (let i = 1; i < TRIES_HERE; i += 1)
      expect((await send('/api/v1/session', { name: 'zhao', password: 'wrong' })).status).toBe(401);
    const locked = await send('/api/v1/session', { name: 'zhao', password: 'wrong' });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    const right = await send('/api/v1/session', { name: 'zhao', password: PASSWORD });
    expect([right.status, await codeOf(right)]).toEqual([429, 'locked']);
  });

  it('is refused to a page of another address, as is every deed', async () => {
    const origin = { origin: 'http://evil.example' };
    const { cookie } = await signedIn(server, ['administrator']);
    for (const path of ['/api/v1/session', '/api/v1/accounts', '/api/v1/session/end']) {
      const response = await send(path, {}, { ...origin, cookie });
      expect([response.status, await codeOf(response)]).toEqual([403, 'foreign-origin']);
    }
    const own = await send(
      '/api/v1/tokens/revoke',
      { id: 'none' },
      { origin: server.address, cookie },
    );
    expect([own.status, await codeOf(own)]).toEqual([404, 'no-such']);
  });

  it('and links are tried twenty times a minute from one address, no more', async () => {
    const strict = await startApp({ beside: server, limits: { ...WIDE, entrance: 2 } });
    const guess = () => send('/api/v1/setup/look', { secret: 'x' }, {}, strict);
    expect([(await guess()).status, (await guess()).status]).toEqual([410, 410]);
    const third = await guess();
    expect([third.status, await codeOf(third)]).toEqual([429, 'too-many']);
    // Who comes through a proxy on this machine is another caller.
    const other = await send(
      '/api/v1/setup/look',
      { secret: 'x' },
      { 'x-forwarded-for': '192.0.2.7' },
      strict,
    );
    expect(other.status).toBe(410);
    await strict.stop();
  });

  it.each([
    ['{', 'unreadable-body'],
    ['{"name":"li"}', 'bad-body'],
    ['{"name":"li","password":"x","more":1}', 'bad-body'],
  ])('with the body %s is refused with what is wrong', async (body, code) => {
    const response = await fetch(`${server.address}/api/v1/session`, { method: 'POST', body });
    expect([response.status, await codeOf(response)]).toEqual([400, code]);
  });

  it('with a body of megabytes is refused unread', async () => {
    const response = await send('/api/v1/session', { name: 'li', password: 'x'.repeat(300_000) });
    expect(response.status).toBe(413);
    expect(((await response.json()) as { error: { message: string } }).error.message).toBe(
      'the body is larger than 256 kB',
    );
  });
});

describe('the audit over HTTP', () => {
  it('is read by those it is for, newest first, and verified', async () => {
    const { cookie } = await signedIn(server, ['auditor']);
    const { entries } = (await (
      await server.get('/api/v1/audit?limit=2&action=accounts', { cookie })
    ).json()) as {
      entries: { number: number; action: string; hash?: string }[];
    };
    expect(entries).toHaveLength(2);
    expect(entries[0]!.number).toBeGreaterThan(entries[1]!.number);
    expect(entries.every(({ action }) => action.startsWith('accounts'))).toBe(true);
    const verdict = await (await server.get('/api/v1/audit/verify', { cookie })).json();
    expect(verdict).toMatchObject({ sound: true });
  });

  it('holds no secret: neither password nor token nor hash of one', async () => {
    const all = JSON.stringify(await server.store.audit.following(0, 10_000));
    expect(all).not.toContain('argon2');
    expect(all).not.toContain(PASSWORD);
    for (const token of await server.store.tokens.all()) expect(all).not.toContain(token.digest);
  });
});
