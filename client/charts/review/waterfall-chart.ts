import { axisText } from '../axes.ts';
import type { ChartOption } from '../chart-option.ts';
import type { ChartLook } from '../look.ts';
import { niceStep } from '../steady-range.ts';
import { amountAxis, categoryAxis, itemWords, reviewGrid } from './review-axes.ts';

/** One bar: a standing amount from 0, or a change that hangs where the one before ended. */
export interface WaterfallBar {
  readonly word: string;
  readonly kind: 'standing' | 'change';
  readonly kwh: number;
  /** What is said over it, and at the pointer. */
  readonly label: string;
  readonly help: string;
}

export interface WaterfallView {
  readonly bars: readonly WaterfallBar[];
  readonly unit: string;
  readonly format: (value: number) => string;
  /** ± band about the last change's end, kWh; 0: none. */
  readonly bandKwh: number;
}

/** Ends of each bar: `[from, to]`. */
export function waterfallSpans(bars: readonly WaterfallBar[]): [number, number][] {
  let level = 0;
  return bars.map(({ kind, kwh }): [number, number] => {
    const from = kind === 'standing' ? 0 : level;
    level = from + kwh;
    return [from, level];
  });
}

/**
 * An axis on full steps. Where the changes are small beside the whole it begins below the lowest end: the whole
 * stands in the labels, the changes are what is to be seen.
 */
export function waterfallAxis(
  bars: readonly WaterfallBar[],
  spans: readonly (readonly [number, number])[],
): { min: number; max: number; interval: number } {
  const ends = spans.flat();
  const high = Math.max(...ends, 1);
  const standing = spans.filter((_, i) => bars[i]!.kind === 'standing').map(([, to]) => to);
  const changing = spans.filter((_, i) => bars[i]!.kind === 'change').flat();
  const low = Math.min(...standing, ...changing);
  const reach = high - low;
  const foot =
    low > 0 && reach < low / 2 ? Math.max(0, low - Math.max(reach, high / 50)) : Math.min(0, low);
  const interval = niceStep((high - foot) / 5);
  return {
    min: Math.floor(foot / interval) * interval,
    max: Math.ceil((high + 0.02 * reach) / interval) * interval,
    interval,
  };
}

/** Standing amounts dark, rises hatched up by their place and sign, never by colour alone. */
export function waterfallChart(view: WaterfallView, look: ChartLook): ChartOption {
  const spans = waterfallSpans(view.bars);
  const axis = waterfallAxis(view.bars, spans);
  const { min } = axis;
  const colourOf = ({ kind, kwh }: WaterfallBar): string =>
    kind === 'standing' ? look.line : kwh > 0 ? look.ordered : look.tariff;
  return {
    animation: false,
    grid: reviewGrid(look),
    tooltip: itemWords(look, (place) => view.bars[place]?.help ?? ''),
    xAxis: categoryAxis(
      view.bars.map((bar) => bar.word),
      look,
      0,
    ),
    yAxis: { ...amountAxis(view.unit, look, view.format), ...axis },
    series: [
      {
        id: 'foot',
        type: 'bar',
        stack: 'bars',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: spans.map(([from, to]) => Math.max(min, Math.min(from, to))),
      },
      {
        id: 'bars',
        type: 'bar',
        stack: 'bars',
        barWidth: '55%',
        data: spans.map(([from, to], i) => ({
          value: Math.abs(Math.max(min, to) - Math.max(min, from)),
          itemStyle: {
            color: colourOf(view.bars[i]!),
            borderColor: look.second,
            borderWidth: view.bars[i]!.kind === 'change' ? look.remPx * 0.06 : 0,
          },
        })),
        label: {
          ...axisText(look),
          show: true,
          color: look.text,
          position: 'top',
          formatter: ({ dataIndex }: { dataIndex: number }) => view.bars[dataIndex]?.label ?? '',
        },
      },
    ],
  };
}
