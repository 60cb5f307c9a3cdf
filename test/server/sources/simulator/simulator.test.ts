import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createSimulator } from '#server/sources/simulator/simulator.ts';
import type { StationOrder } from '#server/sources/simulator/simulated-station.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { tagList } from '#shared/wire/tag-list.ts';

const START = Date.UTC(2026, 5, 1);
const QUARTER_MS = 15 * MS_PER_MINUTE;
const tags = tagList(exampleSystem, exampleSite);

/** Runs the example for some hours under orders and returns what its instruments said. */
async function readingsOf(
  hours: number,
  orderedAt: (atMs: number) => StationOrder | null,
  seed = 1,
  before: Readonly<Record<string, number>> = {},
): Promise<Reading[]> {
  const said: Reading[] = [];
  const simulator = createSimulator({
    system: exampleSystem,
    site: exampleSite,
    tags,
    accept: (batch) => {
      said.push(...batch);
      return Promise.resolve({ accepted: batch.length, duplicate: 0, refused: [] });
    },
    orderedAt: (atMs) => {
      const order = orderedAt(atMs);
      return order && { stations: { s1: order } };
    },
    clock: { now: () => START, rate: 1 },
    log: pino({ level: 'silent' }),
    seed,
    faults: [],
    startMs: START,
    lastKnown: (tag) => {
      const value = before[tag];
      return value === undefined ? undefined : { value, quality: 'good' };
    },
  });
  await simulator.runTo(START + hours * MS_PER_HOUR, MS_PER_MINUTE);
  return said;
}

/** u1 alone: at 40 m³/s in the even quarter-hours from the second on, at 50 in the odd ones. */
const stepped = (atMs: number): StationOrder => {
  const quarter = Math.floor((atMs - START) / QUARTER_MS);
  return { spillM3s: 0, units: { u1: quarter === 0 ? 0 : quarter % 2 === 0 ? 40 : 50 } };
};

const valuesOf = (said: readonly Reading[], tag: string): Map<number, number> =>
  new Map(said.filter((one) => one.tag === tag).map((one) => [one.at, one.value ?? NaN]));

test('the plant follows its orders: the mean flow of each quarter-hour is the ordered one', async () => {
  const flows = valuesOf(await readingsOf(4, stepped), 's1/u1/flow');
  for (let quarter = 2; quarter < 16; quarter++) {
    const from = START + quarter * QUARTER_MS;
    const inside = [...flows].filter(([at]) => at > from && at <= from + QUARTER_MS);
    const mean = inside.reduce((sum, [, flow]) => sum + flow, 0) / inside.length;
    // The governor needs 150 s · 10/62.7 = 24 s of 900 s for a change of 10 m³/s; noise is 0.4 %.
    expect(Math.abs(mean - stepped(from).units['u1']!)).toBeLessThan(0.5);
  }
});

test('every measured tag of the example is heard of', async () => {
  const said = new Set((await readingsOf(1, stepped)).map((one) => one.tag));
  const measured = tags.filter((tag) => tag.origin === 'measured').map((tag) => tag.tag);
  expect(measured.filter((tag) => !said.has(tag))).toEqual([]);
});

test('readings tremble in their last digits, states and counters do not', async () => {
  const said = await readingsOf(2, stepped);
  const levels = new Set(valuesOf(said, 's1/forebay/level').values());
  expect(levels.size).toBeGreaterThan(5);
  expect([...new Set(valuesOf(said, 's1/u1/on').values())].toSorted()).toEqual([0, 1]);
  const hours = [...valuesOf(said, 's1/u1/hours').values()];
  expect(hours).toEqual(hours.toSorted((a, b) => a - b));
});

test('the same seed gives the same readings, another seed others', async () => {
  const first = await readingsOf(1, stepped);
  expect(await readingsOf(1, stepped)).toEqual(first);
  expect(await readingsOf(1, stepped, 2)).not.toEqual(first);
});

test('without a plan the units stay as they are', async () => {
  const flows = valuesOf(
    await readingsOf(2, (atMs) =>
      atMs < START + MS_PER_HOUR ? stepped(START + QUARTER_MS) : null,
    ),
    's1/u1/flow',
  );
  // Ordered once: 50 m³/s; noise 0.4 %, four deviations.
  expect(Math.abs(flows.get(START + 2 * MS_PER_HOUR)! - 50)).toBeLessThan(0.8);
});

test('a plant that goes on shows from its first reading on what it runs at, not a plant at rest', async () => {
  const before = { 's1/forebay/level': 445, 's1/u1/on': 1, 's1/u1/flow': 50 };
  const said = await readingsOf(0.1, stepped, 1, before);
  const first = (tag: string): number => valuesOf(said, tag).get(START) ?? NaN;
  // 50 m³/s under 85 m of net head at about 92 %: 9.81 · 50 · 85 · 0.92 / 1000 = 38 MW; noise under 1 %.
  expect(first('s1/u1/mw')).toBeGreaterThan(37);
  expect(first('s1/u1/mw')).toBeLessThan(40);
  expect(Math.abs(first('s1/outflow/total') - 50)).toBeLessThan(1);
  expect(first('s1/inflow/observed')).toBeGreaterThan(10);
});
