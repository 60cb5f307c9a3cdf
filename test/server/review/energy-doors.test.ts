import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { localDay } from '#shared/units/time-grid.ts';
import { createLog } from '#server/log.ts';
import { createEnergyBook } from '#server/review/energy-book.ts';
import { createEnergyReview } from '#server/review/energy-review.ts';
import { spawnThread } from '#server/threads/spawn-thread.ts';
import { type RunningApp, signedIn, startApp } from '../app/running-app.ts';
import { dayOfReadings, ZONE } from './review-house.ts';

const DATE = '2026-05-11';
const NOW = localDay(DATE, ZONE).endMs + 3600_000;
const where = 'station=s1&consumer=offices';

let ground: RunningApp;
let house: RunningApp;
beforeAll(async () => {
  ground = await startApp();
  const { store } = ground;
  const clock = { now: () => NOW, rate: 1 };
  const energy = createEnergyReview({
    system: exampleSystem,
    site: exampleSite,
    store,
    planning: { between: () => Promise.resolve([]), note: () => undefined },
    book: createEnergyBook(store.consumption, () => NOW),
    clock,
    log: createLog('silent'),
    spawnFit: () => spawnThread('fit-thread', null),
  });
  await store.readings.append(dayOfReadings(DATE));
  await energy.closer.run(NOW);
  house = await startApp({ beside: ground, energy, clock, access: { open: 'shut' } });
});
afterAll(async () => {
  await house.stop();
  await ground.stop();
});

const post = async (path: string, body: object, roles: Parameters<typeof signedIn>[1]) => {
  const { cookie } = await signedIn(house, roles);
  return fetch(house.address + path, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
};

const finding = {
  kind: 'finding',
  station: 's1',
  document: { consumer: 'offices', date: DATE, cause: 'leak', comment: 'Tap left open' },
};

describe('the doors of the review', () => {
  it('show consumers, days and months to whoever may read data, and nobody else', async () => {
    const { cookie } = await signedIn(house, ['viewer']);
    const get = (path: string) => house.get(`/api/v1/energy/${path}`, { cookie });
    const tree = (await (await get('consumers?station=s1')).json()) as {
      consumers: { id: string; parent: string | null }[];
      span: object;
    };
    expect(tree.consumers[0]).toMatchObject({ id: '_station', parent: null });
    expect(tree.consumers.find((one) => one.id === 'drainage')!.parent).toBe('common');
    expect(tree.span).toEqual({ from: DATE, to: DATE });
    const day = (await (await get(`day?${where}&day=${DATE}`)).json()) as {
      day: { lines: { actualKwh: number } };
    };
    expect(day.day.lines.actualKwh).toBeCloseTo(960, 6);
    const month = (await (await get(`span?${where}&of=2026-05`)).json()) as { lines: object[] };
    expect(month.lines).toHaveLength(1);
    expect((await house.get(`/api/v1/energy/day?${where}&day=${DATE}`)).status).toBe(401);
  });

  it('name what there is to whoever asks for something else', async () => {
    const { cookie } = await signedIn(house, ['viewer']);
    const error = async (path: string) => {
      const response = await house.get(`/api/v1/energy/${path}`, { cookie });
      const { error: told } = (await response.json()) as { error: { code: string } };
      return [response.status, told.code];
    };
    expect(await error(`day?${where}&day=2026-05-12`)).toEqual([404, 'not-closed']);
    expect(await error(`day?station=s1&consumer=ofices&day=${DATE}`)).toEqual([
      404,
      'unknown-consumer',
    ]);
    expect(await error('consumers?station=s9')).toEqual([404, 'unknown-station']);
    expect(await error(`day?${where}&day=2026-02-30`)).toEqual([400, 'bad-parameter']);
  });

  it('keep cause and comment with who said it, in every version, and in the audit', async () => {
    expect((await post('/api/v1/energy/notes', finding, ['viewer'])).status).toBe(403);
    expect((await post('/api/v1/energy/notes', finding, ['energy-manager'])).status).toBe(200);
    const { cookie } = await signedIn(house, ['viewer']);
    const page = await house.get(`/api/v1/energy/day?${where}&day=${DATE}`, { cookie });
    const { finding: shown } = (await page.json()) as { finding: { cause: string; by: string } };
    expect(shown).toMatchObject({ cause: 'leak', comment: 'Tap left open' });
    const entries = await house.store.audit.page({
      before: null,
      limit: 50,
      actor: null,
      action: null,
    });
    expect(entries.map((entry) => entry.action)).toContain('energy.explain');
  });

  it('refuse a budget that cannot add up, in words', async () => {
    const budget = {
      kind: 'budget',
      station: 's1',
      document: {
        consumer: 'offices',
        year: 2026,
        kwh: 10,
        rule: 'even',
        fixed: { '2026-05': 20 },
        reason: 'new fans',
      },
    };
    const response = await post('/api/v1/energy/notes', budget, ['energy-manager']);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('more than its 10');
  });

  it('keep every version of a budget with who, when and why, and show the use that it is spread by', async () => {
    const budget = (kwh: number, reason: string, fixed: Record<string, number> = {}) => ({
      kind: 'budget',
      station: 's1',
      document: { consumer: 'offices', year: 2026, kwh, rule: 'even', fixed, reason },
    });
    expect(
      (await post('/api/v1/energy/notes', budget(365_000, 'as last year'), ['dispatcher'])).status,
    ).toBe(403);
    for (const one of [
      budget(365_000, 'as last year'),
      budget(350_000, 'new lamps', { '2026-05': 31_000, '2026-05-11': 900 }),
    ])
      expect((await post('/api/v1/energy/notes', one, ['energy-manager'])).status).toBe(200);
    const { cookie } = await signedIn(house, ['viewer']);
    const page = await house.get(`/api/v1/energy/budget?${where}&year=2026`, { cookie });
    const { versions, usedKwh } = (await page.json()) as {
      versions: { kwh: number; reason: string; by: string; at: number }[];
      usedKwh: Record<string, number>;
    };
    expect(versions.map(({ kwh, reason }) => [kwh, reason])).toEqual([
      [365_000, 'as last year'],
      [350_000, 'new lamps'],
    ]);
    expect(versions.every(({ by, at }) => by !== '' && at === NOW)).toBe(true);
    expect(usedKwh[DATE]).toBeCloseTo(960, 6);
    const [entry] = await house.store.audit.page({
      before: null,
      limit: 1,
      actor: null,
      action: 'energy.target',
    });
    expect(entry).toMatchObject({ before: { kwh: 365_000 }, after: { kwh: 350_000 } });
  });

  it('correct a meter for whoever may, with a reason, and say why not where it cannot be', async () => {
    const { startMs } = localDay(DATE, ZONE);
    const correction = (change: object = {}) => ({
      station: 's1',
      document: {
        consumer: 'offices',
        date: DATE,
        fromMs: startMs,
        toMs: startMs + 3_600_000,
        how: 'amount',
        amount: 20,
        reason: 'read by hand',
        state: 'in-force',
        ...change,
      },
    });
    const path = '/api/v1/energy/corrections';
    expect((await post(path, correction(), ['dispatcher'])).status).toBe(403);
    const said = async (change: object): Promise<string> => {
      const response = await post(path, correction(change), ['engineer']);
      expect(response.status).toBe(400);
      return response.text();
    };
    expect(await said({ consumer: '_station' })).toContain('the whole station is a sum');
    expect(await said({ toMs: startMs + 60_000 })).toContain('quarter-hours');
    expect(await said({ toMs: startMs - 1 })).toContain('ends before it begins');
    expect(await said({ amount: null })).toContain('missing');
    expect(await said({ reason: '  ' })).toContain('reason');
    expect((await post(path, correction(), ['engineer'])).status).toBe(200);
    const { cookie } = await signedIn(house, ['viewer']);
    const page = await house.get(`/api/v1/energy/day?${where}&day=${DATE}`, { cookie });
    const { day, corrections, versions } = (await page.json()) as {
      day: { lines: { actualKwh: number } };
      corrections: { reason: string }[];
      versions: object[];
    };
    // The first hour counted 40 kWh and is said to have used 20.
    expect(day.lines.actualKwh).toBeCloseTo(940, 6);
    expect(corrections).toMatchObject([{ reason: 'read by hand', state: 'in-force' }]);
    expect(versions).toHaveLength(2);
  });
});
