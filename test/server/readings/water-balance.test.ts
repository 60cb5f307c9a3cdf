import { describe, expect, it } from 'vitest';
import type { System } from '#shared/station/system-schema.ts';
import { exampleSystem } from '#shared/station/example/example.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import type { JudgedReading, Reading } from '#shared/wire/reading.ts';
import { createBatchJudge } from '#server/readings/judge-batch.ts';
import { createWaterBalance } from '#server/readings/water-balance.ts';

const [station] = exampleSystem.stations;
/** 1 m of level is 1 Mm³: an area of 1 km², so that 100 m³/s move it 0.36 m in an hour. */
const system: System = {
  ...exampleSystem,
  stations: [
    {
      ...station!,
      reservoir: {
        ...station!.reservoir,
        storage: [
          [430, 0],
          [460, 30],
        ],
      },
    },
  ],
};
const id = station!.id;
const LEVEL = `${id}/forebay/level`;
const INFLOW = `${id}/inflow/observed`;
const OUTFLOW = `${id}/outflow/total`;
const START = Date.UTC(2026, 5, 1);

const said = (tag: string, at: number, value: number | null): Reading => ({
  tag,
  at,
  value,
  quality: 'good',
  source: 'test',
});

/** A gauge and its flows, spoken every five minutes for some hours, through the door of the readings. */
function live(
  hours: number,
  say: (at: number) => readonly Reading[],
  sites: Parameters<typeof tagList>[1]['tags'] = [],
): readonly JudgedReading[] {
  const tags = tagList(system, { feeders: [], tags: sites });
  const judge = createBatchJudge(tags, [], createWaterBalance(system));
  const taken: JudgedReading[] = [];
  for (let at = START; at <= START + hours * MS_PER_HOUR; at += 5 * MS_PER_MINUTE) {
    taken.push(...judge.judge(say(at), at, undefined).taken);
  }
  return taken.filter(({ tag }) => tag === LEVEL);
}
const hoursUntil = (levels: readonly JudgedReading[]): number | null => {
  const frozen = levels.find(({ mark }) => mark === 'frozen');
  return frozen ? (frozen.at - START) / MS_PER_HOUR : null;
};

describe('a level that rests while water comes and goes', () => {
  const stuck = (inflowM3s: number, outflowM3s: number, levelM = 444.583) => {
    return (at: number): Reading[] => [
      said(INFLOW, at, inflowM3s),
      said(OUTFLOW, at, outflowM3s),
      said(LEVEL, at, levelM),
    ];
  };

  it('is frozen once it must have moved by 2 cm, each flow believed to 10 % alone', () => {
    // 30 in, 100 out: 70 − 10 % of 130 = 57 m³/s at least; 0.02 Mm³ / 57 m³/s = 351 s.
    // The readings come every 300 s: the one at 600 s is the first to be judged so.
    const levels = live(1, stuck(30, 100));
    expect(hoursUntil(levels)).toBeCloseTo(600 / 3600, 6);
    expect(levels.at(-1)).toMatchObject({ quality: 'doubtful', mark: 'frozen' });
  });

  it('may rest where the flows are alike within what is known of them', () => {
    // 60 − 55 = 5 m³/s is less than 10 % of 115.
    expect(hoursUntil(live(12, stuck(60, 55)))).toBeNull();
  });

  it('may rest by three of its own last digits: a gauge of whole decimetres hides 0.3 m', () => {
    // 57 m³/s move 0.3 Mm³ in 5263 s; the next reading comes at 5400 s.
    const levels = live(3, stuck(30, 100, 444.5));
    expect(hoursUntil(levels)).toBeCloseTo(5400 / 3600, 6);
  });

  it('is good again with the first other value', () => {
    const levels = live(2, (at) =>
      at < START + MS_PER_HOUR ? stuck(30, 100)(at) : stuck(30, 100, 444.5 - (at % 7) / 1000)(at),
    );
    const before = levels.filter(({ at }) => at < START + MS_PER_HOUR);
    expect(before.at(-1)?.quality).toBe('doubtful');
    const first = levels[before.length];
    expect(first).toMatchObject({ quality: 'good' });
    expect(first).not.toHaveProperty('mark');
  });

  it('may come later than the flows: each of its values is noted all the same', () => {
    const aMinuteLate = (fallM: number) => (at: number) => [
      said(INFLOW, at, 30),
      said(OUTFLOW, at, 100),
      // Rests for one reading, then falls.
      said(LEVEL, at - MS_PER_MINUTE, 444.583 - fallM * Math.floor((at - START) / 600_000)),
    ];
    expect(hoursUntil(live(6, aMinuteLate(0.02)))).toBeNull();
    expect(hoursUntil(live(6, aMinuteLate(0)))).not.toBeNull();
  });

  it('is believed where the flows are not known: nothing speaks against it', () => {
    const onlyLevel = (at: number) => stuck(30, 100)(at).slice(2);
    expect(hoursUntil(live(12, onlyLevel))).toBeNull();
    const noInflow = (at: number) => [said(INFLOW, at, null), ...stuck(30, 100)(at).slice(1)];
    expect(hoursUntil(live(12, noInflow))).toBeNull();
  });

  it('adds nothing for a time in which the flows were silent for more than half an hour', () => {
    const silent = (at: number) =>
      at === START ? stuck(30, 100)(at) : stuck(30, 100)(at).slice(2);
    // Half an hour is believed: 57 m³/s · 1800 s = 0.1 Mm³ would be 10 cm; a decimetre gauge hides it.
    expect(hoursUntil(live(12, silent))).not.toBeNull();
    const coarse = (at: number) =>
      at === START ? stuck(30, 100, 444.5)(at) : stuck(30, 100, 444.5)(at).slice(2);
    expect(hoursUntil(live(12, coarse))).toBeNull();
  });

  it('may rest as long as it likes where the site says that its gauge does', () => {
    const rests = [{ tag: LEVEL, frozenAfterMs: null }];
    expect(hoursUntil(live(12, stuck(30, 100), rests))).toBeNull();
  });
});
