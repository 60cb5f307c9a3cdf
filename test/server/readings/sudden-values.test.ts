import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createBatchJudge } from '#server/readings/judge-batch.ts';
import { readFaults } from '#server/sources/simulator/fault-list.ts';
import { createSimulator } from '#server/sources/simulator/simulator.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { JudgedReading, Reading } from '#shared/wire/reading.ts';

const tags = tagList(exampleSystem, exampleSite);
const measured = tags.filter(({ origin }) => origin === 'measured').map(({ tag }) => tag);
const START = Date.parse('2026-07-15T09:00:00+08:00');

/** Flows of u1 to u4, m³/s, in turns of ten minutes: from rest to full and back, a step at a time. */
const ORDERS = [
  [0, 30, 0, 15],
  [60, 60, 27, 27],
  [60, 45, 0, 27],
  [0, 30, 0, 0],
];

/** What is judged of forty minutes of the example plant on a day in the rains. */
async function judgedDay(seed: number, faults: string): Promise<JudgedReading[]> {
  const read = readFaults(faults, measured, seed);
  if (faults !== '' && !read.ok) throw new Error(JSON.stringify(read.faults));
  const judge = createBatchJudge(tags, measured);
  const judged: JudgedReading[] = [];
  const plant = createSimulator({
    system: exampleSystem,
    site: exampleSite,
    tags,
    accept: (batch) => {
      const { taken } = judge.judge(batch, batch.at(-1)?.at ?? START, undefined);
      judged.push(...taken);
      return Promise.resolve({ accepted: taken.length, duplicate: 0, refused: [] });
    },
    orderedAt: (atMs) => {
      const turn = Math.min(ORDERS.length - 1, Math.floor((atMs - START) / (10 * MS_PER_MINUTE)));
      const units = Object.fromEntries(ORDERS[turn]!.map((flow, u) => [`u${u + 1}`, flow]));
      return { stations: { s1: { units, spillM3s: turn === 2 ? 300 : 0 } } };
    },
    clock: { now: () => START, rate: 1 },
    log: pino({ level: 'silent' }),
    seed,
    faults: faults !== '' && read.ok ? read.value : [],
    startMs: START,
  });
  await plant.runTo(START + 40 * MS_PER_MINUTE, 5000);
  return judged;
}

describe('the plant of the example', () => {
  test.each([1, 2, 3, 4])(
    'is believed in all that it does: starts, stops, gates, storms (year %i)',
    async (seed) => {
      const judged = await judgedDay(seed, '');
      expect(judged.filter(({ quality }) => quality !== 'good')).toEqual([]);
    },
  );

  // Three times the true value and 50 more (docs/simulator.md): of u1 at rest 50 MW, within its range.
  test.each([
    's1/inflow/observed',
    's1/outflow/total',
    's1/spill/flow',
    's1/station/export',
    's1/u1/mw',
    's1/u3/mw',
    's1/u1/flow',
    's1/forebay/level',
  ])('is not believed in a spike of %s, and is again in the next value', async (tag) => {
    const judged = await judgedDay(1, `spike:${tag}@5m`);
    const ofTag = judged.filter((reading) => reading.tag === tag);
    const at = START + 5 * MS_PER_MINUTE;
    const notGood = judged.filter(({ quality }) => quality !== 'good');
    expect(notGood.map((reading) => [reading.tag, reading.at])).toEqual([[tag, at]]);
    expect(ofTag.find((reading) => reading.at === at + 5000)?.quality).toBe('good');
  });
});

test('a unit that trips is believed once it has stood for as long as it would have taken to come down', () => {
  const judge = createBatchJudge(tags, measured);
  const said = (seconds: number, value: number): string | undefined => {
    const reading: Reading = {
      tag: 's1/u1/mw',
      at: START + seconds * 1000,
      value,
      quality: 'good',
      source: 'test',
    };
    return judge.judge([reading], reading.at, undefined).taken[0]?.quality;
  };
  // 5 % of 45 MW are 2.25 MW/s: 40 MW take 17.8 s.
  expect([0, 5, 10, 15, 20, 25].map((seconds) => said(seconds, seconds < 5 ? 40 : 0))).toEqual([
    'good',
    'doubtful',
    'doubtful',
    'doubtful',
    'good',
    'good',
  ]);
});
