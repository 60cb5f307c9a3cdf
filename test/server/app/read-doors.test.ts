import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Door } from '#server/door.ts';
import { ACCOUNT_ROLES } from '#shared/wire/access.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import {
  LEVEL,
  MID_LEVEL_M,
  reading,
  signedIn,
  startApp,
  stationId,
  tags,
  type RunningApp,
} from './running-app.ts';

const HOUR = Date.UTC(2026, 5, 1, 0, 0, 0);
const MINUTE = 60_000;

let server: RunningApp;
beforeAll(async () => {
  server = await startApp();
  // A quarter-hour at 80.0, 80.1 … m, one value a minute, the third of them missing.
  const levels = Array.from({ length: 15 }, (_, i) =>
    reading(LEVEL, HOUR + i * MINUTE, i === 2 ? null : MID_LEVEL_M + i / 10),
  );
  await server.readings.accept(levels);
});
afterAll(() => server.stop());

type Json = Record<string, unknown>;

async function json(path: string): Promise<{ status: number; body: Json }> {
  const response = await server.get(path);
  return { status: response.status, body: (await response.json()) as Json };
}

const history = (query: string) => json(`/api/v1/history?tag=${LEVEL}&${query}`);

describe('GET /api/v1/history', () => {
  it('gives raw readings, `to` exclusive', async () => {
    const { body } = await history(`from=${HOUR}&to=${HOUR + 2 * MINUTE}&step=raw`);
    expect(body).toMatchObject({ tag: LEVEL, unit: 'm', step: 'raw' });
    expect(body['points']).toEqual([
      { at: HOUR, value: MID_LEVEL_M, quality: 'good' },
      { at: HOUR + MINUTE, value: MID_LEVEL_M + 0.1, quality: 'good' },
    ]);
  });

  it('gives aggregates with count, % good, min, max, mean and worst quality', async () => {
    const { body } = await history('from=2026-06-01T00:00:00Z&to=2026-06-01T00:15:00Z&step=15m');
    const [point, ...more] = body['points'] as Json[];
    expect(more).toEqual([]);
    // 14 of 15 are good; 0.0 … 1.4 without 0.2 have the mean (10.5 − 0.2) / 14.
    expect(point).toMatchObject({ at: HOUR, count: 15, worstQuality: 'missing', min: MID_LEVEL_M });
    expect(point?.['goodPercent']).toBeCloseTo((14 / 15) * 100, 6);
    expect(point?.['mean']).toBeCloseTo(MID_LEVEL_M + 10.3 / 14, 6);
    expect(point?.['last']).toBeCloseTo(MID_LEVEL_M + 1.4, 9);
  });

  it('says which parameter is wrong', async () => {
    const { status, body } = await history('from=yesterday&to=0');
    expect(status).toBe(400);
    expect((body['error'] as Json)['message']).toContain('from: "yesterday"');
  });

  it('refuses a span with more than 50,000 intervals and says what helps', async () => {
    // 35 days of minutes are 50,400.
    const { status, body } = await history(`from=${HOUR}&to=${HOUR + 35 * 1440 * MINUTE}&step=1m`);
    expect(status).toBe(400);
    expect((body['error'] as Json)['message']).toContain('longer step');
  });

  it('names the nearest tag for one it does not know', async () => {
    const { status, body } = await json(`/api/v1/history?tag=${LEVEL}s&from=0&to=1`);
    expect(status).toBe(404);
    expect((body['error'] as Json)['message']).toContain(`"${LEVEL}"`);
  });
});

describe('the other reading doors', () => {
  it('latest gives the newest value, its age and whether it is stale', async () => {
    const { body } = await json(`/api/v1/latest?tag=${LEVEL}`);
    expect(body['values']).toMatchObject([
      { tag: LEVEL, at: HOUR + 14 * MINUTE, quality: 'good', stale: true, source: 'test' },
    ]);
  });

  it('tags and system say what the station is made of', async () => {
    expect((await json('/api/v1/tags')).body['tags']).toHaveLength(tags.length);
    expect((await json('/api/v1/system')).body).toEqual(exampleSystem);
  });

  it('a path that is none answers 404 as JSON, anything else says how the screens are built', async () => {
    const { status, body } = await json('/api/v1/nothing');
    expect([status, (body['error'] as Json)['code']]).toEqual([404, 'no-such-door']);
    const page = await server.get('/');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('npm run build');
  });

  it('a door that is none is named in full, whatever the method, and no file of this machine is', async () => {
    const clientDir = await mkdtemp(join(tmpdir(), 'forebay-screens-'));
    await mkdir(join(clientDir, 'assets'));
    await writeFile(join(clientDir, 'index.html'), '<!doctype html>');
    const built = await startApp({ beside: server, clientDir });
    const answers = await Promise.all([
      built.post('/api/v1/nothing', '[]'),
      built.post('/elsewhere', '[]'),
      built.get('/assets/gone.js'),
    ]);
    await built.stop();
    await rm(clientDir, { recursive: true });
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(texts[0]).toContain('there is no POST /api/v1/nothing;');
    expect(texts[1]).toContain('there is no POST /elsewhere;');
    expect(texts[2]).toBe('{"error":{"code":"not-found","message":"there is no such file"}}');
  });

  it('answers carry a request id and strict headers, and do not say what runs here', async () => {
    const { headers } = await server.get('/api/v1/tags', { 'x-request-id': 'from-the-proxy' });
    expect(headers.get('x-request-id')).toBe('from-the-proxy');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    const { host } = new URL(server.address);
    expect(headers.get('content-security-policy')).toContain(
      `connect-src 'self' ws://${host} wss://${host};`,
    );
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('with a view token', () => {
  it('every reading door and the metrics want it; health does not', async () => {
    const access = { ingest: [{ token: 'in' }], viewToken: 'look-here' };
    const guarded = await startApp({ beside: server, access });
    const paths = guarded.app.doors
      .filter(({ method, action }) => method === 'get' && action !== null)
      .map(({ path }) => path);
    for (const path of [...paths, '/metrics']) {
      expect([path, (await guarded.get(path)).status]).toEqual([path, 401]);
      const asSender = await guarded.get(path, { authorization: 'Bearer in' });
      expect([path, asSender.status]).toEqual([path, 403]);
    }
    const allowed = await guarded.get('/api/v1/tags', { authorization: 'Bearer look-here' });
    expect(allowed.status).toBe(200);
    expect((await guarded.get('/health/live')).status).toBe(200);
    await guarded.stop();
  });
});

describe('the OpenAPI document', () => {
  const documented = async (): Promise<string[]> => {
    const { paths } = (await json('/api/v1/openapi.json')).body as { paths: Record<string, Json> };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
  };

  /** The routes Express really has under /api, from its own router. */
  const mounted = (): string[] =>
    server.app.express.router.stack.flatMap(({ route }) =>
      route?.path.startsWith('/api/') ? [`${route.stack[0]!.method} ${route.path}`] : [],
    );

  it('lists every route that is mounted, and none that is not', async () => {
    expect((await documented()).sort()).toEqual(mounted().sort());
    expect(mounted().length).toBeGreaterThanOrEqual(8);
  });

  it('says what status, bound and gap of a plan mean', async () => {
    const at = async (...path: string[]): Promise<Json> =>
      path.reduce((of, key) => of[key] as Json, (await json('/api/v1/openapi.json')).body);
    const answer = ['paths', '/api/v1/plans', 'get', 'responses', '200', 'content'];
    const schema = ['application/json', 'schema', 'properties', 'plans', 'items', 'properties'];
    const { status, bound, gap } = (await at(...answer, ...schema, 'plan', 'properties')) as Record<
      string,
      Json
    >;
    expect(status).toMatchObject({ enum: ['proved', 'feasible', 'relaxed'] });
    expect(status!['description']).toContain('0.2 %');
    for (const one of [bound, gap]) {
      expect(one!['type']).toEqual(['number', 'null']);
      expect(one!['description']).toContain('null');
    }
  });

  it('describes real answers: each passes the schema of its status', async () => {
    const good: Record<string, string> = {
      '/api/v1/history': `?tag=${LEVEL}&from=${HOUR}&to=${HOUR + MINUTE}`,
      '/api/v1/trends': `?tag=${LEVEL}&from=${HOUR}&to=${HOUR + MINUTE}`,
      '/api/v1/plans': `?from=${HOUR}&to=${HOUR + MINUTE}`,
      '/api/v1/outages': `?from=${HOUR}&to=${HOUR + MINUTE}`,
      '/api/v1/indices': '?day=2026-06-01',
      '/api/v1/alarms': `?station=${stationId}`,
      '/api/v1/alarms/journal': `?station=${stationId}`,
      '/api/v1/alarms/load': `?station=${stationId}`,
      '/api/v1/alarms/sheet': `?station=${stationId}`,
    };
    for (const door of server.app.doors.filter((one) => one.method === 'get')) {
      await expectDescribed(door, door.path + (good[door.path] ?? ''), 200);
      if (door.answers[400]) await expectDescribed(door, `${door.path}?from=x`, 400);
      if (door.answers[404]) {
        const query = `?tag=${stationId}/none&station=none&from=${HOUR}&to=${HOUR + 1}`;
        await expectDescribed(door, door.path + query, 404);
      }
    }
  });

  let cookie: string;
  beforeAll(async () => {
    ({ cookie } = await signedIn(server, ACCOUNT_ROLES));
  });

  async function expectDescribed(door: Door, path: string, status: number): Promise<void> {
    const response = await server.get(path, { cookie });
    const body: unknown = await response.json();
    expect([path, response.status]).toEqual([path, status]);
    const schema = door.answers[status]?.schema;
    if (schema) expect(schema.safeParse(body).error).toBeUndefined();
    else expect(body).toMatchObject({ error: { code: expect.any(String) } });
  }
});

describe('health and metrics', () => {
  it('is ready while the store answers and the image ticks', async () => {
    // A busy machine may be late with an image or an answer: it is ready again when it is not.
    await expect
      .poll(() => json('/health/ready'))
      .toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('shows readings by outcome, times and screens to Prometheus', async () => {
    const text = await (await server.get('/metrics')).text();
    expect(text).toContain('forebay_readings_total{outcome="accepted"} 15');
    for (const name of [
      'forebay_ingest_seconds_bucket',
      'forebay_tick_delay_seconds_bucket',
      'forebay_plan_seconds_bucket',
      'forebay_clients 0',
      'forebay_store_queue_readings 0',
      'nodejs_eventloop_lag_seconds',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('is not ready when the store is gone', async () => {
    const lost = await startApp();
    await lost.store.close();
    const response = await lost.get('/health/ready');
    expect(response.status).toBe(503);
    expect(JSON.stringify(await response.json())).toContain('store:');
    await lost.stop();
  });
});
