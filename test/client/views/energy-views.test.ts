import { describe, expect, test } from 'vitest';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';
import { waterfallAxis, waterfallSpans } from '#client/charts/review/waterfall-chart.ts';
import {
  cusumView,
  eventStretches,
  fullResidual,
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
  const bars = waterfallBars({ targetKwh: 1000, actualKwh: 1090, kwh: of(2), money: of(1) }, words);

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
