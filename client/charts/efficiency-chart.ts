import { axisText } from './axes.ts';
import type { ChartOption } from './chart-option.ts';
import type { ChartLook } from './look.ts';
import { chartData, type ChartPoint } from './points.ts';

/** A unit's efficiency over its output at the present head, and where it runs. Efficiencies in %. */
export interface EfficiencyChartView {
  /** `[MW, %]`. */
  readonly curve: readonly ChartPoint[];
  readonly forbiddenMw: readonly (readonly [number, number])[];
  readonly best: readonly [mw: number, percent: number] | null;
  readonly measured: readonly [mw: number, percent: number] | null;
  /** Output and efficiency are good: the point is solid; hollow otherwise. */
  readonly measuredIsGood: boolean;
  readonly axisMaxMw: number;
}

/** Side margins, rem: the bar of the output below stands on the same axis. */
export const EFFICIENCY_SIDES_REM = { left: 3.1, right: 0.8 } as const;

const AXIS_PERCENT = { min: 60, max: 100, step: 20 } as const;

export function efficiencyChart(view: EfficiencyChartView, look: ChartLook): ChartOption {
  const { remPx } = look;
  return {
    animation: false,
    grid: {
      left: remPx * EFFICIENCY_SIDES_REM.left,
      right: remPx * EFFICIENCY_SIDES_REM.right,
      top: remPx * 0.7,
      bottom: remPx * 0.2,
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: view.axisMaxMw,
      show: false,
    },
    yAxis: {
      type: 'value',
      min: AXIS_PERCENT.min,
      max: AXIS_PERCENT.max,
      interval: AXIS_PERCENT.step,
      axisLabel: { ...axisText(look), formatter: '{value}%' },
      splitLine: { lineStyle: { color: look.edge, width: 1 } },
    },
    series: [
      {
        id: 'curve',
        type: 'line',
        data: chartData(view.curve.filter(([, percent]) => (percent ?? 0) >= AXIS_PERCENT.min)),
        showSymbol: false,
        silent: true,
        lineStyle: { color: look.line, width: remPx * 0.12 },
        markArea: {
          silent: true,
          itemStyle: { color: look.edge, opacity: 0.55 },
          data: view.forbiddenMw.map(([low, high]) => [{ xAxis: low }, { xAxis: high }]),
        },
      },
      point(
        'best',
        view.best,
        { symbol: 'triangle', fill: 'transparent', edge: look.second },
        look,
      ),
      point('measured', view.measured, measuredLook(view, look), look),
    ],
  };
}

interface PointLook {
  readonly symbol: string;
  readonly fill: string;
  readonly edge: string;
}

function measuredLook({ measuredIsGood }: EfficiencyChartView, look: ChartLook): PointLook {
  return measuredIsGood
    ? { symbol: 'circle', fill: look.actual, edge: look.panel }
    : { symbol: 'circle', fill: look.panel, edge: look.second };
}

function point(
  id: string,
  at: readonly [number, number] | null,
  { symbol, fill, edge }: PointLook,
  look: ChartLook,
) {
  return {
    id,
    type: 'scatter' as const,
    data: at ? [[at[0], Math.max(at[1], AXIS_PERCENT.min)]] : [],
    symbol,
    symbolSize: look.remPx * 0.7,
    silent: true,
    itemStyle: { color: fill, borderColor: edge, borderWidth: look.remPx * 0.1 },
  };
}
