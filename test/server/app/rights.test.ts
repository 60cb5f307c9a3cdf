import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { may, type Holder } from '#server/access/permissions.ts';
import { ACCOUNT_ROLES } from '#shared/wire/access.ts';
import { lastingSolver } from '../planning/planning-house.ts';
import { deskApp, type DeskApp } from './desk-app.ts';
import { INGEST_TOKEN, next, signedIn, stationId, subscribed } from './running-app.ts';
import type { RunningApp, Screen } from './running-app.ts';
import { connected, refusal } from './screens.ts';

const NOW = Date.parse('2026-06-01T10:02:00+08:00');

const solver = lastingSolver();
let house: DeskApp;
beforeAll(async () => {
  house = await deskApp({ nowMs: NOW, solver, access: { open: 'shut' } });
});
afterAll(async () => {
  await house.stop();
  await solver.end();
});

/** Fewer than a socket's allowance. */
const ASKED_AT_ONCE = 15;

describe('every door and every request on a socket', () => {
  const holders: readonly Holder[] = [...ACCOUNT_ROLES, 'display', 'sender'];
  const shown = new Map<
    Holder,
    { headers: Record<string, string>; screen: Parameters<RunningApp['screen']>[0] }
  >();

  beforeAll(async () => {
    for (const role of ACCOUNT_ROLES) {
      const { cookie } = await signedIn(house.app, [role]);
      shown.set(role, { headers: { cookie }, screen: { cookie } });
    }
    const wish = { kind: 'display', name: 'Wall', station: stationId } as const;
    const { secret } = await house.app.access.tokens.issue(CONSOLE_ACTOR, wish);
    shown.set('display', {
      headers: { authorization: `Bearer ${secret}` },
      screen: { token: secret },
    });
    const authorization = `Bearer ${INGEST_TOKEN}`;
    shown.set('sender', { headers: { authorization }, screen: { token: INGEST_TOKEN } });
  });

  it.each(holders)('asks the table of %s', async (holder) => {
    const { headers } = shown.get(holder)!;
    // Signing out would end the session that the other doors are asked with.
    const doors = house.app.app.doors.filter(({ path }) => path !== '/api/v1/session/end');
    for (const { method, path, action } of doors) {
      const response = await fetch(house.app.address + path, { method, headers });
      const { status } = response;
      await response.body?.cancel();
      const isLetIn = action === null || may({ roles: [holder] }, action);
      if (isLetIn) expect([path, [401, 403].includes(status)]).toEqual([path, false]);
      else expect([path, status]).toEqual([path, 403]);
    }
  });

  it.each(holders.filter((holder) => holder !== 'sender'))(
    'asks it of %s on its socket',
    async (holder) => {
      const come = (): Promise<Screen> => connected(house.app.screen(shown.get(holder)!.screen));
      let screen = await come();
      for (const [i, { event, action }] of house.app.app.requests.entries()) {
        // A socket may not ask everything at once.
        if (i % ASKED_AT_ONCE === ASKED_AT_ONCE - 1) {
          screen.disconnect();
          screen = await come();
        }
        const answer = (await screen.emitWithAck(event, {})) as {
          ok: boolean;
          error?: { code: string };
        };
        const isRefused = answer.error?.code === 'not-allowed';
        expect([event, isRefused]).toEqual([event, !may({ roles: [holder] }, action)]);
      }
      screen.disconnect();
    },
  );

  it('has an action of the table, or is for everybody by name', () => {
    const open = house.app.app.doors
      .filter(({ action }) => action === null)
      .map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'get /api/v1/session',
      'post /api/v1/session',
      'post /api/v1/session/end',
      'post /api/v1/setup/look',
      'post /api/v1/setup',
    ]);
  });

  it("does not let a source's token look", async () => {
    expect(await refusal(house.app.screen({ token: INGEST_TOKEN }))).toMatchObject({
      data: { code: 'sign-in' },
    });
  });
});

describe('news of the desk', () => {
  it('go to those who may read them, and to no wall', async () => {
    const wish = { kind: 'display', name: 'News', station: stationId } as const;
    const { secret } = await house.app.access.tokens.issue(CONSOLE_ACTOR, wish);
    const wall = await connected(house.app.screen({ token: secret }));
    await subscribed(wall, null);
    const heard: string[] = [];
    wall.onAny((event: string) => heard.push(event));
    const seat = await house.seat('dispatcher');
    const told = new Promise((resolve) => seat.screen.once('plan.offered', resolve));
    const changed = new Promise((resolve) => wall.once('plan.changed', resolve));
    await house.offer();
    await Promise.all([told, changed]);
    expect(heard).not.toContain('plan.offered');
  });

  it('do not tell a wall who decided, and why', async () => {
    const wish = { kind: 'display', name: 'Names', station: stationId } as const;
    const { secret } = await house.app.access.tokens.issue(CONSOLE_ACTOR, wish);
    const seat = await house.seat('dispatcher');
    const { id, revision } = await house.offer();
    const wall = await connected(house.app.screen({ token: secret }));
    await subscribed(wall, null);
    const heard = Promise.all([next(wall, 'plan.changed'), next(seat.screen, 'plan.changed')]);
    await seat.done('reject-plan', { id, revision, reason: 'gate work' });
    const second = await house.offer();
    await seat.done('accept-plan', { id: second.id, revision: second.revision });
    const late = await connected(house.app.screen({ token: secret }));
    const { plan } = await subscribed(late, null);
    const everything = JSON.stringify([(await heard)[0], plan]);
    for (const word of [seat.name, seat.id, 'gate work']) expect(everything).not.toContain(word);
    // The desk is told it all, by the same event.
    expect(house.house.planning.view(stationId).decided?.moves.at(-1)?.by.id).toBe(seat.id);
    expect(plan.decided?.moves.map(({ step }) => step)).toEqual(['offer', 'accept']);
  });
});
