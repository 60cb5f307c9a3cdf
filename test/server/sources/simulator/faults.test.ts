import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultEffects } from '#server/sources/simulator/fault-effects.ts';
import { readFaults, type PlantFault } from '#server/sources/simulator/fault-list.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Reading } from '#shared/wire/reading.ts';

const LEVEL = 's1/forebay/level';
const METER = 's1/service/drainage/kwh';
const TAGS = [LEVEL, METER];
/** When the simulator of these tests started. */
const START = Date.UTC(2026, 5, 1);
const FULL_M3S = 100;

function faultsOf(text: string): PlantFault[] {
  const read = readFaults(text, TAGS, 1);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

test('the faults that README and docs ask for are ones there are', () => {
  const pages = ['README.md', 'README.zh.md', 'docs/simulator.md'];
  const lists = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/ demo .*--faults ("[^"]+"|\w\S*)(?!\])/g)].map(
      ([, list = '']) => list.replaceAll('"', ''),
    ),
  );
  const shown = lists.filter((list) => list !== 'LIST]');
  expect(shown).toEqual(['random', 'random', 'stuck:s1/forebay/level@10m+30m,flood@1h+8h']);
  for (const list of shown) expect(readFaults(list, TAGS, 1)).toMatchObject({ ok: true });
});

const reading = (minutes: number, value: number, tag = LEVEL): Reading => ({
  tag,
  at: START + minutes * MS_PER_MINUTE,
  value,
  quality: 'good',
  source: 'simulator',
});

/** Values of one tag as they come out, minute by minute. */
function through(text: string, values: readonly number[], tag = LEVEL): (number | null)[] {
  const effects = faultEffects(faultsOf(text), START, FULL_M3S);
  return values.flatMap((value, minute) =>
    effects.apply([reading(minute, value, tag)]).map((one) => one.value),
  );
}

test('a stuck sensor keeps its last digits and comes back', () => {
  expect(through(`stuck:${LEVEL}@1m+2m`, [1.1, 1.2, 1.3, 1.4])).toEqual([1.1, 1.2, 1.2, 1.4]);
});

test('a gap says nothing', () => {
  expect(through(`gap:${LEVEL}@1m+2m`, [1.1, 1.2, 1.3, 1.4])).toEqual([1.1, 1.4]);
});

test('a spike is one value far off', () => {
  // 3 · 1.2 + 50
  expect(through(`spike:${LEVEL}@1m`, [1.1, 1.2, 1.3])).toEqual([1.1, 53.6, 1.3]);
});

test('a meter that is reset counts on from 0 for good', () => {
  expect(through(`meter-reset:${METER}@2m`, [100, 101, 102, 103, 105], METER)).toEqual([
    100, 101, 0, 1, 3,
  ]);
});

test('other instruments do not notice', () => {
  expect(through(`stuck:${METER}@0m+9m`, [1.1, 1.2])).toEqual([1.1, 1.2]);
});

test('a flood rises and falls within its span', () => {
  const { floodM3s } = faultEffects(faultsOf('flood@1h+8h'), START, FULL_M3S);
  const after = (hours: number): number => floodM3s(START + hours * MS_PER_HOUR);
  expect(after(0.5)).toBe(0);
  // Half-way: 2.5 full discharges of 100 m³/s.
  expect(after(5)).toBeCloseTo(250, 6);
  expect(after(9.5)).toBe(0);
});

test('every wrong item is named at once, with the form that is needed', () => {
  const read = readFaults(`stuck:nowhere@1m,flood,melt:${LEVEL}@1m`, TAGS, 1);
  expect(read).toMatchObject({
    ok: false,
    faults: [
      { path: 'faults[0]', wrong: '"nowhere" is not a tag of the simulated plant' },
      { path: 'faults[1]', wrong: '"flood" is no fault' },
      { path: 'faults[2]', wrong: '"melt" is none of stuck, gap, spike, meter-reset, flood, trip' },
    ],
  });
});

test('a unit that trips stands for its time, and its instruments tell the truth', () => {
  const read = readFaults('trip:s1/u2/on@1m+2m', [...TAGS, 's1/u2/on'], 1);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const effects = faultEffects(read.value, START, FULL_M3S);
  const tripped = [0, 1, 2, 3].map((minute) =>
    effects.isTripped('s1', 'u2', START + minute * MS_PER_MINUTE),
  );
  expect(tripped).toEqual([false, true, true, false]);
  expect(effects.isTripped('s1', 'u1', START + MS_PER_MINUTE)).toBe(false);
  const shown = effects.apply([reading(1, 1, 's1/u2/on')]);
  expect(shown.map(({ value }) => value)).toEqual([1]);
});

test('a trip is of a unit', () => {
  expect(readFaults(`trip:${LEVEL}@1m`, TAGS, 1)).toMatchObject({
    ok: false,
    faults: [{ wrong: 'a trip names a unit by its running state' }],
  });
});

test('random faults are the same for the same seed', () => {
  const draw = (seed: number): unknown => readFaults('random', TAGS, seed);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
