import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ImageDelta } from '#shared/wire/image.ts';
import { PROTOCOL_VERSION } from '#shared/wire/protocol.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import type { Clock } from '#server/clock.ts';
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
  type RunningOptions,
  type Screen,
} from './running-app.ts';

/** What the server's own beats hang on; sockets, files and threads go on as ever. */
const BEATS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
] as const;

/** A server that makes an image when a test says so, and not when a second of this machine is over. */
async function startStill(options: RunningOptions = {}): Promise<RunningApp> {
  vi.useFakeTimers({ toFake: [...BEATS] });
  try {
    return await startApp(options);
  } finally {
    vi.useRealTimers();
  }
}

let server: RunningApp;
beforeAll(async () => {
  server = await startStill();
});
afterAll(() => server.stop());

const indexOf = (path: string): number => tags.findIndex((tag) => tag.tag === path);

/** Instants of readings, each later than the one before: a second of an hour that is over. */
let lastAt = Date.now() - 3_600_000;
const later = (): number => (lastAt += 1000);
const levelNow = (value: number) => server.readings.accept([reading(LEVEL, later(), value)]);

/** Makes the next image. */
const cycle = (): void => server.readings.images.cycle();

/** Waits until a screen has heard all that was sent to it before. */
const settled = (screen: Screen) => screen.emitWithAck('unsubscribe', { station: 'none' });

async function greeted(screen: Screen): Promise<Screen> {
  await next(screen, 'hello');
  return screen;
}

const valueIn = (delta: Pick<ImageDelta, 'changes'>, path: string) =>
  delta.changes.find(([index]) => index === indexOf(path))?.[1];

describe('a screen', () => {
  it('is greeted with the protocol, the clock and the stations', async () => {
    const before = Date.now();
    const hello = await next(server.screen(), 'hello');
    expect(hello).toMatchObject({ protocol: PROTOCOL_VERSION, build: 'test', mode: 'serve' });
    expect(hello.stations).toEqual(exampleSystem.stations.map(({ id, name }) => ({ id, name })));
    expect(hello.clock.at).toBeGreaterThanOrEqual(before);
    expect(hello.clock.at).toBeLessThanOrEqual(Date.now());
  });

  it('gets a snapshot first, then what changed, with the cursors in a row', async () => {
    const screen = await greeted(server.screen());
    await levelNow(MID_LEVEL_M);
    cycle();
    const { snapshot, deltas } = await subscribed(screen, null);
    expect(deltas).toEqual([]);
    expect(snapshot?.values.find(([index]) => index === indexOf(LEVEL))?.[1]).toBe(MID_LEVEL_M);
    const heard: ImageDelta[] = [];
    screen.on('image.ticked', (delta) => heard.push(delta));
    for (const step of [1, 2, 2]) {
      await levelNow(MID_LEVEL_M + step / 100);
      cycle();
    }
    await settled(screen);
    expect(heard.map((delta) => valueIn(delta, LEVEL))).toEqual(
      [1, 2, 2].map((step) => MID_LEVEL_M + step / 100),
    );
    const numberOf = (cursor: string) => Number(cursor.split('.')[1]);
    const first = numberOf(snapshot!.cursor);
    expect(heard.map((delta) => numberOf(delta.cursor) - first)).toEqual([1, 2, 3]);
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

  it('hears of a unit that starts at once, not with the next image', async () => {
    const screen = await greeted(server.screen());
    await subscribed(screen, null);
    await server.readings.accept([reading(UNIT_ON, later(), 0)]);
    const heard = next(screen, 'unit.changed');
    await server.readings.accept([reading(UNIT_ON, later(), 1)]);
    // There is no next image until this test makes it.
    expect(await heard).toMatchObject({ station: stationId, on: true });
  });

  it('hears of spill at once, and finds the alarm when it comes later', async () => {
    const screen = await greeted(server.screen());
    await subscribed(screen, null);
    const heard = next(screen, 'alarm.changed');
    await server.readings.accept([reading(`${stationId}/spill/flow`, later(), 50)]);
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
    await settled(screen);
    expect(images).toBe(0);
  });
});

describe('the beats of the server', () => {
  it('are an image every second and a heartbeat every two, with the clock and the newest cursor', async () => {
    vi.useFakeTimers({ toFake: [...BEATS] });
    const starting = startApp();
    onTestFinished(async () => {
      vi.useRealTimers();
      await (await starting).stop();
    });
    const app = await starting;
    const screen = await greeted(app.screen());
    await subscribed(screen, null);
    const heard: string[] = [];
    screen.on('image.ticked', ({ cursor }) => heard.push(`image ${cursor}`));
    screen.on('heartbeat', ({ cursor, clock, tickAgeMs }) => {
      expect(tickAgeMs).toBeLessThanOrEqual(1000);
      expect(clock.rate).toBe(1);
      heard.push(`beat ${cursor}`);
    });
    const before = app.readings.images.cursor();
    for (let second = 1; second <= 4; second += 1) {
      vi.advanceTimersByTime(1000);
      await settled(screen);
    }
    const cursor = (n: number): string => before.replace(/0$/, String(n));
    expect(heard).toEqual([
      `image ${cursor(1)}`,
      // At the full second the heart comes before the image.
      `beat ${cursor(1)}`,
      `image ${cursor(2)}`,
      `image ${cursor(3)}`,
      `beat ${cursor(3)}`,
      `image ${cursor(4)}`,
    ]);
  });
});

describe('a cascade', () => {
  it('shows a screen one station at a time: to subscribe to another is to leave the first', async () => {
    const [upper] = exampleSystem.stations;
    const system = { ...exampleSystem, stations: [upper!, { ...upper!, id: 's2' }] };
    const app = await startStill({ system });
    const screen = app.screen();
    await next(screen, 'hello');
    for (const station of ['s1', 's2']) {
      const answer = await screen.emitWithAck('subscribe', { station, cursor: null });
      expect(answer).toMatchObject({ ok: true, value: { station: { id: station } } });
    }
    const images: ImageDelta[] = [];
    screen.on('image.ticked', (image) => images.push(image));
    await app.readings.accept([reading('s2/forebay/level', later(), MID_LEVEL_M)]);
    app.readings.images.cycle();
    await settled(screen);
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
    const guarded = await startApp({
      beside: server,
      access: { ingest: [], viewToken: 'look-here' },
    });
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

  it('ask more than 20 times in a burst, and 5 times a second from then on', async () => {
    const screen = await greeted(server.screen());
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(screen, null)));
    const passed = answers.filter((answer) => answer.ok).length;
    const refused = answers.filter((answer) => !answer.ok && answer.error.code === 'too-many');
    expect(answers.slice(0, 20).every((answer) => answer.ok)).toBe(true);
    // While the burst is answered the allowance fills again, 5 for each second that it takes.
    expect(passed).toBeLessThanOrEqual(20 + 5 * ((performance.now() - begun) / 1000));
    expect(passed + refused.length).toBe(60);
  });
});

describe('a restart of the server', () => {
  /** The day's energy in the newest image, MWh. */
  const energyToday = (app: RunningApp) =>
    valueIn(
      { changes: app.readings.images.snapshot(stationId).values },
      `${stationId}/station/energy-today`,
    );

  it('gives a snapshot to an old cursor, and has every acknowledged reading and the energy of the day', async () => {
    // 10:30:59.999 in Shanghai, and a last reading at the very end of its minute: there the mean of
    // a minute, taken to stand in its middle, lies farthest from the reading.
    const now = Date.UTC(2026, 5, 1, 2, 30, 59, 999);
    const clock: Clock = { now: () => now, rate: 1 };
    const first = await startApp({ clock });
    // Half an hour at 20 MW from one unit: 10 MWh.
    const half = Array.from({ length: 31 }, (_, i) =>
      reading(UNIT_MW, now - (30 - i) * 60_000, 20),
    );
    await first.readings.accept(half);
    first.readings.images.cycle();
    const cursor = first.readings.images.cursor();
    const energyBefore = energyToday(first);
    await first.stop({ keepFolder: true });

    const second = await startApp({ folder: first.folder, clock });
    second.readings.images.cycle();
    const answer = await subscribed(await greeted(second.screen()), cursor);
    expect(answer.deltas).toEqual([]);
    expect(valueIn({ changes: answer.snapshot!.values }, UNIT_MW)).toBe(20);
    expect([energyBefore, energyToday(second)]).toEqual([10, 10]);
    await second.stop();
  });

  it('does not wait for a body that never comes', async () => {
    const stopping = await startApp({ beside: server, lastAnswersMs: 100 });
    const { hostname, port } = new URL(stopping.address);
    const tcp = connect(Number(port), hostname);
    tcp.on('error', () => undefined);
    tcp.write(
      `POST /api/v1/readings HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${INGEST_TOKEN}\r\n` +
        'Content-Length: 100\r\n\r\n[',
    );
    await once(stopping.app.server, 'request');
    // Where it waited, so would this test.
    await stopping.stop();
  });

  it('that stops finishes what is under way: a batch on its way in is acknowledged and kept', async () => {
    const stopping = await startApp();
    const at = Date.now() - 60_000;
    const batch = Array.from({ length: 5000 }, (_, i) => reading(LEVEL, at + i, MID_LEVEL_M));
    const answer = stopping.post('/api/v1/readings', JSON.stringify(batch));
    await once(stopping.app.server, 'request');
    await stopping.stop({ keepFolder: true });
    expect((await (await answer).json()) as unknown).toMatchObject({ accepted: 5000 });
    const again = await startApp({ folder: stopping.folder });
    expect(await again.store.readings.raw(LEVEL, at, at + 5000, 10_000)).toHaveLength(5000);
    await again.stop();
  });
});
