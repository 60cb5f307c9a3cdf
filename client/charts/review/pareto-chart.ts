import type { ChartOption } from '../chart-option.ts';
import type { ChartLook } from '../look.ts';
import { amountAxis, categoryAxis, itemWords } from './review-axes.ts';

/** Feeders by how much they used, largest first, with how far off they were. */
export interface ParetoView {
  readonly bars: readonly {
    readonly word: string;
    readonly kwh: number;
    readonly overKwh: number | null;
    readonly label: string;
  }[];
  readonly unit: string;
  readonly words: { readonly used: string; readonly expected: string };
  readonly format: (value: number) => string;
}

/** Lying bars, so that names have room; a mark on each stands where the baseline expected its end. */
export function paretoChart(view: ParetoView, look: ChartLook): ChartOption {
  const { remPx } = look;
  return {
    animation: false,
    grid: { left: remPx * 9, right: remPx * 9, top: remPx * 0.4, bottom: remPx * 2 },
    tooltip: itemWords(look, (place) => {
      const bar = view.bars[place];
      return bar ? `${bar.word}: ${bar.label}` : '';
    }),
    xAxis: amountAxis('', look, view.format),
    yAxis: [
      {
        ...categoryAxis(
          view.bars.map((bar) => bar.word),
          look,
          0,
        ),
        inverse: true,
      },
      // Amounts in a column of their own: beside the bars they would stand on the marks.
      {
        ...categoryAxis(
          view.bars.map((bar) => bar.label),
          look,
          0,
        ),
        inverse: true,
        position: 'right' as const,
        axisLine: { show: false },
      },
    ],
    series: [
      {
        id: 'used',
        name: view.words.used,
        type: 'bar',
        barWidth: '55%',
        data: view.bars.map((bar) => bar.kwh),
        itemStyle: { color: look.line },
      },
      {
        id: 'expected',
        name: view.words.expected,
        type: 'scatter',
        silent: true,
        symbol: 'rect',
        symbolSize: [remPx * 0.25, remPx * 1.5],
        itemStyle: { color: look.recommended },
        data: view.bars.map((bar, place) =>
          bar.overKwh === null ? ['-', place] : [bar.kwh - bar.overKwh, place],
        ),
      },
    ],
  };
}
