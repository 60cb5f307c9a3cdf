import { describe, expect, test } from 'vitest';
import { changedDay, changedSystem } from '../../shared/station/broken.ts';
import { type Desk, newDesk } from './desk.ts';

/** Six hours of the example: enough to start and stop, and quick to plan. */
const shortDay = changedDay({
  steps: 24,
  pricePerMwh: (all: number[]) => all.slice(24, 48),
  'stations.s1.inflowM3s': (all: number[]) => all.slice(0, 24),
});
const FILES = ['--system', 'system.json', '--day', 'day.json'];

function desk(): Desk {
  const made = newDesk();
  made.put('system.json', changedSystem({}));
  made.put('day.json', shortDay);
  return made;
}

const plan = (at: Desk): ReturnType<Desk['run']> =>
  at.run('plan', ...FILES, '--budget-ms', '100', '--out', 'plan.json');

test('`plan` writes a plan, whole, and says nothing else', async () => {
  const at = desk();
  expect(await plan(at)).toEqual({ code: 0, out: '', err: '' });
  expect(JSON.parse(at.read('plan.json'))).toMatchObject({ format: 'forebay-plan/1' });
  expect(at.files()).toEqual(['day.json', 'plan.json', 'system.json']);
});

test('`plan` says what a relaxed plan gives way, when, and what would mend it', async () => {
  const at = desk();
  // No ramp: what the units cannot make of the load is then all that is given way.
  at.put(
    'system.json',
    changedSystem({
      'stations.0.rampMwPerStep': null,
      'stations.0.reservoir.outflowRampM3sPerStep': { up: null, down: null },
    }),
  );
  const load = new Array<number>(24).fill(60).fill(500, 20, 22);
  at.put('day.json', { ...(shortDay as object), loadMw: load });
  const { code, out, err } = await at.run(
    'plan',
    ...FILES,
    '--budget-ms',
    '10000',
    '--out',
    'plan.json',
  );
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toMatch(
    /^relaxed: s1: load: export off the load by up to [\d.]+ MW, 05:00–05:\d\d\n/,
  );
  expect(err).toMatch(/would be whole with: the load up to [\d.]+ MW lower, 05:00–05:\d\d\n/);
}, 60_000);

describe('`plan` with a plan in force', () => {
  const changed = async (at: Desk, ...words: string[]): Promise<unknown[]> => {
    const { code } = await at.run(
      'plan',
      ...FILES,
      '--budget-ms',
      '10000',
      '--out',
      'next.json',
      ...words,
    );
    expect(code).toBe(0);
    return (JSON.parse(at.read('next.json')) as { changes: unknown[] }).changes;
  };

  test('tells what it changes, and changes nothing that does not earn its price', async () => {
    const at = desk();
    await plan(at);
    // The evening's prices in the morning: the best plan is another.
    at.put('day.json', {
      ...(shortDay as { pricePerMwh: number[] }),
      pricePerMwh: (shortDay as { pricePerMwh: number[] }).pricePerMwh.toReversed(),
    });
    const free = await changed(at, '--in-force', 'plan.json');
    expect(free.length).toBeGreaterThan(0);
    const few = await changed(at, '--in-force', 'plan.json', '--change-price', '1e9');
    expect(few.length).toBeLessThan(free.length);
  }, 60_000);

  test('refuses one of another day with 2', async () => {
    const at = desk();
    await plan(at);
    at.put('day.json', changedDay({}));
    const { code, err } = await at.run('plan', ...FILES, '--in-force', 'plan.json');
    expect(code).toBe(2);
    expect(err).toContain('plan.json:stations.s1.spillM3s: is a list of 24, 96 values are needed');
  });
});

test('`simulate` makes of a plan what the plan says of itself', async () => {
  const at = desk();
  await plan(at);
  const { code, out } = await at.run('simulate', ...FILES, '--schedule', 'plan.json');
  expect(code).toBe(0);
  const { stations } = JSON.parse(at.read('plan.json')) as { stations: unknown };
  expect(JSON.parse(out)).toMatchObject({ status: 'feasible', stations });
});

describe('`check`', () => {
  test('passes a plan of ours', async () => {
    const at = desk();
    await plan(at);
    const { code, out } = await at.run('check', ...FILES, '--plan', 'plan.json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true });
  });

  test('fills in what another tool left out, and ends with 3 where a limit is broken', async () => {
    const at = desk();
    const off = new Array<number>(24).fill(0);
    // u1 at 30 m³/s makes some 22 to 24 MW; at 26 m³/s some 19 MW, inside its forbidden 14 to 22 MW.
    const units = {
      u1: { flowM3s: off.map(() => 26) },
      u2: { flowM3s: off },
      u3: { flowM3s: off },
      u4: { flowM3s: off },
    };
    at.put('plan.json', {
      format: 'forebay-plan/1',
      stations: { s1: { spillM3s: off, units } },
    });
    const { code, out, err } = await at.run('check', ...FILES, '--plan', 'plan.json');
    expect(err).toBe('');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      violations: expect.arrayContaining([
        expect.objectContaining({ limit: 'forbidden-zone', unitId: 'u1', declared: false }),
      ]) as unknown,
    });
  });

  test('refuses a plan of another day with 2', async () => {
    const at = desk();
    await plan(at);
    at.put('day.json', changedDay({}));
    const { code, err } = await at.run('check', ...FILES, '--plan', 'plan.json');
    expect(code).toBe(2);
    expect(err).toContain('plan.json:stations.s1.spillM3s: is a list of 24, 96 values are needed');
  });
});
