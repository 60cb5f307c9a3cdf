import { describe, expect, test } from 'vitest';
import { timeAxis } from '#client/charts/axes.ts';
import { levelChart } from '#client/charts/level-chart.ts';
import { loadChart } from '#client/charts/load-chart.ts';
import type { ChartLook } from '#client/charts/look.ts';
import { chartData, cutSteps, heldSteps, splitLine, splitSteps } from '#client/charts/points.ts';
import { niceStep, steadyRange } from '#client/charts/steady-range.ts';
import { dayOf } from '#client/views/wall/load-view.ts';

const look: ChartLook = {
  remPx: 20,
  font: 'sans-serif',
  text: '#111',
  second: '#222',
  edge: '#333',
  line: '#444',
  panel: '#666',
  mark: '#777',
  actual: '#888',
  ordered: '#999',
  recommended: '#aaa',
  tariff: '#ccc',
  warm: '#b60',
};
const HOUR = 3_600_000;

describe('points', () => {
  test('a gap stays a gap: no line is drawn across it', () => {
    expect(
      chartData([
        [0, 1],
        [1, null],
        [2, 3],
      ]),
    ).toEqual([
      [0, 1],
      [1, '-'],
      [2, 3],
    ]);
  });

  test('a step holds until the next one, no longer than its length', () => {
    // The step at 10 lasts 5, the next begins at 20: from 15 to 20 there is nothing.
    expect(
      heldSteps(
        [
          [10, 1],
          [20, 2],
        ],
        5,
        22,
      ),
    ).toEqual([
      [10, 1],
      [15, 1],
      [15, null],
      [20, 2],
      [22, 2],
    ]);
  });

  test('the last step before a gap holds to its end', () => {
    expect(
      heldSteps(
        [
          [0, 1],
          [5, null],
          [10, 2],
        ],
        5,
        15,
      ),
    ).toEqual([
      [0, 1],
      [5, 1],
      [5, null],
      [5, null],
      [10, 2],
      [15, 2],
    ]);
  });

  test('what is made of doubtful readings has a stroke of its own', () => {
    const points = [
      { x: 0, y: 1, sound: true },
      { x: 1, y: 2, sound: true },
      { x: 2, y: 3, sound: false },
      { x: 3, y: 4, sound: true },
      { x: 4, y: null, sound: false },
    ];
    const soundOnes = [
      [0, 1],
      [1, 2],
      [2, null],
      [3, 4],
      [4, null],
    ];
    expect(splitSteps(points)).toEqual({
      sound: soundOnes,
      doubtful: [
        [0, null],
        [1, null],
        [2, 3],
        [3, null],
        [4, null],
      ],
    });
    // A line reaches from the doubtful point to both its neighbours, and not across the gap.
    expect(splitLine(points)).toEqual({
      sound: soundOnes,
      doubtful: [
        [0, null],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, null],
      ],
    });
  });

  test('cut at an instant, both parts of a step curve meet there', () => {
    const steps = heldSteps(
      [
        [0, 1],
        [10, 2],
      ],
      10,
      20,
    );
    expect(cutSteps(steps, 0, 5)).toEqual([
      [0, 1],
      [5, 1],
    ]);
    expect(cutSteps(steps, 5, 20)).toEqual([
      [5, 1],
      [10, 2],
      [20, 2],
    ]);
  });
});

describe('an axis', () => {
  test('has its ends on its own ticks and spans what it must', () => {
    // Span 0.8 in 4 parts is 0.2 a tick; the values lie in 444.8 to 445.2, two ticks short of it.
    expect(steadyRange([444.99, 445.01], 0.8)).toEqual({ min: 444.6, max: 445.4, step: 0.2 });
  });

  test('does not move with every value', () => {
    expect(steadyRange([444.65, 445.35], 0.8)).toEqual(steadyRange([444.7, 445.3], 0.8));
  });

  test('has steps of 1, 2 or 5', () => {
    expect([0.11, 0.2, 3, 7].map(niceStep)).toEqual([0.2, 0.2, 5, 10]);
  });
});

describe('a time axis over a clock change', () => {
  const ticksOf = (from: number, to: number): string[] => {
    const span = { from, to, timeZone: 'Europe/Zurich', locale: 'en' };
    const { axisLabel } = timeAxis(span, look, { everyHours: 3 });
    return axisLabel.customValues.map((at) => `${(at - from) / HOUR}=${axisLabel.formatter(at)}`);
  };

  test('has 100 quarter-hours in autumn: from 00:00 to 03:00 are four hours', () => {
    const day = dayOf(Date.UTC(2026, 9, 25, 12), 'Europe/Zurich');
    expect((day.to - day.from) / (HOUR / 4)).toBe(100);
    expect(ticksOf(day.from, day.to).slice(0, 3)).toEqual(['0=00:00', '4=03:00', '7=06:00']);
  });

  test('has 92 in spring: from 00:00 to 03:00 are two', () => {
    const day = dayOf(Date.UTC(2026, 2, 29, 12), 'Europe/Zurich');
    expect((day.to - day.from) / (HOUR / 4)).toBe(92);
    expect(ticksOf(day.from, day.to).slice(0, 3)).toEqual(['0=00:00', '2=03:00', '5=06:00']);
  });
});

describe('the level chart', () => {
  const view = {
    from: -24 * HOUR,
    to: 24 * HOUR,
    now: 0,
    timeZone: 'UTC',
    measured: [
      [-HOUR, 445],
      [0, null],
    ] as const,
    doubtful: [] as const,
    planned: [[HOUR, 445.2]] as const,
    limits: [
      { levelM: 450, name: 'Flood limit' },
      { levelM: 445.5, name: 'Normal' },
    ],
    locale: 'en',
    words: { now: 'now', measured: 'measured', doubtful: 'doubtful', planned: 'planned' },
  };
  const option = levelChart(view, look);
  const series = option.series as { id: string; data: unknown; markLine?: { data: unknown[] } }[];

  test('shows the past as measured and the future as planned', () => {
    expect(series.map(({ id }) => id)).toEqual(['measured', 'doubtful', 'planned']);
    expect(series[0]?.data).toEqual([
      [-HOUR, 445],
      [0, '-'],
    ]);
  });

  test('has its words at midnight and noon, where they do not touch each other', () => {
    const { xAxis } = option as { xAxis: { axisLabel: { customValues: number[] } } };
    expect(xAxis.axisLabel.customValues.map((at) => at / HOUR)).toEqual([-24, -12, 0, 12, 24]);
  });

  test('draws what is doubtful apart, and makes room for it', () => {
    const doubtful = [
      [-2 * HOUR, 448],
      [-HOUR, 445],
    ] as const;
    const marked = levelChart({ ...view, doubtful }, look);
    const lines = marked.series as { id: string; data: unknown; lineStyle: { type?: string } }[];
    expect(lines[1]).toMatchObject({ id: 'doubtful', lineStyle: { type: 'dotted' } });
    expect((marked as { yAxis: { max: number } }).yAxis.max).toBeGreaterThanOrEqual(448);
  });

  test('draws the members of a forecast as a band: its lower edge, and its width on top of it', () => {
    const spread = [
      { at: 0, lowM: 444, highM: 444.5 },
      { at: 900_000, lowM: 443.8, highM: 445 },
    ];
    const series = levelChart({ ...view, spread }, look).series as { id: string; data: unknown }[];
    const dataOf = (id: string) => series.find((one) => one.id === id)?.data;
    expect(dataOf('spread-low')).toEqual([
      [0, 444],
      [900_000, 443.8],
    ]);
    expect(dataOf('spread')).toEqual([
      [0, 0.5],
      [900_000, expect.closeTo(1.2, 9)],
    ]);
  });

  test('draws now, and the limits that are near', () => {
    expect(series[0]?.markLine?.data).toMatchObject([{ xAxis: 0 }, { yAxis: 445.5 }]);
  });

  test('names the day that begins within it, and the time of day elsewhere', () => {
    const { xAxis } = option as { xAxis: { axisLabel: { formatter: (at: number) => string } } };
    // The epoch, at which this chart's day begins, was a Thursday.
    expect(xAxis.axisLabel.formatter(0)).toBe('Thu');
    expect(xAxis.axisLabel.formatter(6 * HOUR)).toBe('06:00');
  });

  test('needs no animation and no markup', () => {
    expect(option.animation).toBe(false);
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' });
  });
});

test('the load chart has one steady axis up to the capacity, and lightens the future', () => {
  const option = loadChart(
    {
      from: 0,
      to: 24 * HOUR,
      now: 12 * HOUR,
      timeZone: 'UTC',
      recommended: [],
      ordered: heldSteps([[0, 50]], 24 * HOUR, 24 * HOUR),
      actual: [[0, 49]],
      doubtful: [],
      price: [[0, 380]],
      isLow: false,
      capacityMw: 130,
      locale: 'en',
      words: {
        now: 'now',
        recommended: 'recommended',
        ordered: 'ordered',
        actual: 'actual',
        doubtful: 'doubtful',
        price: 'tariff',
        priceUnit: 'CNY/MWh',
      },
    },
    look,
  );
  // 130 MW in 4 parts: steps of 50, so the axis ends at 150.
  expect(option).toMatchObject({ yAxis: [{ min: 0, max: 150, interval: 50 }, {}] });
  const series = option.series as { id: string; data: unknown; lineStyle: { opacity?: number } }[];
  const part = (id: string) => series.find((one) => one.id === id);
  expect(part('ordered-past')?.data).toEqual([
    [0, 50],
    [12 * HOUR, 50],
  ]);
  expect(part('ordered-past')?.lineStyle.opacity).toBeUndefined();
  expect(part('ordered-future')?.lineStyle.opacity).toBeLessThan(1);
});
