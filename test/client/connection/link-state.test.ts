import { describe, expect, test } from 'vitest';
import { judgeLink, judgePicture } from '#client/connection/link-state.ts';
import { mustReload, RELOAD_PAUSE_MS, reloadDelayMs } from '#client/connection/reload.ts';
import { createDeadBeats, DEAD_BEATS } from '#client/connection/watchdog-beats.ts';
import { request, RequestError } from '#client/connection/request.ts';
import { serverNow } from '#client/connection/server-clock.ts';
import { type Hello, PROTOCOL_VERSION } from '#shared/wire/protocol.ts';

const hello = (protocol: number, build: string): Hello => ({
  protocol,
  build,
  mode: 'demo',
  clock: { at: 0, rate: 1 },
  system: { name: { zh: '', en: '' }, timeZone: 'UTC', currency: 'CNY' },
  stations: [],
  identity: { kind: 'open', name: 'open', roles: [], actions: [] },
  display: null,
});

describe('the link', () => {
  test('is connecting until the server is heard for the first time', () => {
    expect(judgeLink({ connected: false, lastHeardAt: null }, 60_000)).toBe('connecting');
  });

  test('counts as cut after two heartbeats (4 s) of silence though nobody closed it', () => {
    const facts = { connected: true, lastHeardAt: 1000 };
    expect(judgeLink(facts, 5000)).toBe('live');
    expect(judgeLink(facts, 5001)).toBe('cut');
  });

  test('is cut at once when the socket closes', () => {
    expect(judgeLink({ connected: false, lastHeardAt: 1000 }, 1001)).toBe('cut');
  });
});

describe('the picture', () => {
  test('moves while an image comes every second', () => {
    expect(judgePicture({ imageAt: 1000, tickAt: 1000 }, 5000)).toBeNull();
  });

  test('stands after 4 s without an image, though the line holds', () => {
    const facts = { imageAt: 1000, tickAt: 5000 };
    expect(judgePicture(facts, 5001)).toEqual({ since: 1000, why: 'images' });
  });

  test("stands by the server's own fault where its heartbeat says that it finished no cycle", () => {
    const facts = { imageAt: 900, tickAt: 1000 };
    expect(judgePicture(facts, 5001)).toEqual({ since: 1000, why: 'server' });
  });

  test('is not there before the first image', () => {
    expect(judgePicture({ imageAt: null, tickAt: null }, 60_000)).toBeNull();
  });
});

describe('the watchdog', () => {
  const beats = (dog: ReturnType<typeof createDeadBeats>, count: number): boolean[] =>
    Array.from({ length: count }, () => dog.beat());

  test('calls a page dead after fifteen beats without a turn of its loop', () => {
    const dog = createDeadBeats();
    expect(beats(dog, DEAD_BEATS)).not.toContain(true);
    expect(dog.beat()).toBe(true);
  });

  test('lets a page live that turns in between, and one that nobody can see', () => {
    const dog = createDeadBeats();
    beats(dog, DEAD_BEATS);
    dog.heard({ kind: 'turned' });
    expect(beats(dog, DEAD_BEATS)).not.toContain(true);
    dog.heard({ kind: 'seen', isSeen: false });
    expect(beats(dog, 3 * DEAD_BEATS)).not.toContain(true);
  });
});

test("the server's clock runs at its own rate between two words of it", () => {
  // 2 s of real time at 600 times are 1,200,000 ms of the replay.
  const fix = { clock: { at: 10_000, rate: 600 }, heardAt: 500 };
  expect(serverNow(fix, 2500)).toBe(1_210_000);
});

describe('loading anew', () => {
  test('is due for another protocol, or for another build than the first that greeted', () => {
    expect(mustReload(hello(PROTOCOL_VERSION, 'a'), null)).toBe(false);
    expect(mustReload(hello(PROTOCOL_VERSION, 'a'), 'a')).toBe(false);
    expect(mustReload(hello(PROTOCOL_VERSION, 'b'), 'a')).toBe(true);
    expect(mustReload(hello(PROTOCOL_VERSION + 1, 'a'), null)).toBe(true);
  });

  test('is spread over screens, and pauses where it did not help a moment ago', () => {
    expect(reloadDelayMs(null, 0, 0.5)).toBe(5000);
    expect(reloadDelayMs(1000, 1000, 0)).toBe(RELOAD_PAUSE_MS);
  });
});

describe('a request', () => {
  test('answers with the value', async () => {
    await expect(request((done) => done({ ok: true, value: 7 }), 50)).resolves.toBe(7);
  });

  test("fails with the server's code and words", async () => {
    const error = { code: 'unknown-station', message: 'there is no station "x"' } as const;
    await expect(request((done) => done({ ok: false, error }), 50)).rejects.toMatchObject(error);
  });

  test('fails with `timeout` where no answer comes', async () => {
    const failure = request(() => undefined, 5);
    await expect(failure).rejects.toBeInstanceOf(RequestError);
    await expect(failure).rejects.toMatchObject({ code: 'timeout' });
  });
});
