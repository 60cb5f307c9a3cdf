import { describe, expect, it } from 'vitest';
import { feederSchema } from '#shared/station/site-schema.ts';
import { balances, consumerTree, electricRoots } from '#shared/energy/consumer-tree.ts';
import { cusum } from '#shared/energy/review/cusum.ts';
import {
  cusumLight,
  targetLight,
  unexplainedLight,
  worstColour,
} from '#shared/energy/review/lights.ts';
import { typicalKwh } from '#shared/energy/review/typical.ts';
import { madeRow, fixedNoise } from './made-days.ts';

const feeder = (id: string, parent?: string, more: object = {}) =>
  feederSchema.parse({ id, name: { zh: id, en: id }, ...(parent ? { parent } : {}), ...more });

describe('the consumers of a station', () => {
  const feeders = [
    feeder('pumps', 'auxiliaries'),
    feeder('auxiliaries'),
    feeder('fans', 'auxiliaries'),
    feeder('water', 'auxiliaries', { unit: 'm³' }),
    feeder('offices'),
    feeder('diesel', undefined, { unit: 'L' }),
  ];
  const tree = consumerTree(feeders);

  it('are a tree, parents before their children', () => {
    expect([...tree.keys()]).toEqual([
      'auxiliaries',
      'pumps',
      'fans',
      'water',
      'offices',
      'diesel',
    ]);
    expect(tree.get('pumps')!.parent).toBe('auxiliaries');
    expect(electricRoots(feeders)).toEqual(['auxiliaries', 'offices']);
  });

  it('are balanced against their parent: the gap is shown, and booked to no child', () => {
    const use: Record<string, number> = { auxiliaries: 100, pumps: 60, fans: 30, water: 5 };
    const [balance] = balances(tree, (id) => use[id] ?? null);
    // 100 − 60 − 30; meters of 1 % each may err by 1 + 0.6 + 0.3.
    expect(balance).toMatchObject({ consumer: 'auxiliaries', gap: 10, within: false });
    expect(balance!.tolerance).toBeCloseTo(1.9, 12);
    // Cubic metres are not kWh: left out, and told.
    expect(balance!.leftOut).toEqual(['water']);
  });
});

describe('the CUSUM', () => {
  const days = (residuals: (number | null)[]) =>
    residuals.map((residualKwh, i) => ({ date: `2025-01-${i + 10}`, residualKwh }));

  it('adds up what exceeds half a σ and signals beyond five', () => {
    // σ = 10, k = 5, h = 50: a shift of 2σ adds 15 a day and passes 50 on the fourth.
    const points = cusum(days([20, 20, 20, 20]), 10);
    expect(points.map((point) => point.highKwh)).toEqual([15, 30, 45, 60]);
    expect(points.map((point) => point.signal)).toEqual([null, null, null, 'high']);
    expect(points.map((point) => point.sumKwh)).toEqual([20, 40, 60, 80]);
    expect(cusum(days([-20, -20, -20, -20]), 10).at(-1)!.signal).toBe('low');
  });

  it('breaks at an excluded day and begins anew', () => {
    const points = cusum(days([20, 20, null, 20]), 10);
    expect(points.map((point) => point.sumKwh)).toEqual([20, 40, null, 20]);
    expect(points.at(-1)!.highKwh).toBe(15);
  });
});

describe('the lights', () => {
  it('go by percent of the target: to 100 green, to 105 yellow, then red', () => {
    const colours = [100, 100.1, 105, 105.1].map((kwh) => targetLight(kwh, 100, null).colour);
    expect(colours).toEqual(['green', 'yellow', 'yellow', 'red']);
    expect(targetLight(100, null, null)).toMatchObject({ colour: null, code: 'target-none' });
  });

  it('go by the unexplained: beyond 2σ yellow, beyond 3σ red; less than expected never red', () => {
    const colours = [20, 21, 30, 31, -31].map((kwh) => unexplainedLight(kwh, 20, null).colour);
    expect(colours).toEqual(['green', 'yellow', 'yellow', 'red', 'yellow']);
  });

  it('go by the CUSUM: half of h yellow, h red, a fall yellow', () => {
    expect(cusumLight(24, 0, 10, null).colour).toBe('green');
    expect(cusumLight(26, 0, 10, null).colour).toBe('yellow');
    expect(cusumLight(51, 0, 10, null).colour).toBe('red');
    expect(cusumLight(0, 51, 10, null)).toMatchObject({ colour: 'yellow', code: 'cusum-falling' });
  });

  it('together show the worst; none where none burns', () => {
    const dark = targetLight(null, 1, null);
    expect(worstColour([dark, cusumLight(26, 0, 10, null)])).toBe('yellow');
    expect(worstColour([dark])).toBeNull();
  });
});

describe('a typical day', () => {
  it('is the median of the nine that are most alike, of the same kind', () => {
    const noise = fixedNoise(1);
    const row = { ...madeRow('2025-03-12', noise), generationMwh: 500, unitHours: 40 };
    const like = (kwh: number, changes = {}) => ({
      row: { ...row, ...changes },
      actualKwh: kwh,
      excluded: false,
    });
    const past = [
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((kwh) => like(kwh)),
      ...[50, 60, 70].map((kwh) => like(kwh, { generationMwh: 900 })),
      like(99, { isRestDay: true }),
      { ...like(98), excluded: true },
    ];
    expect(typicalKwh(row, past)).toBe(5);
    expect(typicalKwh(row, past.slice(0, 2))).toBeNull();
  });
});
