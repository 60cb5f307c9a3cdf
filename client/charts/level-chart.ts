import { formatNumber } from '#client/format/numbers.ts';
import {
  axisText,
  axisUnit,
  doubtfulStroke,
  nowLine,
  pointerWords,
  timeAxis,
  type TimeSpan,
  valueIn,
} from './axes.ts';
import type { ChartOption } from './chart-option.ts';
import type { ChartLook } from './look.ts';
import { chartData, type ChartPoint } from './points.ts';
import { steadyRange } from './steady-range.ts';

export interface LevelLimit {
  readonly levelM: number;
  readonly name: string;
}

/** Reservoir level: the past as measured, the next day as planned. Levels in m above datum. */
export interface LevelChartView extends TimeSpan {
  readonly now: number;
  readonly measured: readonly ChartPoint[];
  /** Stretches of the past that are made of doubtful readings. */
  readonly doubtful: readonly ChartPoint[];
  readonly planned: readonly ChartPoint[];
  /** Between which levels the members of a forecast lie; absent: it has none. */
  readonly spread?: readonly SpreadPoint[];
  readonly limits: readonly LevelLimit[];
  readonly words: {
    readonly now: string;
    readonly measured: string;
    readonly doubtful: string;
    readonly planned: string;
  };
}

/** Where most members of a forecast lie at an instant, m. */
export interface SpreadPoint {
  readonly at: number;
  readonly lowM: number;
  readonly highM: number;
}

const SPREAD_OPACITY = 0.25;

/** A band is two lines on top of each other: one that is not seen, and from it the width, filled. */
function spreadBand(spread: readonly SpreadPoint[], look: ChartLook) {
  const part = {
    type: 'line' as const,
    stack: 'spread',
    stackStrategy: 'all' as const,
    showSymbol: false,
    silent: true,
    // Under the curves.
    z: 1,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  };
  return [
    { ...part, id: 'spread-low', data: spread.map(({ at, lowM }) => [at, lowM]) },
    {
      ...part,
      id: 'spread',
      data: spread.map(({ at, lowM, highM }) => [at, highM - lowM]),
      areaStyle: { color: look.ordered, opacity: SPREAD_OPACITY },
    },
  ];
}

/** Less than this is not worth a whole axis, m. */
const SMALLEST_SPAN_M = 0.8;

/** A limit this near to the curve, as a share of its span, is taken into the picture. */
const NEAR_SHARE = 0.6;

export function levelChart(view: LevelChartView, look: ChartLook): ChartOption {
  const levels = [...view.measured, ...view.doubtful, ...view.planned].flatMap(([, y]) =>
    y === null ? [] : [y],
  );
  const { spread = [] } = view;
  const spreadLevels = spread.flatMap(({ lowM, highM }) => [lowM, highM]);
  const range = steadyRange(
    withNearLimits([...levels, ...spreadLevels], view.limits),
    SMALLEST_SPAN_M,
  );
  const { remPx } = look;
  return {
    animation: false,
    grid: { left: remPx * 3.6, right: remPx * 1.4, top: remPx * 1.5, bottom: remPx * 1.7 },
    tooltip: pointerWords(look),
    xAxis: timeAxis(view, look, { everyHours: 6, wordsEveryHours: 12 }),
    yAxis: {
      type: 'value',
      ...axisUnit('m', look),
      ...(range && { min: range.min, max: range.max, interval: range.step }),
      axisLabel: {
        ...axisText(look),
        formatter: (level: number) => formatNumber(level, range && range.step < 1 ? 1 : 0, 'en'),
      },
      splitLine: { lineStyle: { color: look.edge, width: 1 } },
    },
    series: [
      {
        id: 'measured',
        itemStyle: { color: look.actual },
        name: view.words.measured,
        tooltip: valueIn('m', 2, view.locale),
        type: 'line',
        data: chartData(view.measured),
        showSymbol: false,
        connectNulls: false,
        lineStyle: { color: look.actual, width: remPx * 0.16 },
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          data: [nowLine(view.now, look, view.words.now), ...limitLines(view, look, range)],
        },
      },
      {
        id: 'doubtful',
        itemStyle: { color: look.second },
        name: view.words.doubtful,
        tooltip: valueIn('m', 2, view.locale),
        type: 'line',
        data: chartData(view.doubtful),
        showSymbol: false,
        connectNulls: false,
        lineStyle: doubtfulStroke(look),
      },
      {
        id: 'planned',
        itemStyle: { color: look.ordered },
        name: view.words.planned,
        tooltip: valueIn('m', 2, view.locale),
        type: 'line',
        data: chartData(view.planned),
        showSymbol: false,
        lineStyle: { color: look.ordered, width: remPx * 0.14, type: 'dashed', opacity: 0.9 },
      },
      ...(spread.length > 0 ? spreadBand(spread, look) : []),
    ],
  };
}

function withNearLimits(levels: readonly number[], limits: readonly LevelLimit[]): number[] {
  if (levels.length === 0) return limits.map((limit) => limit.levelM);
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  const reach = NEAR_SHARE * Math.max(high - low, SMALLEST_SPAN_M);
  const near = limits.filter(({ levelM }) => levelM > low - reach && levelM < high + reach);
  return [...levels, ...near.map((limit) => limit.levelM)];
}

function limitLines(
  view: LevelChartView,
  look: ChartLook,
  range: { min: number; max: number } | null,
) {
  return view.limits
    .filter(({ levelM }) => range !== null && levelM >= range.min && levelM <= range.max)
    .map(({ levelM, name }) => ({
      yAxis: levelM,
      lineStyle: { color: look.second, width: look.remPx * 0.08, type: [8, 4] },
      label: {
        ...axisText(look),
        formatter: name,
        position: 'insideStartBottom' as const,
      },
    }));
}
