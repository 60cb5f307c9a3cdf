import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestResult } from '#shared/wire/reading.ts';
import { REQUEST_LIMITS } from '#server/web/limits.ts';
import {
  LEVEL,
  MID_LEVEL_M,
  startApp,
  stationId,
  UNIT_MW,
  type RunningApp,
} from './running-app.ts';

const READINGS = '/api/v1/readings';
const NDJSON = { 'content-type': 'application/x-ndjson' };

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
});
afterAll(() => server.stop());

/** Instants of readings, ten seconds apart in a day that is over: no test meets another's. */
let lastAt = Date.now() - 24 * 3_600_000;
const later = (): number => (lastAt += 10_000);

const level = (at: number | string, value: unknown = MID_LEVEL_M, more: object = {}) => ({
  tag: LEVEL,
  at,
  value,
  ...more,
});

async function send(body: unknown): Promise<{ status: number; result: IngestResult }> {
  const response = await server.post(READINGS, JSON.stringify(body));
  return { status: response.status, result: (await response.json()) as IngestResult };
}

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  return ((await response.json()) as { error: { code: string; message: string } }).error;
}

describe('POST /api/v1/readings', () => {
  it('answers 200 when the readings are in the store, and not before', async () => {
    const at = later();
    const { status, result } = await send([level(at), { tag: UNIT_MW, at, value: 12.5 }]);
    expect(status).toBe(200);
    expect(result).toEqual({ accepted: 2, duplicate: 0, refused: [] });
    const [kept] = await server.store.readings.raw(UNIT_MW, at, at + 1, 10);
    expect(kept).toEqual({ at, value: 12.5, quality: 'good' });
  });

  it('counts what it already has as duplicate', async () => {
    const batch = [level(later())];
    await send(batch);
    expect((await send(batch)).result).toEqual({ accepted: 0, duplicate: 1, refused: [] });
  });

  it('takes ISO 8601 with any zone and epoch milliseconds for the same instant', async () => {
    const at = Date.UTC(2026, 5, 1, 0, 0, 0);
    await send([level('2026-06-01T08:00:00+08:00')]);
    expect((await send([level(at)])).result.duplicate).toBe(1);
    expect((await send([level('2026-06-01T00:00:00Z')])).result.duplicate).toBe(1);
  });

  it('takes NDJSON, by its type and by its looks', async () => {
    const at = later();
    const lines = [level(at), level(at + 1)].map((one) => JSON.stringify(one)).join('\n');
    const declared = await server.post(READINGS, `${lines}\n`, NDJSON);
    expect(await declared.json()).toMatchObject({ accepted: 2 });
    const sniffed = await server.post(READINGS, lines, { 'content-type': 'text/plain' });
    expect(await sniffed.json()).toMatchObject({ duplicate: 2 });
  });

  it('unpacks gzip', async () => {
    const body = gzipSync(JSON.stringify([level(later())]));
    const response = await server.post(READINGS, body, { 'content-encoding': 'gzip' });
    expect(await response.json()).toMatchObject({ accepted: 1 });
  });

  it('keeps the good of a batch and refuses the rest by index, code and cure', async () => {
    const now = Date.now();
    const { status, result } = await send([
      level(later()),
      { tag: LEVEL, at: '2026-06-01T08:00:00', value: 1 },
      { tag: `${stationId}/forebay/levle`, at: now, value: 1 },
      level(now + 10 * 60_000),
      { tag: `${stationId}/head/gross`, at: now, value: 90 },
      level(later(), 'high'),
    ]);
    expect(status).toBe(200);
    expect(result.accepted).toBe(1);
    expect(result.refused.map(({ index, code }) => [index, code])).toEqual([
      [1, 'unreadable'],
      [2, 'unknown-tag'],
      [3, 'future'],
      [4, 'calculated-tag'],
      [5, 'unreadable'],
    ]);
    expect(result.refused[1]?.message).toContain(LEVEL);
  });

  it('turns sentinels into missing values at the door', async () => {
    const at = later();
    const tag = `${stationId}/tailrace/level`;
    await send([-999, -9999, -999_999].map((value, i) => ({ tag, at: at + i, value })));
    const kept = await server.store.readings.raw(tag, at, at + 3, 10);
    expect(kept.map(({ value, quality }) => [value, quality])).toEqual([
      [null, 'missing'],
      [null, 'missing'],
      [null, 'missing'],
    ]);
  });

  it('keeps the source’s own code beside ours', async () => {
    const tag = `${stationId}/outflow/total`;
    const sourceQuality = { system: 'opcua', code: '0x40910000' };
    await send([{ tag, at: later(), value: 118, sourceQuality }]);
    const newest = (await server.store.readings.latest([tag])).get(tag);
    expect(newest).toMatchObject({ quality: 'substituted', sourceQuality });
  });

  it.each([
    ['[{"tag":', 'application/json', 'not JSON'],
    ['', 'application/json', 'empty'],
    ['{"tag":"a"}\n{oops}\n', 'application/x-ndjson', 'line 2'],
  ])('refuses the unreadable body %j whole, with the place', async (body, type, place) => {
    const response = await server.post(READINGS, body, { 'content-type': type });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toContain(place);
  });

  it('answers 401 without a token and with a wrong one, before it reads the body', async () => {
    const missing = await server.post(READINGS, '[', { authorization: '' });
    expect([missing.status, (await errorOf(missing)).code]).toEqual([401, 'no-token']);
    const wrong = await server.post(READINGS, '[', { authorization: 'Bearer ingest-secreT' });
    expect([wrong.status, (await errorOf(wrong)).code]).toEqual([401, 'wrong-token']);
  });

  it('answers 413 to a body of more than 5 MB', async () => {
    const response = await server.post(READINGS, `[${' '.repeat(5 * 1024 * 1024)}]`);
    expect([response.status, (await errorOf(response)).code]).toEqual([413, 'too-large']);
  });

  it('lets a live value stand when an older one comes late, and keeps both', async () => {
    const at = later();
    const tag = `${stationId}/inflow/observed`;
    await send([{ tag, at, value: 120 }]);
    await send([{ tag, at: at - 59_000, value: 119 }]);
    expect(server.readings.live.value(tag)?.value).toBe(120);
    expect(await server.store.readings.raw(tag, at - 60_000, at + 1, 10)).toHaveLength(2);
  });
});

describe('who may send', () => {
  it('nobody, where no token is set: 403 that says which setting opens the door', async () => {
    const shut = await startApp({ beside: server, access: { ingest: [], viewToken: null } });
    const response = await shut.post(READINGS, '[]');
    expect(response.status).toBe(403);
    expect((await errorOf(response)).message).toContain('FOREBAY_INGEST_TOKEN');
    await shut.stop();
  });

  it('a token of some tags writes those: others are refused by index, a batch of none is 403', async () => {
    const ingest = [{ token: 'units', tagPrefixes: [UNIT_MW] }];
    const some = await startApp({ beside: server, access: { ingest, viewToken: null } });
    const headers = { authorization: 'Bearer units' };
    const at = later();
    const mixed = [level(at), { tag: UNIT_MW, at, value: 1 }];
    const partly = await some.post(READINGS, JSON.stringify(mixed), headers);
    expect(await partly.json()).toMatchObject({
      accepted: 1,
      refused: [{ index: 0, code: 'not-your-tag' }],
    });
    const none = await some.post(READINGS, JSON.stringify([level(at)]), headers);
    expect(none.status).toBe(403);
    await some.stop();
  });

  it('answers 429 with Retry-After beyond the limit of requests', async () => {
    const small = await startApp({
      beside: server,
      limits: { ...REQUEST_LIMITS, intake: 2, denied: 1 },
    });
    const send = () => small.post(READINGS, '[]');
    await send();
    await send();
    const third = await send();
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    const guess = () => small.post(READINGS, '[]', { authorization: 'Bearer guess' });
    expect([(await guess()).status, (await guess()).status]).toEqual([401, 429]);
    await small.stop();
  });
});

describe('POST /api/v1/forecasts', () => {
  const forecast = {
    station: stationId,
    issuedAt: '2026-06-01T06:00:00+08:00',
    startsAt: '2026-06-01T08:00:00+08:00',
    stepMinutes: 60,
    inflowM3s: [120, 130, 140],
  };

  it('keeps every issue once', async () => {
    const body = JSON.stringify([forecast]);
    const first = await server.post('/api/v1/forecasts', body);
    expect(await first.json()).toEqual({ accepted: 1, duplicate: 0, refused: [] });
    const again = await server.post('/api/v1/forecasts', body);
    expect(await again.json()).toEqual({ accepted: 0, duplicate: 1, refused: [] });
    const newest = await server.store.forecasts.newest(stationId, Date.UTC(2026, 5, 2));
    expect(newest).toMatchObject({ inflowM3s: [120, 130, 140], origin: 'forecast' });
  });

  it('names the nearest station for one it does not know, and a member that is too short', async () => {
    const wrong = [
      { ...forecast, station: `${stationId}x` },
      { ...forecast, members: [[1, 2]] },
    ];
    const response = await server.post('/api/v1/forecasts', JSON.stringify(wrong));
    const { refused } = (await response.json()) as IngestResult;
    expect(refused.map(({ index, code }) => [index, code])).toEqual([
      [0, 'unknown-station'],
      [1, 'unreadable'],
    ]);
    expect(refused[1]?.message).toContain('members.0');
  });
});
