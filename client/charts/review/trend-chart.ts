import { axisText, pointerWords } from '../axes.ts';
import type { ChartOption } from '../chart-option.ts';
import type { ChartLook } from '../look.ts';
import { amountAxis, categoryAxis, reviewGrid } from './review-axes.ts';

/** A line over days; null is a gap. */
export interface TrendLine {
  readonly id: string;
  readonly word: string;
  readonly values: readonly (number | null)[];
  readonly stroke: 'actual' | 'ordered' | 'recommended' | 'second';
  /** Absent: drawn through. */
  readonly dash?: 'dashed' | 'dotted';
}

/** Curves over days or slots with what happened marked: CUSUM, base load, five lines, a day's slots. */
export interface TrendView {
  readonly places: readonly string[];
  readonly lines: readonly TrendLine[];
  readonly unit: string;
  readonly format: (value: number) => string;
  /** Level lines, for example ± h. */
  readonly levels?: readonly { readonly at: number; readonly word: string }[];
  /** Stretches of days that an event covers, by place, both taken in. */
  readonly events?: readonly {
    readonly from: number;
    readonly to: number;
    readonly word: string;
  }[];
  readonly steps?: boolean;
  readonly fromZero?: boolean;
}

export function trendChart(view: TrendView, look: ChartLook): ChartOption {
  const { remPx } = look;
  const [first, ...others] = view.lines.map((line) => seriesOf(view, line, look));
  return {
    animation: false,
    grid: reviewGrid(look),
    tooltip: {
      ...pointerWords(look),
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? `${view.format(value)} ${view.unit}` : '–',
    },
    xAxis: trendAxis(view.places, look),
    yAxis: { ...amountAxis(view.unit, look, view.format), scale: view.fromZero !== true },
    series: first ? [{ ...first, ...marksOf(view, look, remPx) }, ...others] : [],
  };
}

/** The first and the last word stand within the chart, though their places are its edges. */
function trendAxis(places: readonly string[], look: ChartLook) {
  const axis = categoryAxis(places, look);
  const axisLabel = {
    ...axis.axisLabel,
    alignMinLabel: 'left' as const,
    alignMaxLabel: 'right' as const,
  };
  return { ...axis, axisLabel, boundaryGap: false };
}

function seriesOf(view: TrendView, line: TrendLine, look: ChartLook) {
  const colour = look[line.stroke];
  return {
    id: line.id,
    name: line.word,
    type: 'line' as const,
    data: line.values.map((value) => value ?? '-'),
    showSymbol: false,
    connectNulls: false,
    ...(view.steps ? { step: 'end' as const } : {}),
    itemStyle: { color: colour },
    lineStyle: {
      color: colour,
      width: look.remPx * (line.stroke === 'actual' ? 0.18 : 0.13),
      type: line.dash ?? ('solid' as const),
    },
  };
}

interface EventStart {
  name: string;
  xAxis: number;
  label?: { position: [string, string]; align: 'right' };
}

const AT_LEFT: Pick<EventStart, 'label'> = { label: { position: ['0%', '2%'], align: 'right' } };

function marksOf(view: TrendView, look: ChartLook, remPx: number) {
  const levels = view.levels ?? [];
  const events = view.events ?? [];
  return {
    markLine: {
      symbol: 'none',
      silent: true,
      animation: false,
      data: levels.map(({ at, word }) => ({
        yAxis: at,
        lineStyle: { color: look.second, width: remPx * 0.08, type: [8, 4] },
        label: { ...axisText(look), formatter: word, position: 'insideEndTop' as const },
      })),
    },
    markArea: {
      silent: true,
      itemStyle: { color: look.edge, opacity: 0.7 },
      label: { ...axisText(look), color: look.text, position: 'insideTopLeft' as const },
      data: events.map(({ from, to, word }): [EventStart, { xAxis: number }] => [
        // In the right half the words stand to the left, so that the chart's edge does not cut them.
        { name: word, xAxis: from, ...(from > view.places.length / 2 ? AT_LEFT : {}) },
        { xAxis: Math.max(to, from) },
      ]),
    },
  };
}
