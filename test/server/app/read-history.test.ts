import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { LEVEL, next, reading, startApp, stationId, type RunningApp } from './running-app.ts';

/** A full minute of the last hour. */
const MINUTE = Math.floor(Date.now() / MS_PER_MINUTE - 30) * MS_PER_MINUTE;

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
  // Two readings in the first minute, one in the third.
  await server.readings.accept([
    reading(LEVEL, MINUTE, 440),
    reading(LEVEL, MINUTE + 30_000, 441),
    reading(LEVEL, MINUTE + 2 * MS_PER_MINUTE, 442),
  ]);
});
afterAll(() => server.stop());

const query = { tag: LEVEL, from: MINUTE, to: MINUTE + 5 * MS_PER_MINUTE, step: '1m' } as const;

describe('the past that curves are drawn of', () => {
  it('is answered on the socket as over HTTP, to whoever may see the station', async () => {
    const screen = server.screen();
    await next(screen, 'hello');
    const answer = await screen.emitWithAck('read-history', query);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        points: [
          { at: MINUTE, count: 2, mean: 440.5, last: 441 },
          { at: MINUTE + 2 * MS_PER_MINUTE, count: 1, mean: 442 },
        ],
      },
    });
    const asked = new URLSearchParams(
      Object.entries(query).map(([name, of]) => [name, String(of)]),
    );
    const overHttp = await server.get(`/api/v1/history?${asked}`);
    const { points } = (await overHttp.json()) as { points: readonly AggregatePoint[] };
    expect(answer.ok && answer.value.points).toEqual(points);
  });

  it('is refused where there is no such tag, where it would be too long, and where the words are wrong', async () => {
    const screen = server.screen();
    await next(screen, 'hello');
    const code = async (of: unknown): Promise<string> => {
      const answer = await screen.emitWithAck('read-history', of as typeof query);
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(await code({ ...query, tag: `${stationId}/forebay/depth` })).toBe('not-found');
    // Two thousand minutes may be asked for, and not one more.
    expect(await code({ ...query, to: MINUTE + 2000 * MS_PER_MINUTE })).toBe('ok');
    expect(await code({ ...query, to: MINUTE + 2001 * MS_PER_MINUTE })).toBe('bad-request');
    expect(await code({ ...query, to: MINUTE - 1 })).toBe('bad-request');
    expect(await code({ ...query, step: 'raw' })).toBe('bad-request');
    expect(await code({ ...query, colour: 'red' })).toBe('bad-request');
  });
});
