import { describe, expect, test } from 'vitest';
import { causeRuns, kindOfCause, waterWorth } from '#client/views/dispatch/causes.ts';
import { compared, type Compared, reasonsFor } from '#client/views/dispatch/comparing.ts';
import { loadOnSteps, quarterHours } from '#client/views/dispatch/load-steps.ts';
import { stepAt, type Sheet } from '#client/views/dispatch/sheet.ts';

const HOUR = 3_600_000;
const QUARTER = 900_000;

function side(mw: readonly number[], turbineM3s: number | null): Compared {
  return {
    at: new Map(
      mw.map((value, i) => [
        i * QUARTER,
        {
          exportMw: value,
          units: { u1: value },
          turbineM3s,
          spillM3s: turbineM3s === null ? null : 0,
        },
      ]),
    ),
  };
}
const parts = { from: 0, to: HOUR, stepMinutes: 15, priceAt: () => 400, worthAt: () => 80_000 };

describe('two days beside each other', () => {
  test('differ in spans; each costs energy, money, water at its worth', () => {
    const first = side([40, 50, 50, 40], 60);
    const second = side([40, 40, 40, 40], 50);
    const { spans, total, shared } = compared({ ...parts, first, second });
    expect(shared).toBe(4);
    expect(spans).toHaveLength(1);
    // 10 MW over two quarter-hours are 5 MWh: 2000 at 400. 10 m³/s over 1800 s are 0.018 Mm³: 1440 at 80 000.
    expect(spans[0]).toMatchObject({ from: QUARTER, to: 3 * QUARTER, rows: 2, mw: 10 });
    expect(spans[0]!.energyMwh).toBeCloseTo(5, 9);
    expect(spans[0]!.money).toBeCloseTo(2000, 6);
    expect(spans[0]!.waterMm3).toBeCloseTo(0.018, 9);
    expect(spans[0]!.net).toBeCloseTo(2000 - 1440, 6);
    // The water of the rows alike differs too: 0.036 in all.
    expect(total.waterMm3).toBeCloseTo(0.036, 9);
  });

  test('differ row by row where that is asked for', () => {
    const sides = { first: side([40, 50, 50, 40], 60), second: side([40, 40, 40, 40], 50) };
    const { spans } = compared({ ...parts, ...sides, eachRow: true });
    expect(spans.map(({ from, rows }) => [from, rows])).toEqual([
      [QUARTER, 1],
      [2 * QUARTER, 1],
    ]);
  });

  test('part where the difference turns round', () => {
    const { spans } = compared({
      ...parts,
      first: side([50, 30, 40, 40], 1),
      second: side([40, 40, 40, 40], 1),
    });
    expect(spans.map(({ mw }) => mw)).toEqual([10, -10]);
  });

  test('of which one knows no water say nothing of it, and compare only what both have', () => {
    const { spans, total, shared } = compared({
      ...parts,
      first: side([50, 50], null),
      second: side([40, 40, 40, 40], 1),
    });
    expect(shared).toBe(2);
    expect(spans[0]).toMatchObject({ waterMm3: null, waterMoney: null, net: null });
    expect(total.energyMwh).toBeCloseTo(5, 9);
  });
});

const reason = (code: string, step: number, unit = '') => ({
  station: 's1',
  unit,
  step,
  code,
  data: {},
});
const sheet = {
  startsAt: QUARTER,
  stepMinutes: 15,
  steps: 3,
  reasons: [
    reason('step.level-max', 0),
    reason('step.price', 2),
    reason('start.price-rise', 1, 'u1'),
    { ...reason('water.worth', 0), data: { perMm3: [10, 20, 30], least: 10, most: 30 } },
  ],
} as const;

describe('what limits a day', () => {
  test('stands as runs of its slots, from where the plan begins', () => {
    const runs = causeRuns(sheet, [0, QUARTER, 2 * QUARTER, 3 * QUARTER]);
    expect(runs.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      [1, 3, 'level-max'],
      [3, 4, 'price'],
    ]);
    expect(kindOfCause('level-max')).toBe('water');
    expect(kindOfCause('price')).toBe('worth');
  });

  test('tells the worth of water by step', () => {
    expect(waterWorth(sheet.reasons, 1)).toEqual({ perMm3: 20, least: 10, most: 30 });
    expect(waterWorth([], 1)).toBeNull();
  });

  test('explains a difference by the changes in it and by what limits it', () => {
    const span = { from: 2 * QUARTER, rows: 1, units: [{ id: 'u1', mw: 5 }] };
    const codes = reasonsFor(sheet as unknown as Sheet, span as never).map(({ code }) => code);
    expect(codes).toEqual(['start.price-rise', 'step.level-max']);
  });
});

test('a step of a sheet is found by its instant, and only there', () => {
  expect(stepAt(sheet, QUARTER)).toBe(0);
  expect(stepAt(sheet, 0)).toBe(-1);
  expect(stepAt(sheet, 4 * QUARTER)).toBe(-1);
  expect(stepAt(sheet, QUARTER + 1)).toBe(-1);
});

describe('a load curve', () => {
  test('every five minutes becomes quarter-hours by the mean of three', () => {
    expect(quarterHours({ mw: [1, 2, 3, 10, 10, 13], stepMinutes: 5 })).toEqual([2, 11]);
    expect(quarterHours({ mw: [1, 2], stepMinutes: 15 })).toEqual([1, 2]);
  });

  test('beyond its day leaves a sheet to its own export', () => {
    const plan = { exportMw: [5, 6, 7] };
    const open = { ...sheet, trial: null, version: null, plan } as unknown as Sheet;
    expect(loadOnSteps(open, [0, QUARTER], [90, 91])).toEqual([91, 6, 7]);
  });
});
