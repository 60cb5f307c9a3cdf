import type { HeatView } from '#client/charts/review/heat-map.ts';
import type { WaterfallBar } from '#client/charts/review/waterfall-chart.ts';
import type { TrendView } from '#client/charts/review/trend-chart.ts';
import type { CusumPoint } from '#shared/energy/review/cusum.ts';
import { CUSUM_H } from '#shared/energy/review/cusum.ts';
import type { EnergyEvent } from '#shared/energy/review/notes.ts';
import type { DayPage, ParetoLine, SpanPage } from '#shared/energy/review/page.ts';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';

/** What a waterfall is made of: a day's variance, or a span's. */
export interface WaterfallInput {
  readonly targetKwh: number;
  readonly kwh: Readonly<Record<VarianceTerm, number>>;
  /** null: nobody has said what the medium costs. */
  readonly money: Readonly<Record<VarianceTerm, number>> | null;
}

/** Terms that take the target to what is expected; those after it take that to the actual. */
const EXPECTED_AFTER: VarianceTerm = 'efficiency';

export interface WaterfallWords {
  readonly word: (name: VarianceTerm | 'target' | 'expected' | 'actual') => string;
  readonly kwh: (value: number) => string;
  readonly signed: (value: number) => string;
  readonly money: (value: number) => string;
}

/** A step on the way from target to actual: where it stands, or by how much it changes. */
export type VarianceStep =
  | {
      readonly kind: 'standing';
      readonly of: 'target' | 'expected' | 'actual';
      readonly kwh: number;
    }
  | { readonly kind: 'change'; readonly of: VarianceTerm; readonly kwh: number };

/** Target, the drivers' terms, expected, what is left, actual: each begins where the one before ended. */
export function varianceSteps(
  targetKwh: number,
  kwh: Readonly<Record<VarianceTerm, number>>,
): VarianceStep[] {
  const steps: VarianceStep[] = [{ kind: 'standing', of: 'target', kwh: targetKwh }];
  let level = targetKwh;
  for (const term of VARIANCE_TERMS) {
    level += kwh[term];
    steps.push({ kind: 'change', of: term, kwh: kwh[term] });
    if (term === EXPECTED_AFTER) steps.push({ kind: 'standing', of: 'expected', kwh: level });
  }
  return [...steps, { kind: 'standing', of: 'actual', kwh: level }];
}

/** The same as bars with their words. */
export function waterfallBars(input: WaterfallInput, words: WaterfallWords): WaterfallBar[] {
  return varianceSteps(input.targetKwh, input.kwh).map((step) => {
    const { kind, of, kwh } = step;
    const word = words.word(of);
    if (kind === 'standing') {
      const label = words.kwh(kwh);
      return { word, kind, kwh, label, help: `${word}: ${label}` };
    }
    const label = words.signed(kwh);
    const cost = input.money ? ` · ${words.money(input.money[of])}` : '';
    return { word, kind, kwh, label, help: `${word}: ${label}${cost}` };
  });
}

/** Events as stretches of a chart's days; those outside are left out. */
export function eventStretches(
  events: readonly EnergyEvent[],
  dates: readonly string[],
): { from: number; to: number; word: string }[] {
  return events.flatMap(({ from, to, name, effect }) => {
    if (effect === 'taken-back') return [];
    const first = dates.findIndex((date) => date >= from);
    const last = dates.findLastIndex((date) => date <= to);
    return first >= 0 && last >= first ? [{ from: first, to: last, word: name }] : [];
  });
}

/** The CUSUM with its thresholds; the line is broken where days are left out. */
export function cusumView(
  points: readonly CusumPoint[],
  sigmaKwh: number,
  events: readonly EnergyEvent[],
  words: { readonly sum: string; readonly high: string; readonly low: string; readonly h: string },
  unit: string,
  format: (value: number) => string,
): TrendView {
  const dates = points.map(({ date }) => date);
  const broken = (value: (point: CusumPoint) => number): (number | null)[] =>
    points.map((point) => (point.sumKwh === null ? null : value(point)));
  const h = CUSUM_H * sigmaKwh;
  return {
    places: dates,
    unit,
    format,
    lines: [
      { id: 'sum', word: words.sum, values: points.map(({ sumKwh }) => sumKwh), stroke: 'actual' },
      { id: 'high', word: words.high, values: broken(({ highKwh }) => highKwh), stroke: 'ordered' },
      {
        id: 'low',
        word: words.low,
        values: broken(({ lowKwh }) => -lowKwh),
        stroke: 'recommended',
        dash: 'dashed',
      },
    ],
    levels: [
      { at: h, word: `+${words.h}` },
      { at: -h, word: `−${words.h}` },
    ],
    events: eventStretches(events, dates),
  };
}

/** The heat map of residuals. */
export function heatView(heat: DayPage['heat']): HeatView {
  const cells = heat.flatMap(({ hours }, day) =>
    hours.flatMap(({ hour, residualKwh }): [number, number, number][] =>
      residualKwh === null ? [] : [[day, hour, residualKwh]],
    ),
  );
  return { days: heat.length, cells, fullKwh: fullResidual(cells.map(([, , kwh]) => kwh)) };
}

/** Residual at which a colour of the heat map is full: what 95 of 100 hours stay below. */
export function fullResidual(values: readonly number[]): number {
  const sizes = values.map(Math.abs).toSorted((a, b) => a - b);
  return Math.max(1e-6, sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 1);
}

/** A feeder of the Pareto: bar and mark as shares of the longest, and what it and those before it make of all. */
export interface ParetoBar extends ParetoLine {
  readonly share: number;
  /** Where the baseline expected its end; null: nowhere. */
  readonly expectedShare: number | null;
  /** 0..1; null where nothing was used. */
  readonly reached: number | null;
}

/** Largest first. */
export function paretoBars(lines: readonly ParetoLine[]): ParetoBar[] {
  const used = ({ actualKwh }: ParetoLine): number => actualKwh ?? 0;
  const expected = (line: ParetoLine): number | null =>
    line.overKwh === null ? null : used(line) - line.overKwh;
  const sorted = lines.toSorted((a, b) => used(b) - used(a));
  const longest = Math.max(1e-9, ...sorted.flatMap((line) => [used(line), expected(line) ?? 0]));
  const total = sorted.reduce((sum, line) => sum + used(line), 0);
  let reached = 0;
  return sorted.map((line) => {
    reached += used(line);
    const end = expected(line);
    return {
      ...line,
      share: Math.max(0, used(line)) / longest,
      expectedShare: end === null ? null : Math.max(0, end) / longest,
      reached: total > 0 ? reached / total : null,
    };
  });
}

/** `YYYY-MM` of a month, `YYYY` of a year. */
export const spanName = ({ by, from }: Pick<SpanPage, 'by' | 'from'>): string =>
  from.slice(0, by === 'day' ? 7 : 4);

/** Running stretches of an advice as hours, `02:00–04:15`. */
export function runWords(
  running: readonly boolean[],
  hours: readonly number[],
  stepMinutes: number,
): string {
  const clock = (hour: number): string => {
    const minutes = Math.round((hour % 24) * 60);
    const [h, m] = [Math.floor(minutes / 60), minutes % 60];
    return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
  };
  const stretches: string[] = [];
  running.forEach((on, t) => {
    if (!on || running[t - 1]) return;
    let last = t;
    while (running[last + 1]) last++;
    const end = hours[last]! + stepMinutes / 60;
    stretches.push(`${clock(hours[t]!)}–${end >= 24 ? '24:00' : clock(end)}`);
  });
  return stretches.join(', ');
}
