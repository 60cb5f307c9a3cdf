import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Outage } from '#shared/wire/outage.ts';
import { anHour, lastingSolver } from '../planning/planning-house.ts';
import { deskApp, type DeskApp } from './desk-app.ts';
import { next } from './running-app.ts';

/** 10:02 in Shanghai on a day like any other: u2 runs. */
const NOW = Date.parse('2026-06-01T10:02:00+08:00');
const NOON = Date.parse('2026-06-01T12:00:00+08:00');

const solver = lastingSolver();
afterAll(() => solver.end());

let at: DeskApp;
afterEach(() => at.stop());

async function open(): Promise<void> {
  at = await deskApp({ nowMs: NOW, solver, planning: { adopt: 'auto' } });
  await at.house.readings.accept(anHour(NOW));
  await at.house.planning.start();
  await expect.poll(() => at.house.planning.view('s1').inForce?.causes).toEqual(['start']);
}

const flows = (unit: string): readonly number[] =>
  at.house.planning.view('s1').inForce!.plan.stations['s1']!.units[unit]!.flowM3s;

const planFor = (cause: string): Promise<void> =>
  expect.poll(() => at.house.planning.view('s1').inForce?.causes).toContain(cause);

const brushes = { station: 's1', unit: 'u2', from: NOW, until: NOON, reason: 'brushes' };
const seen = ({ id, revision }: Outage): { id: string; revision: number } => ({ id, revision });

describe('a unit that is declared out of service', () => {
  test('is planned without at once, and with again when it is back', async () => {
    await open();
    const [li, wang] = [await at.seat('dispatcher'), await at.seat('viewer')];
    const told = next(wang.screen, 'outage.changed');
    const outage = await li.done('declare-outage', brushes);
    expect(outage).toMatchObject({ origin: 'declared', revision: 1, declaredBy: { id: li.id } });
    expect(await told).toEqual(outage);
    await planFor('outage');
    // From 10:00, the quarter-hour that has begun, until noon: quarter-hours 0 to 7.
    expect(flows('u2').slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 0));

    const before = at.house.planning.view('s1').inForce!.id;
    const ended = await li.done('end-outage', seen(outage));
    expect(ended).toMatchObject({ revision: 2, ended: { by: { id: li.id }, at: NOW } });
    await expect.poll(() => at.house.planning.view('s1').inForce?.id).not.toBe(before);
    const { inForce } = at.house.planning.view('s1');
    const inputs = await at.house.store.plans.inputs(inForce!.id);
    expect(inputs?.day.stations['s1']?.outOfService).toEqual([]);
  });

  test('is listed, given out, and stands in the audit with who, why and until when', async () => {
    await open();
    const li = await at.seat('dispatcher');
    const outage = await li.done('declare-outage', { ...brushes, until: null });
    const longer = { ...seen(outage), from: NOW, until: NOON + MS_PER_HOUR, reason: 'bearing' };
    const changed = await li.done('change-outage', longer);
    expect(await li.done('list-outages', { station: 's1' })).toEqual([changed]);
    const door = `/api/v1/outages?from=${NOON}&to=${NOON + MS_PER_MINUTE}`;
    expect(await (await at.app.get(door, { cookie: li.cookie })).json()).toEqual({
      outages: [changed],
    });
    const after = `/api/v1/outages?from=${NOON + MS_PER_HOUR}&to=${NOON + 2 * MS_PER_HOUR}`;
    expect(await (await at.app.get(after, { cookie: li.cookie })).json()).toEqual({ outages: [] });
    const entries = await at.house.store.audit.following(0, 1000);
    expect(entries.filter(({ action }) => action === 'unit.outage')).toMatchObject([
      { actorId: li.id, subject: 's1 u2', before: null, after: { until: null, reason: 'brushes' } },
      { before: { until: null }, after: { until: NOON + MS_PER_HOUR, reason: 'bearing' } },
    ]);
  });

  test('and changed by two: the later one is told, and nothing is written over', async () => {
    await open();
    const [li, wang] = [await at.seat('dispatcher'), await at.seat('engineer')];
    const outage = await li.done('declare-outage', brushes);
    await wang.done('change-outage', { ...seen(outage), from: NOW, until: null, reason: 'worse' });
    const late = await li.ask('end-outage', seen(outage));
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'conflict', conflict: { revision: 2 } },
    });
    expect(await li.done('list-outages', { station: 's1' })).toMatchObject([{ ended: null }]);
  });

  test('wants a reason, a unit that is there, a time to come, and somebody whose it is', async () => {
    await open();
    const [li, wall] = [await at.seat('dispatcher'), await at.seat('viewer')];
    const codeOf = async (seat: typeof li, more: object): Promise<string> => {
      const answer = await seat.ask('declare-outage', { ...brushes, ...more });
      return answer.ok ? 'ok' : answer.error.code;
    };
    expect(await codeOf(li, { reason: ' ' })).toBe('reason-missing');
    expect(await codeOf(li, { unit: 'u9' })).toBe('bad-request');
    expect(await codeOf(li, { station: 's9' })).toBe('unknown-station');
    expect(await codeOf(li, { until: NOW })).toBe('bad-request');
    expect(await codeOf(li, { from: NOW - 2 * MS_PER_HOUR, until: NOW - MS_PER_HOUR })).toBe(
      'bad-request',
    );
    expect(await codeOf(wall, {})).toBe('not-allowed');
    const outage = await li.done('declare-outage', brushes);
    const ended = await li.done('end-outage', seen(outage));
    const twice = await li.ask('end-outage', seen(ended));
    expect(twice).toMatchObject({ ok: false, error: { code: 'wrong-state' } });
  });
});
