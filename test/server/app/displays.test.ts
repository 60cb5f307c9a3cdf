import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USUAL_DISPLAY, type DisplayLine, type DisplaySettings } from '#shared/wire/display.ts';
import { openAccess } from '#server/access/access.ts';
import { CONSOLE_ACTOR } from '#server/access/actor.ts';
import { createLog } from '#server/log.ts';
import {
  next,
  type RunningApp,
  signedIn,
  startApp,
  stationId,
  type Screen,
} from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp({ access: { open: 'shut' } });
});
afterAll(() => server.stop());

const settings: DisplaySettings = { ...USUAL_DISPLAY, language: 'en', distanceM: 4 };

/** A new token of a screen. */
async function issued(name: string): Promise<{ id: string; secret: string }> {
  const wish = { kind: 'display', name, station: stationId } as const;
  const { token, secret } = await server.access.tokens.issue(CONSOLE_ACTOR, wish);
  return { id: token.id, secret };
}

/** A browser with a key of its own that shows a token. */
function browserWith(token: string, screen: string): Screen {
  const socket: Screen = io(server.address, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { token, screen },
  });
  return socket;
}

const refusal = (screen: Screen): Promise<string> =>
  new Promise((resolve) => screen.once('connect_error', (error) => resolve(error.message)));

async function post(path: string, body: object, cookie: string): Promise<Response> {
  return server.post(path, JSON.stringify(body), {
    'content-type': 'application/json',
    authorization: '',
    cookie,
  });
}

describe("a screen's token", () => {
  it('belongs to the browser that shows it first, on the socket and over HTTP, until it is released', async () => {
    const { id, secret } = await issued('Hall');
    const first = browserWith(secret, 'key-one');
    await next(first, 'hello');
    const second = browserWith(secret, 'key-two');
    expect(await refusal(second)).toContain('belongs to another screen');
    const history = `/api/v1/history?tag=${stationId}/forebay/level&from=0&to=900000&step=15m`;
    const ask = async (screen: string): Promise<number> =>
      (await server.get(history, { authorization: `Bearer ${secret}`, 'x-forebay-screen': screen }))
        .status;
    expect(await ask('key-one')).toBe(200);
    expect(await ask('key-two')).toBe(401);

    const { cookie } = await signedIn(server, ['engineer']);
    const released = (await (
      await post('/api/v1/displays/release', { id }, cookie)
    ).json()) as DisplayLine;
    expect(released.boundAt).toBeNull();
    const taking = browserWith(secret, 'key-two');
    await next(taking, 'hello');
    // The one before is cut: the token has gone over to the other.
    await expect.poll(() => first.connected).toBe(false);
    taking.disconnect();
  });

  it('never ends by time: it is good as long as nobody revokes it, whatever the clock says', async () => {
    const { secret } = await issued('Gallery');
    const years = Date.now() + 5 * 365 * 86_400_000;
    const access = await openAccess({
      stores: server.store,
      settings: { ingest: [], viewToken: null, open: 'shut' },
      stations: [stationId],
      tags: [],
      log: createLog('silent'),
      now: () => years,
    });
    const credentials = { token: secret, screen: null, session: null, from: 'wall', isHere: false };
    expect(access.judge('station.look', credentials).allowed).toBe(true);
  });
});

describe('settings of a screen', () => {
  it('are kept by the token, told in the greeting, and at once when they change', async () => {
    const { id, secret } = await issued('Control room');
    const screen = browserWith(secret, 'key-three');
    expect((await next(screen, 'hello')).display).toBeNull();
    const { cookie } = await signedIn(server, ['engineer']);
    const told = next(screen, 'display.changed');
    const kept = await post('/api/v1/displays', { id, revision: 0, settings }, cookie);
    expect(await kept.json()).toMatchObject({ id, revision: 1, settings });
    expect(await told).toEqual(settings);
    screen.disconnect();
    const again = browserWith(secret, 'key-three');
    expect((await next(again, 'hello')).display).toEqual(settings);
    again.disconnect();
  });

  it('that somebody else has changed meanwhile are not written over', async () => {
    const { id } = await issued('Lobby');
    const { cookie } = await signedIn(server, ['engineer']);
    const keep = (distanceM: number) =>
      post('/api/v1/displays', { id, revision: 0, settings: { ...settings, distanceM } }, cookie);
    expect((await keep(5)).status).toBe(200);
    expect((await keep(6)).status).toBe(409);
    const lines = (await (await server.get('/api/v1/displays', { cookie })).json()) as {
      displays: DisplayLine[];
    };
    expect(lines.displays.find((line) => line.id === id)?.settings?.distanceM).toBe(5);
  });

  it('are refused beyond their range, and to who may not change settings', async () => {
    const { id } = await issued('Store room');
    const { cookie } = await signedIn(server, ['engineer']);
    const far = { ...settings, distanceM: 1000 };
    const refused = await post('/api/v1/displays', { id, revision: 0, settings: far }, cookie);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('distanceM');
    const dispatcher = await signedIn(server, ['dispatcher']);
    const denied = await post('/api/v1/displays', { id, revision: 0, settings }, dispatcher.cookie);
    expect(denied.status).toBe(403);
  });
});
