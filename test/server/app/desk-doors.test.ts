import { readSheet } from 'read-excel-file/node';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { LoadPreview } from '#shared/wire/load-curve.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { lastingSolver } from '../planning/planning-house.ts';
import { deskApp, type DeskApp, type Seat } from './desk-app.ts';
import { next } from './running-app.ts';

/** 10:02 in Shanghai on a day like any other. */
const NOW = Date.parse('2026-06-01T10:02:00+08:00');
const DAY = '2026-06-01';

const solver = lastingSolver();
afterAll(() => solver.end());

let at: DeskApp;
afterEach(() => at.stop());

async function open(planning: Parameters<typeof deskApp>[0]['planning'] = {}): Promise<Seat> {
  at = await deskApp({ nowMs: NOW, solver, planning });
  return at.seat('dispatcher');
}

const get = (path: string, seat: Seat): Promise<Response> =>
  at.app.get(path, { cookie: seat.cookie });

const post = (path: string, body: string | Uint8Array, seat: Seat): Promise<Response> =>
  fetch(at.app.address + path, {
    method: 'POST',
    body: body as BodyInit,
    headers: { cookie: seat.cookie },
  });

describe('a version of a plan', () => {
  test('is given out with its history and with all that it was computed from', async () => {
    const wang = await open();
    const offer = await at.offer();
    const version = await (await get(`/api/v1/plans/${offer.id}`, wang)).json();
    expect(version).toEqual(JSON.parse(JSON.stringify(offer)));
    const inputs = (await (await get(`/api/v1/plans/${offer.id}/inputs`, wang)).json()) as object;
    expect(inputs).toMatchObject({ system: exampleSystem, day: { steps: offer.steps } });
    expect((await get('/api/v1/plans/nowhere', wang)).status).toBe(404);
    expect((await get('/api/v1/plans/nowhere/inputs', wang)).status).toBe(404);
  });

  test('is computed again on request', async () => {
    const wang = await open();
    const offer = await at.offer();
    const answer = await post(`/api/v1/plans/${offer.id}/replay`, '', wang);
    // The house of the tests plans and replays as one build.
    const builds = { build: 'test', replayedBy: 'test', isSameBuild: true };
    expect(await answer.json()).toMatchObject({ isSame: true, how: 'search', ...builds });
  });

  test('comes as CSV for a spreadsheet: times of the station, one row for each step', async () => {
    const wang = await open();
    const offer = await at.offer();
    const answer = await get(`/api/v1/plans/${offer.id}.csv?lang=en&day=2026-06-02`, wang);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('.csv');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const lines = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    // 96 quarter-hours of tomorrow below the headers.
    expect(lines).toHaveLength(97);
    expect(lines[0]).toMatch(/^From,To,Export MW,Generation MW,/);
    expect(lines[1]).toMatch(/^2026-06-02 00:00,2026-06-02 00:15,/);
    // Tomorrow begins 14 h after 10:00: at step 56.
    const exportMw = offer.plan.stations['s1']!.exportMw[56]!;
    expect(Number(lines[1]!.split(',')[2])).toBeCloseTo(exportMw, 3);
  });

  test('comes as a sheet with numbers in it', async () => {
    const wang = await open();
    const offer = await at.offer();
    const answer = await get(`/api/v1/plans/${offer.id}.xlsx`, wang);
    const rows = await readSheet(Buffer.from(await answer.arrayBuffer()));
    expect(rows).toHaveLength(offer.steps + 1);
    expect(rows[0]!.slice(0, 3)).toEqual(['起', '止', '上网出力 MW']);
    expect(rows[1]![2]).toBeCloseTo(offer.plan.stations['s1']!.exportMw[0]!, 3);
    expect((await get(`/api/v1/plans/${offer.id}.xlsx?day=2026-01-01`, wang)).status).toBe(404);
  });
});

describe('the load that the grid orders', () => {
  /** 40 MW by day and 20 MW by night, as a file with times. */
  const loads = Array.from({ length: 96 }, (_, i) => (i >= 28 && i < 84 ? 40 : 20));
  const file = [
    '时间,负荷(MW)',
    ...loads.map(
      (load, i) => `${Math.floor(i / 4)}:${String((i % 4) * 15).padStart(2, '0')},${load}`,
    ),
  ].join('\n');

  const preview = async (text: string, seat: Seat): Promise<LoadPreview> =>
    (await (
      await post(`/api/v1/load-curves/preview?name=a.csv&day=${DAY}`, text, seat)
    ).json()) as LoadPreview;

  test('is shown as it is understood, imported, told, given out and followed by the next plan', async () => {
    const wang = await open();
    const { mw, stepMinutes, faults, sumMwh } = await preview(file, wang);
    // 56 quarter-hours of 40 MW and 40 of 20 MW.
    expect({ mw, faults, sumMwh }).toEqual({ mw: loads, faults: [], sumMwh: 760 });
    const told = next(wang.screen, 'load-curve.imported');
    const curve = await wang.done('import-load-curve', {
      day: DAY,
      stepMinutes: stepMinutes!,
      mw,
      source: 'a.csv',
    });
    expect(await told).toEqual(curve);
    expect(curve).toMatchObject({ day: DAY, source: 'a.csv', importedBy: { id: wang.id } });
    expect(await wang.done('list-load-curves', { from: DAY, to: DAY })).toEqual([curve]);
    const listed = await get(`/api/v1/load-curves?from=${DAY}&to=${DAY}`, wang);
    expect(await listed.json()).toEqual({ curves: [curve] });
    const offer = await at.offer();
    // Nothing is ordered of tomorrow: the plan ends with today, 14 h from 10:00.
    expect(offer.steps).toBe(56);
    expect(offer.loadMw).toEqual(loads.slice(40));
    const { exportMw } = offer.plan.stations['s1']!;
    const kept = exportMw.filter((mw, step) => Math.abs(mw - offer.loadMw![step]!) <= 0.05);
    expect(kept.length).toBeGreaterThan(48);
    const inputs = await at.house.planning.inputs(offer.id);
    expect(inputs?.loadCurves).toEqual([curve.id]);
  }, 60_000);

  test('with a fault is told where, and is not imported', async () => {
    const wang = await open();
    const { faults } = await preview(file.replace('0:15,20', '0:15,zwanzig'), wang);
    expect(faults).toEqual([
      {
        line: 3,
        column: 2,
        wrong: '"zwanzig" is no number',
        right: 'a number is needed, for example 42.5',
      },
    ]);
    const wild = await preview(file.replace('0:15,20', '0:15,20000'), wang);
    expect(wild.faults[0]?.wrong).toContain('are these kW');
    const request = { day: DAY, stepMinutes: 15 as const, mw: loads.slice(1), source: 'a.csv' };
    const answer = await wang.ask('import-load-curve', request);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect((await post('/api/v1/load-curves/preview', '', wang)).status).toBe(400);
  });

  test('of tomorrow alone is followed after what is ordered of today', async () => {
    const wang = await open({ adopt: 'auto' });
    const first = await at.offer();
    await wang.done('import-load-curve', {
      day: '2026-06-02',
      stepMinutes: 15,
      mw: loads,
      source: 'paste',
    });
    at.house.nowMs = NOW + MS_PER_HOUR;
    const second = await at.offer();
    expect(second.steps).toBe(13 * 4 + 96);
    const today = first.plan.stations['s1']!.exportMw.slice(4, 56);
    expect(second.loadMw).toEqual([...today, ...loads]);
  }, 60_000);
});

describe('how the plan is followed', () => {
  const QUARTER_MS = 15 * MS_PER_MINUTE;
  const TEN = Date.parse('2026-06-01T10:00:00+08:00');

  /** Every unit gives what is ordered, one of them `byMw` more, from 10:15 on for some quarter-hours. */
  async function run(
    version: PlanVersion,
    unit: string,
    byMw: number,
    quarters: number,
  ): Promise<void> {
    const { units } = version.plan.stations['s1']!;
    const readings = Array.from({ length: quarters * 15 }, (_, minute) => {
      const at = TEN + QUARTER_MS + minute * MS_PER_MINUTE;
      const step = 1 + Math.floor(minute / 15);
      return Object.entries(units).map(([id, { mw }]) => ({
        tag: `s1/${id}/mw`,
        at,
        value: mw[step]! + (id === unit ? byMw : 0),
        quality: 'good' as const,
        source: 'test',
      }));
    }).flat();
    at.house.nowMs = TEN + (1 + quarters) * QUARTER_MS + MS_PER_MINUTE;
    await at.house.readings.accept(readings);
  }

  test('a unit beyond its band opens a deviation, which grows, is explained, and lets the day be closed', async () => {
    const wang = await open({ adopt: 'auto' });
    const version = await at.offer();
    const { following } = at.desk;
    const opened = next(wang.screen, 'deviation.opened');
    // The band of u2 is 5 % of its largest output.
    const unit = exampleSystem.stations[0]!.units[1]!;
    const bandMw = 0.05 * unit.mwMax;
    await run(version, 'u2', bandMw + 1, 1);
    await following.look();
    const deviation = await opened;
    expect(deviation).toMatchObject({
      station: 's1',
      unit: 'u2',
      from: TEN + QUARTER_MS,
      to: TEN + 2 * QUARTER_MS,
      explained: null,
      bandMw,
    });
    expect(deviation.largestMw).toBeCloseTo(bandMw + 1, 6);
    expect(deviation.energyMwh).toBeCloseTo((bandMw + 1) / 4, 6);

    const grown = next(wang.screen, 'deviation.changed');
    await run(version, 'u2', bandMw + 1, 2);
    await following.look();
    await following.look();
    expect(await grown).toMatchObject({ id: deviation.id, to: TEN + 3 * QUARTER_MS, revision: 2 });

    const request = { id: deviation.id, cause: 'grid-order' as const, note: 'by phone, 10:14' };
    const late = await wang.ask('explain-deviation', { ...request, revision: 1 });
    expect(late).toMatchObject({ ok: false, error: { code: 'conflict' } });
    at.house.nowMs = TEN + 15 * MS_PER_HOUR;
    const close = { station: 's1', day: DAY, note: 'quiet' };
    const tooSoon = await wang.ask('close-day', close);
    expect(tooSoon).toMatchObject({ ok: false, error: { code: 'wrong-state' } });
    const explained = await wang.done('explain-deviation', { ...request, revision: 2 });
    expect(explained.explained).toMatchObject({ cause: 'grid-order', by: { id: wang.id } });
    const closed = next(wang.screen, 'day.closed');
    await wang.done('close-day', close);
    expect(await closed).toMatchObject({ day: DAY, deviations: 1, by: { id: wang.id } });
    const again = await wang.ask('close-day', close);
    expect(again).toMatchObject({ ok: false, error: { code: 'wrong-state' } });

    const day = await wang.done('read-followed-day', { station: 's1', day: DAY });
    expect(day.steps).toHaveLength(96);
    const quarter = day.steps[41]!;
    expect(quarter).toMatchObject({ at: TEN + QUARTER_MS, planId: version.id });
    expect(quarter.units['u2']).toMatchObject({ isOver: true, quality: 'good' });
    expect(quarter.units['u1']!.deviationMw).toBeCloseTo(0, 6);
    const door = await get(`/api/v1/followed-day?day=${DAY}`, wang);
    expect(await door.json()).toEqual(JSON.parse(JSON.stringify(day)));
    const audit = await at.house.store.audit.page({
      before: null,
      limit: 5,
      actor: null,
      action: '',
    });
    expect(audit.map(({ action }) => action).slice(0, 2)).toEqual([
      'plan.close',
      'deviation.explain',
    ]);
  }, 60_000);

  test('within its band nothing is asked', async () => {
    await open({ adopt: 'auto' });
    const version = await at.offer();
    await run(version, 'u2', 0.5, 1);
    await at.desk.following.look();
    expect(await at.house.store.following.between('s1', TEN, TEN + MS_PER_HOUR)).toEqual([]);
  });

  test('the next change of what is ordered comes with every view of the plan', async () => {
    const wang = await open({ adopt: 'auto' });
    const told = next(wang.screen, 'plan.changed');
    await at.offer();
    const change = (await told).next!;
    expect(change).toEqual(at.house.planning.view('s1').next);
    expect(change.at).toBeGreaterThan(NOW);
    at.house.nowMs = change.at;
    const after = at.house.planning.view('s1').next;
    expect(after === null || after.at > change.at).toBe(true);
  });
});
