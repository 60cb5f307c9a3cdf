import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { digestOf } from '#server/access/secret.ts';
import { openAccessStores } from '#server/store/sqlite/open-access-stores.ts';
import { REQUEST_LIMITS } from '#server/web/limits.ts';
import type { Action, Identity } from '#shared/wire/access.ts';
import {
  ask,
  LEVEL,
  MID_LEVEL_M,
  next,
  signedIn,
  startApp,
  stationId,
  subscribed,
  UNIT_MW,
  type RunningApp,
} from './running-app.ts';
import { connected, gone, refusal } from './screens.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp({ access: { open: 'shut' } });
});
afterAll(() => server.stop());

const sendReadings = (readings: unknown, token: string) =>
  server.post('/api/v1/readings', JSON.stringify(readings), { authorization: `Bearer ${token}` });

describe('a right that is taken away', () => {
  const change = (id: string, wanted: object) =>
    server.access.accounts.change(CONSOLE_ACTOR, id, wanted);

  it('is gone for the next request of an open socket, which is told', async () => {
    const { cookie, account } = await signedIn(server, ['dispatcher', 'viewer']);
    const screen = server.screen({ cookie });
    const { identity } = await next(screen, 'hello');
    expect(identity.actions).toContain('plan.accept' satisfies Action);
    const told = next(screen, 'access.changed');
    await change(account.id, { roles: ['viewer'] });
    const now: Identity = await told;
    expect(now).toMatchObject({ kind: 'account', roles: ['viewer'] });
    expect(now.actions).not.toContain('plan.accept' satisfies Action);
    expect((await ask(screen, null)).ok).toBe(true);
  });

  it('cuts the open socket of an account that is disabled', async () => {
    const { cookie, account } = await signedIn(server, ['dispatcher']);
    const screen = await connected(server.screen({ cookie }));
    const cut = gone(screen);
    await change(account.id, { disabled: true });
    expect(await cut).toBe('io server disconnect');
    expect(await refusal(server.screen({ cookie }))).toMatchObject({ data: { code: 'sign-in' } });
  });

  it('by another process too', async () => {
    const { cookie, account } = await signedIn(server, ['dispatcher']);
    const screen = await connected(server.screen({ cookie }));
    const cut = gone(screen);
    const console = await openAccessStores(server.folder);
    const kept = (await console.accounts.all()).find(({ id }) => id === account.id)!;
    const entry = {
      at: Date.now(),
      actorKind: 'console',
      actorId: 'console',
      actorName: 'command line',
      from: 'console',
      action: 'accounts.change',
      subject: kept.name,
      before: null,
      after: null,
    };
    await console.accounts.change({ ...kept, disabled: true }, entry);
    console.close();
    expect(await cut).toBe('io server disconnect');
  });

  it("cuts a display's screen when its token is revoked", async () => {
    const wish = { kind: 'display', name: 'Hall', station: stationId } as const;
    const { token, secret } = await server.access.tokens.issue(CONSOLE_ACTOR, wish);
    const screen = await connected(server.screen({ token: secret }));
    await subscribed(screen, null);
    const cut = gone(screen);
    await server.access.tokens.revoke(CONSOLE_ACTOR, token.id);
    expect(await cut).toBe('io server disconnect');
    expect(await refusal(server.screen({ token: secret }))).toMatchObject({
      data: { code: 'wrong-token' },
    });
  });
});

describe('a display', () => {
  it('of another station sees nothing of this one', async () => {
    const secret = 'token-of-another-station';
    await server.store.tokens.add(
      {
        id: 'other',
        kind: 'display',
        name: 'Other',
        digest: digestOf(secret),
        station: 's2',
        tagPrefixes: [],
        madeAt: 0,
        madeBy: 'test',
        revokedAt: null,
      },
      {
        at: 0,
        actorKind: 'console',
        actorId: 'console',
        actorName: 'test',
        from: 'console',
        action: 'tokens.issue',
        subject: 'Other',
        before: null,
        after: null,
      },
    );
    await server.access.directory.refresh();
    const screen = server.screen({ token: secret });
    expect((await next(screen, 'hello')).stations).toEqual([]);
    const refused = { ok: false, error: { code: 'not-allowed' } };
    expect(await ask(screen, null)).toMatchObject(refused);
    const past = { tag: LEVEL, from: 0, to: 60_000, step: '1m' } as const;
    expect(await screen.emitWithAck('read-history', past)).toMatchObject(refused);
    const headers = { authorization: `Bearer ${secret}` };
    const history = await server.get(`/api/v1/history?tag=${LEVEL}&from=0&to=60000`, headers);
    expect(history.status).toBe(403);
  });

  it('draws the curves of its own', async () => {
    const wish = { kind: 'display', name: 'Own', station: stationId } as const;
    const { secret } = await server.access.tokens.issue(CONSOLE_ACTOR, wish);
    const headers = { authorization: `Bearer ${secret}` };
    const path = `/api/v1/history?tag=${LEVEL}&from=0&to=60000&step=15m`;
    expect((await server.get(path, headers)).status).toBe(200);
    expect((await server.get('/api/v1/latest', headers)).status).toBe(403);
  });
});

describe("a source's token", () => {
  it('writes its own tags under its own name, and is of no use once revoked', async () => {
    const wish = { kind: 'ingest', name: 'Gateway 1', tagPrefixes: [LEVEL] } as const;
    const { token, secret } = await server.access.tokens.issue(CONSOLE_ACTOR, wish);
    const at = Date.now();
    const both = [LEVEL, UNIT_MW].map((tag) => ({ tag, at, value: MID_LEVEL_M }));
    const answer = await sendReadings(both, secret);
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      refused: [{ index: 1, code: 'not-your-tag' }],
    });
    expect(server.readings.live.value(LEVEL)?.source).toBe('Gateway 1');
    const foreign = await sendReadings(both.slice(1), secret);
    expect(foreign.status).toBe(403);
    await server.access.tokens.revoke(CONSOLE_ACTOR, token.id);
    expect((await sendReadings(both, secret)).status).toBe(401);
  });
});

describe('handshakes', () => {
  it('are counted by address: beyond the limit nobody of it gets a socket', async () => {
    const strict = await startApp({
      beside: server,
      access: { open: 'look' },
      limits: { ...REQUEST_LIMITS, handshake: 2 },
    });
    await connected(strict.screen());
    await connected(strict.screen());
    await expect(connected(strict.screen())).rejects.toThrow();
    await strict.stop();
  });

  it('with a wrong token are counted, so that nobody guesses at full speed', async () => {
    const strict = await startApp({
      beside: server,
      access: { open: 'shut' },
      limits: { ...REQUEST_LIMITS, denied: 2 },
    });
    for (let i = 0; i < 2; i += 1)
      expect(await refusal(strict.screen({ token: `guess-${i}` }))).toMatchObject({
        data: { code: 'wrong-token' },
      });
    expect(await refusal(strict.screen({ token: 'guess-3' }))).toMatchObject({
      data: { code: 'too-many' },
    });
    // Who has a right comes in all the same.
    const { cookie } = await signedIn(strict, ['viewer']);
    await connected(strict.screen({ cookie }));
    await strict.stop();
  });
});
