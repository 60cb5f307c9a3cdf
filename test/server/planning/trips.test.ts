import { afterAll, afterEach, expect, test } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { anHour, lastingSolver, planningHouse, type PlanningHouse } from './planning-house.ts';

/** 10:02 in Shanghai: u2 runs, and its plan has it run on. */
const NOW = Date.parse('2026-06-01T10:02:00+08:00');

const dispatcher: Actor = {
  kind: 'account',
  id: 'li',
  name: 'Li Na',
  roles: ['dispatcher'],
  station: null,
  from: '127.0.0.1',
};

const solver = lastingSolver();
afterAll(() => solver.end());

let house: PlanningHouse;
afterEach(() => house.close());

const orderedOf = (unit: string, atMs: number): number =>
  house.planning.orderedAt(atMs)!.stations['s1']!.units[unit]!;

/** u2 is told to have stopped, and its tag says so. */
async function stops(unit: string, at: number): Promise<void> {
  const reading = { tag: `s1/${unit}/on`, at, value: 0, quality: 'good' as const, source: 'test' };
  await house.readings.accept([reading]);
  house.planning.unitChanged({ station: 's1', unit, at, on: false });
}

test('a unit that trips is planned around at once, and not before it may be back', async () => {
  const { planning } = exampleSite;
  const site = { ...exampleSite, planning: { ...planning, tripHours: 6, keptSteps: 2 } };
  house = await planningHouse({ nowMs: NOW, solver, site });
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['start']);
  const running = ['u1', 'u2', 'u3', 'u4'].find((unit) => orderedOf(unit, NOW) > 0)!;
  house.nowMs = NOW + MS_PER_MINUTE;
  await stops(running, house.nowMs);
  await house.planning.replan(['trip']);
  const { inForce } = house.planning.view('s1');
  expect(inForce?.causes).toEqual(['trip']);
  const flows = inForce!.plan.stations['s1']!.units[running]!.flowM3s;
  // From 10:00 until 16:03, six hours after it tripped: quarter-hours 0 to 24.
  expect(flows.slice(0, 25)).toEqual(Array.from({ length: 25 }, () => 0));
});

test('a unit that stops as it is ordered, or a little early, has not tripped', async () => {
  house = await planningHouse({ nowMs: NOW, solver });
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['start']);
  const resting = ['u1', 'u2', 'u3', 'u4'].find((unit) => orderedOf(unit, NOW) === 0)!;
  await stops(resting, NOW);
  await house.planning.replan(['asked']);
  const inputs = await house.planning.inputs(house.planning.view('s1').inForce!.id);
  expect(inputs?.day.stations['s1']?.outOfService).toEqual([]);
});

test('while time goes by a unit that tripped counts as out until it runs again', async () => {
  house = await planningHouse({ nowMs: NOW, solver });
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['start']);
  const running = ['u1', 'u2', 'u3', 'u4'].find((unit) => orderedOf(unit, NOW) > 0)!;
  await stops(running, NOW);
  const at = NOW + MS_PER_HOUR;
  house.nowMs = at;
  house.planning.unitChanged({ station: 's1', unit: running, at, on: true });
  await house.readings.accept(anHour(at));
  await house.planning.replan(['return']);
  const inputs = await house.planning.inputs(house.planning.view('s1').inForce!.id);
  expect(inputs?.day.stations['s1']?.outOfService).toEqual([]);
});

test('after a restart a unit that tripped is still out, and who knows better says when it is back', async () => {
  house = await planningHouse({ nowMs: NOW, solver });
  await house.readings.accept(anHour(NOW));
  await house.planning.replan(['start']);
  const running = ['u1', 'u2', 'u3', 'u4'].find((unit) => orderedOf(unit, NOW) > 0)!;
  await stops(running, NOW);
  const again = house.again();
  await again.outages.takeUp(NOW);
  const [tripped] = await again.outages.list(dispatcher, 's1');
  expect(tripped).toMatchObject({ unit: running, origin: 'trip', from: NOW, revision: 1 });
  // tripHours of the example: 4.
  expect(tripped!.until).toBe(NOW + 4 * MS_PER_HOUR);
  const ended = await again.outages.end(dispatcher, tripped!);
  expect(ended).toMatchObject({ revision: 2, ended: { by: { id: 'li' }, at: NOW } });
  expect(again.outages.open(NOW)).toEqual([]);
});
