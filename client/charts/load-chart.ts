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
import { chartData, type ChartPoint, cutSteps } from './points.ts';
import { niceStep } from './steady-range.ts';

/** A local day's load in steps: advised, ordered, run. MW sent out; money per MWh. */
export interface LoadChartView extends TimeSpan {
  readonly now: number;
  readonly recommended: readonly ChartPoint[];
  readonly ordered: readonly ChartPoint[];
  readonly actual: readonly ChartPoint[];
  /** Steps of what was run that are made of doubtful readings. */
  readonly doubtful: readonly ChartPoint[];
  readonly price: readonly ChartPoint[];
  /** The chart has no room for the tariff below it. */
  readonly isLow: boolean;
  /** All units at their largest output, MW: the axis' top. */
  readonly capacityMw: number;
  readonly words: {
    readonly now: string;
    readonly recommended: string;
    readonly ordered: string;
    readonly actual: string;
    readonly doubtful: string;
    readonly price: string;
    /** Unit of the price, for example CNY/MWh. */
    readonly priceUnit: string;
  };
}

/** Share of the tariff axis that its highest step fills. */
const TARIFF_FILL = 0.9;

const FUTURE_OPACITY = 0.6;

export function loadChart(view: LoadChartView, look: ChartLook): ChartOption {
  const { remPx } = look;
  const tariffRem = view.price.length > 0 && !view.isLow ? 2.2 : 0;
  const sides = { left: remPx * 3.2, right: remPx * 1.4 };
  return {
    animation: false,
    grid: [
      { ...sides, top: remPx * 1.5, bottom: remPx * (tariffRem + 2.1) },
      { ...sides, height: remPx * tariffRem, bottom: remPx * 1.7 },
    ],
    tooltip: pointerWords(look),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: [
      { ...timeAxis(view, look, { everyHours: 3, hidden: true }), gridIndex: 0 },
      { ...timeAxis(view, look, { everyHours: 3 }), gridIndex: 1 },
    ],
    yAxis: [loadAxis(view, look), tariffAxis(view)],
    series: [...loadSeries(view, look), tariffSeries(view, look)],
  };
}

function loadAxis(view: LoadChartView, look: ChartLook) {
  const step = niceStep(view.capacityMw / (view.isLow ? 3 : 4));
  return {
    type: 'value' as const,
    gridIndex: 0,
    min: 0,
    max: Math.ceil(view.capacityMw / step) * step,
    interval: step,
    ...axisUnit('MW', look),
    axisLabel: axisText(look),
    splitLine: { lineStyle: { color: look.edge, width: 1 } },
  };
}

function tariffAxis(view: LoadChartView) {
  const highest = Math.max(0, ...view.price.map(([, price]) => price ?? 0));
  const lowest = Math.min(0, ...view.price.map(([, price]) => price ?? 0));
  return {
    type: 'value' as const,
    gridIndex: 1,
    min: lowest,
    max: highest / TARIFF_FILL || 1,
    show: false,
  };
}

function loadSeries(view: LoadChartView, look: ChartLook) {
  const width = look.remPx;
  const ordered = (from: number, to: number) => chartData(cutSteps(view.ordered, from, to));
  const step = {
    type: 'line',
    step: 'end',
    showSymbol: false,
    connectNulls: false,
    tooltip: valueIn('MW', 1, view.locale),
  } as const;
  return [
    {
      ...step,
      id: 'ordered-past',
      itemStyle: { color: look.ordered },
      name: view.words.ordered,
      data: ordered(view.from, view.now),
      lineStyle: { color: look.ordered, width: width * 0.14 },
    },
    {
      ...step,
      id: 'ordered-future',
      itemStyle: { color: look.ordered },
      name: view.words.ordered,
      data: ordered(view.now, view.to),
      lineStyle: { color: look.ordered, width: width * 0.14, opacity: FUTURE_OPACITY },
      areaStyle: { color: look.ordered, opacity: 0.1 },
    },
    {
      ...step,
      id: 'recommended',
      itemStyle: { color: look.recommended },
      name: view.words.recommended,
      data: chartData(cutSteps(view.recommended, view.now, view.to)),
      lineStyle: { color: look.recommended, width: width * 0.11, type: 'dashed' as const },
    },
    {
      ...step,
      id: 'doubtful',
      itemStyle: { color: look.second },
      name: view.words.doubtful,
      data: chartData(view.doubtful),
      lineStyle: doubtfulStroke(look),
    },
    {
      ...step,
      id: 'actual',
      itemStyle: { color: look.actual },
      name: view.words.actual,
      data: chartData(view.actual),
      lineStyle: { color: look.actual, width: width * 0.2 },
      markLine: {
        symbol: 'none',
        silent: true,
        animation: false,
        data: [nowLine(view.now, look, view.words.now)],
      },
    },
  ];
}

function tariffSeries(view: LoadChartView, look: ChartLook) {
  return {
    id: 'price',
    itemStyle: { color: look.line },
    name: view.words.price,
    tooltip: valueIn(view.words.priceUnit, 0, view.locale),
    type: 'line' as const,
    step: 'end' as const,
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: chartData(view.price),
    showSymbol: false,
    lineStyle: { color: look.line, width: look.remPx * 0.08 },
    areaStyle: { color: look.tariff, opacity: 0.8 },
    markLine: {
      symbol: 'none',
      silent: true,
      animation: false,
      data: [nowLine(view.now, look, '')],
    },
  };
}
