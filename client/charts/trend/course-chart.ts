import { formatNumber } from '#client/format/numbers.ts';
import { axisText, doubtfulStroke } from '../axes.ts';
import type { ChartOption } from '../chart-option.ts';
import type { ChartLook } from '../look.ts';
import type { ChartPoint, SplitCurve } from '../points.ts';
import type { SteadyRange } from '../steady-range.ts';

/** Between which values a tag lay, at an instant; null is a gap. */
export interface BandPoint {
  readonly at: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Colours that curves of one lane are told apart by; the second half of eight is dashed. */
export const TRACE_STROKES = ['actual', 'ordered', 'recommended', 'warm'] as const;

/** What a tag is held against: what is ordered of it, what the plan in force reckons with, what it is meant to be. */
export const REFERENCES = ['ordered', 'planned', 'target'] as const;

/** One of these, as a line of its own beside the curve. */
export interface ReferenceLine {
  readonly kind: (typeof REFERENCES)[number];
  readonly points: readonly ChartPoint[];
  /** A value holds until the next point; else the line goes straight there. */
  readonly steps: boolean;
}

/** One tag's curve. */
export interface DrawnTrace {
  readonly id: string;
  readonly curve: SplitCurve;
  readonly band: readonly BandPoint[];
  /** What it is held against; empty: nothing, or not known. */
  readonly references: readonly ReferenceLine[];
  readonly colour: (typeof TRACE_STROKES)[number];
  readonly dashed: boolean;
  /** Each reading is a dot of its own. */
  readonly dots: boolean;
  /** `end`: a value holds until the next one, as a state does; `middle`: it holds for its bucket. */
  readonly steps: false | 'end' | 'middle';
}

/** A value that means something, with its name. */
export interface NamedLimit {
  readonly value: number;
  readonly name: string;
  /** The other end of a stretch of values, such as a forbidden zone; absent: a line. */
  readonly upTo?: number;
  /** What an instrument can read: drawn where it lies in the picture, which is not made higher for it. */
  readonly isPlain?: boolean;
}

/** Curves of one unit over `[from, to]`, ms; the axis of time stands below all lanes. */
export interface LaneView {
  readonly from: number;
  readonly to: number;
  readonly now: number | null;
  readonly range: SteadyRange | null;
  readonly traces: readonly DrawnTrace[];
  /** Those that matter most stand first: where two have no room, the first is named. */
  readonly limits: readonly NamedLimit[];
  /** Height of the curves, px. */
  readonly highPx: number;
  readonly locale: string;
}

/** Where the curves begin and end within a lane, rem: what lies on the page over the chart goes by it. */
export const LANE_INSET = { left: 4.6, right: 0.8, top: 1.5, bottom: 0.4 } as const;

const BAND_OPACITY = 0.28;

export function courseChart(view: LaneView, look: ChartLook): ChartOption {
  const { remPx } = look;
  const { range } = view;
  const px = (rem: number): number => rem * remPx;
  const [first, ...others] = view.traces.flatMap((trace) => seriesOf(trace, look));
  return {
    animation: false,
    grid: {
      left: px(LANE_INSET.left),
      right: px(LANE_INSET.right),
      top: px(LANE_INSET.top),
      bottom: px(LANE_INSET.bottom),
    },
    xAxis: {
      type: 'value',
      min: view.from,
      max: view.to,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      ...(range && { min: range.min, max: range.max, interval: range.step }),
      axisLabel: {
        ...axisText(look),
        hideOverlap: true,
        formatter: (value: number) => formatNumber(value, digitsOf(range), view.locale),
      },
      splitLine: { lineStyle: { color: look.edge, width: 1 } },
    },
    series: first ? [{ ...first, ...marksOf(view, look) }, ...others] : [],
  };
}

/** Decimals that tell the ticks of an axis apart. */
function digitsOf(range: SteadyRange | null): number {
  return range ? Math.max(0, -Math.floor(Math.log10(range.step) + 1e-9)) : 0;
}

/**
 * Points as ECharts takes them fastest: flat, in one typed array, a gap as NaN. Lists of pairs it walks through
 * one by one before it draws, and of eight curves of a month these are ten thousands. Its types know lists alone.
 */
function flat(points: readonly ChartPoint[]) {
  const data = new Float64Array(2 * points.length);
  points.forEach(([x, y], i) => {
    data[2 * i] = x;
    data[2 * i + 1] = y ?? Number.NaN;
  });
  return { dimensions: ['x', 'y'], data: data as unknown as number[] };
}

function seriesOf(trace: DrawnTrace, look: ChartLook) {
  const { id, curve, colour, dots, steps } = trace;
  const part = {
    type: 'line' as const,
    silent: true,
    connectNulls: false,
    symbol: 'circle',
    symbolSize: look.remPx * 0.3,
    itemStyle: { color: look[colour] },
    ...(steps ? { step: steps } : {}),
  };
  return [
    {
      ...part,
      id: `${id} sound`,
      showSymbol: dots,
      ...flat(curve.sound),
      lineStyle: {
        color: look[colour],
        width: look.remPx * 0.12,
        type: trace.dashed ? ('dashed' as const) : ('solid' as const),
      },
    },
    {
      ...part,
      id: `${id} doubtful`,
      showSymbol: dots,
      ...flat(curve.doubtful),
      itemStyle: { color: look.panel, borderColor: look.second, borderWidth: 1 },
      lineStyle: doubtfulStroke(look),
    },
    ...trace.references.map((reference) => referenceOf(id, reference, look)),
    ...(trace.band.length > 0 ? bandOf(trace, look) : []),
  ];
}

/** Strokes that are told apart by their dashes, too, width in rem. */
const REFERENCE_STROKES = {
  ordered: { colour: 'ordered', width: 0.12, type: 'solid' },
  planned: { colour: 'ordered', width: 0.1, type: 'dashed' },
  target: { colour: 'recommended', width: 0.1, type: [9, 3, 2, 3] },
} as const;

/** Lighter than what was measured. */
function referenceOf(id: string, { kind, points, steps }: ReferenceLine, look: ChartLook) {
  const { colour, width, type } = REFERENCE_STROKES[kind];
  return {
    id: `${id} ${kind}`,
    type: 'line' as const,
    silent: true,
    showSymbol: false,
    connectNulls: false,
    z: 1,
    ...(steps ? { step: 'end' as const } : {}),
    ...flat(points),
    lineStyle: {
      color: look[colour],
      width: look.remPx * width,
      opacity: 0.8,
      type: typeof type === 'string' ? type : [...type],
    },
  };
}

/** A band is two lines on top of each other: one that is not seen, and from it the height, filled. */
function bandOf({ id, band, colour }: DrawnTrace, look: ChartLook) {
  const part = {
    type: 'line' as const,
    stack: id,
    stackStrategy: 'all' as const,
    showSymbol: false,
    silent: true,
    connectNulls: false,
    z: 1,
    // Not seen, and not drawn at all.
    lineStyle: { width: 0 },
  };
  const points = (value: (point: BandPoint) => number | null) =>
    flat(band.map((point): ChartPoint => [point.at, value(point)]));
  return [
    { ...part, id: `${id} low`, ...points(({ low }) => low) },
    {
      ...part,
      id: `${id} band`,
      ...points(({ low, high }) => (low === null || high === null ? null : high - low)),
      areaStyle: { color: look[colour], opacity: BAND_OPACITY },
    },
  ];
}

/** Where the name of a limit stands; near the top of a lane, below its line. */
const ABOVE = 'insideEndTop' as const;
const BELOW = 'insideEndBottom' as const;
const TOP_SHARE = 0.25;

/** Room for a name, rem. */
const NAME_REM = 1.2;

/** Limits that are named: each has room, and none lies on one that stands before it. */
function namedOf(view: LaneView, range: SteadyRange, remPx: number): Set<NamedLimit> {
  const placed: { readonly at: number; readonly limit: NamedLimit }[] = [];
  for (const limit of view.limits) {
    const { value, upTo } = limit;
    const top = Math.min(upTo ?? value, range.max);
    if (top < range.min || value > range.max) continue;
    const share = (top - range.min) / (range.max - range.min);
    const isBelow = upTo !== undefined || share > 1 - TOP_SHARE;
    // In the middle of the name, px from the bottom.
    const at = share * view.highPx + (isBelow ? -0.5 : 0.5) * NAME_REM * remPx;
    if (placed.every((one) => Math.abs(one.at - at) >= NAME_REM * remPx))
      placed.push({ at, limit });
  }
  return new Set(placed.map(({ limit }) => limit));
}

function marksOf(view: LaneView, look: ChartLook) {
  const { limits, range, now, from, to } = view;
  if (!range) return {};
  const named = namedOf(view, range, look.remPx);
  const isHigh = (value: number): boolean =>
    value > range.max - TOP_SHARE * (range.max - range.min);
  const label = { ...axisText(look), backgroundColor: look.panel, padding: [0, 2] as number[] };
  const lines = limits
    .filter(({ value, upTo }) => upTo === undefined && value >= range.min && value <= range.max)
    .map((limit) => ({
      yAxis: limit.value,
      lineStyle: { color: look.second, width: look.remPx * 0.08, type: [8, 4] },
      label: {
        ...label,
        show: named.has(limit),
        formatter: limit.name,
        position: isHigh(limit.value) ? BELOW : ABOVE,
      },
    }));
  const isNowSeen = now !== null && now > from && now < to;
  const nowLine = {
    xAxis: now ?? 0,
    lineStyle: { color: look.mark, width: look.remPx * 0.1, type: 'solid' as const },
    label: { show: false },
  };
  return {
    markLine: {
      symbol: 'none',
      silent: true,
      animation: false,
      data: [...lines, ...(isNowSeen ? [nowLine] : [])],
    },
    markArea: {
      silent: true,
      itemStyle: { color: look.edge, opacity: 0.6 },
      label: { ...label, position: 'insideTopRight' as const },
      data: areasOf(limits, range, named),
    },
  };
}

type Area = [{ name: string; yAxis: number }, { yAxis: number }];

function areasOf(
  limits: readonly NamedLimit[],
  { min, max }: SteadyRange,
  named: ReadonlySet<NamedLimit>,
): Area[] {
  return limits.flatMap((limit): Area[] => {
    const { value, upTo } = limit;
    if (upTo === undefined || upTo <= min || value >= max) return [];
    const name = named.has(limit) ? limit.name : '';
    return [[{ name, yAxis: Math.max(value, min) }, { yAxis: Math.min(upTo, max) }]];
  });
}
