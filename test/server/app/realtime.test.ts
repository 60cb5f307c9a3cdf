import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageDelta } from '#shared/wire/image.ts';
import { HEARTBEAT_MS, IMAGE_MS, PROTOCOL_VERSION } from '#shared/wire/protocol.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import {
  ask,
  INGEST_TOKEN,
  LEVEL,
  MID_LEVEL_M,
  next,
  reading,
  startApp,
  stationId,
  subscribed,
  tags,
  UNIT_MW,
  UNIT_ON,
  type RunningApp,
  type Screen,
} from './running-app.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.stop());

const indexOf = (path: string): number => tags.findIndex((tag) => tag.tag === path);
const levelNow = (value: number) => server.readings.accept([reading(LEVEL, Date.now(), value)]);

/** Makes an image now, between those of the server's own beat. */
const cycle = (): void => server.readings.images.cycle();

async function greeted(screen: Screen): Promise<Screen> {
  await next(screen, 'hello');
  return screen;
}

const valueIn = (delta: Pick<ImageDelta, 'changes'>, path: string) =>
  delta.changes.find(([index]) => index === indexOf(path))?.[1];

describe('a screen', () => {
  it('is greeted with the protocol, the clock and the stations', async () => {
    const hello = await next(server.screen(), 'hello');
    expect(hello).toMatchObject({ protocol: PROTOCOL_VERSION, build: 'test', mode: 'serve' });
    expect(hello.stations).toEqual(exampleSystem.stations.map(({ id, name }) => ({ id, name })));
    expect(Math.abs(hello.clock.at - Date.now())).toBeLessThan(5000);
  });

  it('gets a snapshot first, then each second what changed, with the cursors in a row', async () => {
    const screen = await greeted(server.screen());
    await levelNow(MID_LEVEL_M);
    cycle();
    const { snapshot, deltas } = await subscribed(screen, null);
    expect(deltas).toEqual([]);
    expect(snapshot?.values.find(([index]) => index === indexOf(LEVEL))?.[1]).toBe(MID_LEVEL_M);
    const heard: ImageDelta[] = [];
    screen.on('image.ticked', (delta) => heard.push(delta));
    await levelNow(MID_LEVEL_M + 0.01);
    // On a busy machine an image or two may go out before the reading is durable.
    await expect
      .poll(() => heard.map((delta) => valueIn(delta, LEVEL)), { timeout: 5000 })
      .toContain(MID_LEVEL_M + 0.01);
    const numberOf = (cursor: string) => Number(cursor.split('.')[1]);
    const first = numberOf(snapshot!.cursor) + 1;
    expect(heard.map((delta) => numberOf(delta.cursor))).toEqual(heard.map((_, i) => first + i));
  });

  it('that comes back with its cursor gets exactly the deltas it missed', async () => {
    const screen = await greeted(server.screen());
    const { snapshot } = await subscribed(screen, null);
    screen.disconnect();
    for (const step of [1, 2, 3]) {
      await levelNow(MID_LEVEL_M + step / 100);
      cycle();
    }
    const back = await subscribed(await greeted(server.screen()), snapshot!.cursor);
    expect(back.snapshot).toBeNull();
    const levels = back.deltas.map((delta) => valueIn(delta, LEVEL)).filter(Boolean);
    expect(levels).toEqual([1, 2, 3].map((step) => MID_LEVEL_M + step / 100));
  });

  it.each([
    ['too old', (cursor: string) => `${cursor.split('.')[0]}.0`, 301],
    ['from the future', (cursor: string) => `${cursor.split('.')[0]}.999999`, 0],
    ['of another run', () => 'other.1', 0],
    ['no cursor at all', () => 'x', 0],
  ])('whose cursor is %s gets a snapshot', async (_why, cursorOf, cycles) => {
    for (let i = 0; i < cycles; i++) cycle();
    const cursor = cursorOf(server.readings.images.cursor());
    const answer = await subscribed(await greeted(server.screen()), cursor);
    expect(answer.snapshot).not.toBeNull();
    expect(answer.deltas).toEqual([]);
  });

  it('hears the heart beat every 2 s, with the clock and the newest cursor', async () => {
    const screen = await greeted(server.screen());
    await next(screen, 'heartbeat');
    const begun = performance.now();
    const beat = await next(screen, 'heartbeat');
    expect(performance.now() - begun).toBeGreaterThan(HEARTBEAT_MS - 500);
    expect(performance.now() - begun).toBeLessThan(HEARTBEAT_MS + 1000);
    expect(beat.cursor).toMatch(/^[0-9a-f]+\.\d+$/);
  }, 10_000);

  it('hears of a unit that starts at once, not with the next image', async () => {
    const screen = await greeted(server.screen());
    await subscribed(screen, null);
    await server.readings.accept([reading(UNIT_ON, Date.now() - 1000, 0)]);
    const heard = next(screen, 'unit.changed');
    const begun = performance.now();
    await server.readings.accept([reading(UNIT_ON, Date.now(), 1)]);
    expect(await heard).toMatchObject({ station: stationId, on: true });
    expect(performance.now() - begun).toBeLessThan(IMAGE_MS / 2);
  });

  it('hears of spill at once, and finds the alarm when it comes later', async () => {
    const screen = await greeted(server.screen());
    await subscribed(screen, null);
    const heard = next(screen, 'alarm.changed');
    await server.readings.accept([reading(`${stationId}/spill/flow`, Date.now(), 50)]);
    expect(await heard).toMatchObject({ code: 'spill.running', active: true });
    const { alarms } = await subscribed(await greeted(server.screen()), null);
    expect(alarms.map((alarm) => alarm.code)).toContain('spill.running');
  });

  it('hears nothing of a station it has left', async () => {
    const screen = await greeted(server.screen());
    await subscribed(screen, null);
    const left = await screen.emitWithAck('unsubscribe', { station: stationId });
    expect(left).toEqual({ ok: true, value: null });
    let images = 0;
    screen.on('image.ticked', () => (images += 1));
    cycle();
    await screen.emitWithAck('unsubscribe', { station: stationId });
    expect(images).toBe(0);
  });
});

describe('a cascade', () => {
  it('shows a screen one station at a time: to subscribe to another is to leave the first', async () => {
    const [upper] = exampleSystem.stations;
    const system = { ...exampleSystem, stations: [upper!, { ...upper!, id: 's2' }] };
    const app = await startApp({ system });
    const screen = app.screen();
    await next(screen, 'hello');
    for (const station of ['s1', 's2']) {
      const answer = await screen.emitWithAck('subscribe', { station, cursor: null });
      expect(answer).toMatchObject({ ok: true, value: { station: { id: station } } });
    }
    const images: ImageDelta[] = [];
    screen.on('image.ticked', (image) => images.push(image));
    await app.readings.accept([reading('s2/forebay/level', Date.now(), MID_LEVEL_M)]);
    app.readings.images.cycle();
    await screen.emitWithAck('unsubscribe', { station: 's1' });
    // Of s1 nothing is known: its image would be an empty one.
    expect(images.map((image) => image.changes.length > 0)).toEqual([true]);
    await app.stop();
  });
});

describe('every image is of one cycle', () => {
  it('whatever comes in between: a station’s generation is the sum of its units in the same image', async () => {
    const mwTags = exampleSystem.stations[0]!.units.map((unit) => `${stationId}/${unit.id}/mw`);
    const start = Date.now() - 100_000;
    const seen: ImageDelta[] = [];
    const stop = server.readings.images.onDelta((_station, delta) => seen.push(delta));
    for (let step = 0; step < 100; step++) {
      const batches = mwTags.map((tag, u) =>
        server.readings.accept([reading(tag, start + step * 1000, 10 * (u + 1) + (step % 7))]),
      );
      await batches[step % batches.length];
      cycle();
      await Promise.all(batches);
    }
    stop();
    const image = new Map<string, number | null>();
    let compared = 0;
    for (const delta of seen) {
      for (const [index, value] of delta.changes) image.set(tags[index]!.tag, value);
      const units = mwTags.map((tag) => image.get(tag) ?? null);
      const generation = image.get(`${stationId}/station/generation`);
      if (generation == null || units.includes(null)) continue;
      compared += 1;
      expect(generation).toBeCloseTo(
        units.reduce<number>((sum, mw) => sum + mw!, 0),
        3,
      );
    }
    expect(compared).toBeGreaterThan(50);
  });
});

describe('what a socket may not do', () => {
  it('come from a page of another origin', async () => {
    const screen = server.screen({ origin: 'http://elsewhere.example' });
    await new Promise((resolve) => screen.once('connect_error', resolve));
    expect(screen.connected).toBe(false);
  });

  it('look without the token where one is set', async () => {
    const guarded = await startApp({ access: { ingest: [], viewToken: 'look-here' } });
    const stranger = guarded.screen();
    const error = await new Promise<Error>((resolve) => stranger.once('connect_error', resolve));
    expect(error.message).toContain('token');
    await next(guarded.screen({ token: 'look-here' }), 'hello');
    await guarded.stop();
  });

  it('ask for what is none, or in another shape', async () => {
    const screen = await greeted(server.screen());
    const wrong = (await screen.emitWithAck('subscribe', {
      station: 's9',
      cursor: null,
    })) as unknown;
    expect(wrong).toMatchObject({ ok: false, error: { code: 'unknown-station' } });
    const odd = (await screen.emitWithAck('subscribe', ['s1'] as never)) as unknown;
    expect(odd).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('ask more than 20 times in a burst', async () => {
    const screen = await greeted(server.screen());
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(screen, null)));
    const refused = answers.filter((answer) => !answer.ok && answer.error.code === 'too-many');
    expect(refused.length).toBeGreaterThanOrEqual(9);
    expect(answers.slice(0, 20).every((answer) => answer.ok)).toBe(true);
  });
});

describe('a restart of the server', () => {
  it('gives a snapshot to an old cursor, and has every acknowledged reading and the energy of the day', async () => {
    const first = await startApp();
    const at = Date.now() - 30 * 60_000;
    // Half an hour at 20 MW from one unit: 10 MWh; the last reading is fresh.
    const half = Array.from({ length: 31 }, (_, i) => reading(UNIT_MW, at + i * 60_000 - 1, 20));
    await first.readings.accept(half);
    const cursor = first.readings.images.cursor();
    await first.stop({ keepFolder: true });

    const second = await startApp({ folder: first.folder });
    second.readings.images.cycle();
    const answer = await subscribed(await greeted(second.screen()), cursor);
    const valueOf = (path: string) =>
      answer.snapshot?.values.find(([index]) => index === indexOf(path))?.[1];
    expect(valueOf(UNIT_MW)).toBe(20);
    const today = valueOf(`${stationId}/station/energy-today`) ?? 0;
    const yesterday = valueOf(`${stationId}/station/energy-yesterday`) ?? 0;
    // The minutes' means stand in the minutes' middles, so up to a minute at the ends is not seen twice.
    expect(today + yesterday).toBeGreaterThan(9.3);
    expect(today + yesterday).toBeLessThan(10.1);
    await second.stop();
  });

  it('does not wait for a body that never comes', async () => {
    const stopping = await startApp({ lastAnswersMs: 100 });
    const { hostname, port } = new URL(stopping.address);
    const tcp = connect(Number(port), hostname);
    tcp.on('error', () => undefined);
    tcp.write(
      `POST /api/v1/readings HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${INGEST_TOKEN}\r\n` +
        'Content-Length: 100\r\n\r\n[',
    );
    await once(tcp, 'connect');
    await stopping.get('/health/live');
    const begun = performance.now();
    await stopping.stop();
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  it('that stops finishes what is under way: a batch on its way in is acknowledged and kept', async () => {
    const stopping = await startApp();
    const at = Date.now() - 60_000;
    const batch = Array.from({ length: 5000 }, (_, i) => reading(LEVEL, at + i, MID_LEVEL_M));
    const answer = stopping.post('/api/v1/readings', JSON.stringify(batch));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stopping.stop({ keepFolder: true });
    expect((await (await answer).json()) as unknown).toMatchObject({ accepted: 5000 });
    const again = await startApp({ folder: stopping.folder });
    expect(await again.store.readings.raw(LEVEL, at, at + 5000, 10_000)).toHaveLength(5000);
    await again.stop();
  });
});
