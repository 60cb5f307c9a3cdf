import { describe, expect, test } from 'vitest';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';
import { heatCell, paintHeat } from '#client/charts/review/heat-map.ts';
import type { ChartLook } from '#client/charts/look.ts';
import { waterfallAxis, waterfallSpans } from '#client/charts/review/waterfall-chart.ts';
import {
  cusumView,
  eventStretches,
  fullResidual,
  heatView,
  paretoBars,
  runWords,
  waterfallBars,
} from '#client/views/energy/review-views.ts';

const of = (kwh: number): Record<VarianceTerm, number> =>
  Object.fromEntries(VARIANCE_TERMS.map((term, i) => [term, kwh * (i + 1)])) as Record<
    VarianceTerm,
    number
  >;
const words = { word: String, kwh: String, signed: String, money: String };

describe('the waterfall', () => {
  // Nine terms of 1 … 9 times 2: 90 in all, 56 of them up to efficiency.
  const bars = waterfallBars({ targetKwh: 1000, kwh: of(2), money: of(1) }, words);

  test('begins with the target, stops at what is expected, ends with the actual', () => {
    expect(bars.map((bar) => bar.word)).toEqual([
      'target',
      ...VARIANCE_TERMS.slice(0, 7),
      'expected',
      ...VARIANCE_TERMS.slice(7),
      'actual',
    ]);
    expect(bars.find((bar) => bar.word === 'expected')!.kwh).toBe(1056);
  });

  test('hangs each bar where the one before ended, so that the last change ends at the actual', () => {
    const spans = waterfallSpans(bars);
    expect(spans[1]).toEqual([1000, 1002]);
    expect(spans.at(-2)![1]).toBe(1090);
    expect(spans.at(-1)).toEqual([0, 1090]);
  });

  test('has an axis on full steps that leaves room for small changes of a large whole', () => {
    const axis = waterfallAxis(bars, waterfallSpans(bars));
    expect(axis.min).toBeGreaterThan(500);
    expect(axis.min).toBeLessThan(1000);
    expect(axis.min % axis.interval).toBe(0);
    expect(axis.max).toBeGreaterThanOrEqual(1090);
  });
});

test('an event covers its days on a chart, cut at the ends', () => {
  const dates = ['2026-05-01', '2026-05-02', '2026-05-03'];
  const event = { name: 'works', from: '2026-04-20', to: '2026-05-02' };
  const all = { ...event, consumers: null, effect: 'excluded' as const };
  expect(eventStretches([all], dates)).toEqual([{ from: 0, to: 1, word: 'works' }]);
  expect(eventStretches([{ ...all, to: '2026-04-25' }], dates)).toEqual([]);
});

test('the CUSUM is broken where a day is left out', () => {
  const point = { date: 'a', sumKwh: 5, highKwh: 3, lowKwh: 0, signal: null };
  const view = cusumView(
    [point, { ...point, sumKwh: null }],
    10,
    [],
    { sum: 's', high: 'h', low: 'l', h: '5σ' },
    'kWh',
    String,
  );
  expect(view.lines.map((line) => line.values[1])).toEqual([null, null, null]);
  expect(view.levels).toEqual([
    { at: 50, word: '+5σ' },
    { at: -50, word: '−5σ' },
  ]);
});

test('advice is said in stretches of hours', () => {
  const hours = [22, 22.25, 22.5, 22.75, 23, 23.25, 23.5, 23.75];
  const on = [true, true, false, false, false, false, true, true];
  expect(runWords(on, hours, 15)).toBe('22:00–22:30, 23:30–24:00');
});

test('a colour is full at what nearly all hours stay below', () => {
  const values = Array.from({ length: 101 }, (_, i) => i - 50);
  expect(fullResidual(values)).toBe(48);
  expect(fullResidual([])).toBeGreaterThan(0);
});

describe('the heat map', () => {
  // Two days of two known hours; the second day's hour 1 has no expected value.
  const view = heatView([
    {
      date: '2026-05-01',
      hours: [0, 1].map((hour) => ({ hour, residualKwh: hour === 0 ? 4 : -2 })),
    },
    {
      date: '2026-05-02',
      hours: [
        { hour: 0, residualKwh: 1 },
        { hour: 1, residualKwh: null },
      ],
    },
  ]);

  test('leaves an hour without an expected value bare', () => {
    expect(view.cells).toEqual([
      [0, 0, 4],
      [0, 1, -2],
      [1, 0, 1],
    ]);
    expect(heatCell(view, 0.6, 1.5 / 24)).toBeNull();
    // Half way through the first day, in its second hour.
    expect(heatCell(view, 0.25, 1.5 / 24)).toEqual([0, 1, -2]);
  });

  test('paints more in one colour and less in the other, the fuller the farther off', () => {
    const painted: { colour: string; alpha: number; at: number[] }[] = [];
    const paint = {
      fillStyle: '',
      globalAlpha: 1,
      clearRect: () => undefined,
      fillRect(...at: number[]) {
        painted.push({ colour: paint.fillStyle, alpha: paint.globalAlpha, at });
      },
    };
    const look = { edge: 'edge', panel: 'panel', warm: 'warm', ordered: 'cool' } as ChartLook;
    paintHeat(paint, { ...view, fullKwh: 2 }, { width: 20, height: 240 }, look);
    // Columns of 10 dots, rows of 10, each a dot short of its neighbour; 4 of 2 kWh is full, 1 of 2 is half.
    expect(painted.filter(({ colour }) => colour === 'warm' || colour === 'cool')).toEqual([
      { colour: 'warm', alpha: 1, at: [0, 0, 9, 9] },
      { colour: 'cool', alpha: 1, at: [0, 10, 9, 9] },
      { colour: 'warm', alpha: 0.5, at: [10, 0, 9, 9] },
    ]);
  });
});

test('the Pareto ranks feeders, marks what was expected, and says how far the largest reach', () => {
  const line = (consumer: string, actualKwh: number, overKwh: number | null) => ({
    consumer,
    actualKwh,
    overKwh,
    colour: null,
  });
  // Used 60 of 100; expected 80, which is the longest of all: 60 − (−20).
  const bars = paretoBars([line('b', 40, null), line('a', 60, -20)]);
  expect(
    bars.map(({ consumer, share, expectedShare, reached }) => [
      consumer,
      share,
      expectedShare,
      reached,
    ]),
  ).toEqual([
    ['a', 0.75, 1, 0.6],
    ['b', 0.5, null, 1],
  ]);
  expect(paretoBars([line('a', 0, null)])[0]!.reached).toBeNull();
});
