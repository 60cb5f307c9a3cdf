import type { ChartOption } from '../chart-option.ts';
import type { ChartLook } from '../look.ts';
import { axisText } from '../axes.ts';
import { categoryAxis, itemWords } from './review-axes.ts';

/** Residuals by hour and day: `cells` are `[day, hour, kWh]`, hours without one are left out. */
export interface HeatView {
  readonly days: readonly string[];
  readonly cells: readonly (readonly [day: number, hour: number, kwh: number])[];
  /** Residual at which a colour is full, kWh. */
  readonly fullKwh: number;
  readonly words: { readonly less: string; readonly more: string };
  readonly help: (day: number, hour: number, kwh: number) => string;
}

const HOURS = 24;

/** Blue: less than expected; orange: more. Neutral in between, a gap is the panel's ground. */
export function heatChart(view: HeatView, look: ChartLook): ChartOption {
  const { remPx } = look;
  return {
    animation: false,
    grid: { left: remPx * 3, right: remPx * 7.5, top: remPx * 0.6, bottom: remPx * 2 },
    tooltip: itemWords(look, (_place, value) => {
      const [day, hour, kwh] = value as [number, number, number];
      return view.help(day, hour, kwh);
    }),
    xAxis: { ...categoryAxis(view.days, look), splitArea: { show: false } },
    yAxis: {
      ...categoryAxis(
        Array.from({ length: HOURS }, (_, hour) => `${String(hour).padStart(2, '0')}`),
        look,
        5,
      ),
      inverse: true,
    },
    visualMap: {
      min: -view.fullKwh,
      max: view.fullKwh,
      calculable: false,
      orient: 'vertical',
      right: 0,
      top: 'middle',
      itemHeight: remPx * 8,
      itemWidth: remPx * 0.9,
      precision: 0,
      text: [view.words.more, view.words.less],
      textStyle: axisText(look),
      inRange: { color: [look.ordered, look.panel, look.warm] },
    },
    series: [
      {
        id: 'residual',
        type: 'heatmap',
        data: view.cells.map((cell) => [...cell]),
        itemStyle: { borderColor: look.edge, borderWidth: 0.5 },
        emphasis: { itemStyle: { borderColor: look.text, borderWidth: remPx * 0.1 } },
      },
    ],
  };
}
