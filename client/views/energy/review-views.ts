import type { WaterfallBar } from '#client/charts/review/waterfall-chart.ts';
import type { TrendView } from '#client/charts/review/trend-chart.ts';
import type { CusumPoint } from '#shared/energy/review/cusum.ts';
import { CUSUM_H } from '#shared/energy/review/cusum.ts';
import type { EnergyEvent } from '#shared/energy/review/notes.ts';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';

/** What a waterfall is made of: a day's variance, or a span's. */
export interface WaterfallInput {
  readonly targetKwh: number;
  readonly actualKwh: number;
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

/** Target, the drivers' terms, expected, what is left, actual: each bar hangs where the one before ended. */
export function waterfallBars(input: WaterfallInput, words: WaterfallWords): WaterfallBar[] {
  const standing = (name: 'target' | 'expected' | 'actual', kwh: number): WaterfallBar => ({
    word: words.word(name),
    kind: 'standing',
    kwh,
    label: words.kwh(kwh),
    help: `${words.word(name)}: ${words.kwh(kwh)}`,
  });
  const bars = [standing('target', input.targetKwh)];
  let level = input.targetKwh;
  for (const term of VARIANCE_TERMS) {
    const kwh = input.kwh[term];
    level += kwh;
    bars.push({
      word: words.word(term),
      kind: 'change',
      kwh,
      label: words.signed(kwh),
      help: [
        `${words.word(term)}: ${words.signed(kwh)}`,
        ...(input.money ? [words.money(input.money[term])] : []),
      ].join(' · '),
    });
    if (term === EXPECTED_AFTER) bars.push(standing('expected', level));
  }
  return [...bars, standing('actual', input.actualKwh)];
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
        dashed: true,
      },
    ],
    levels: [
      { at: h, word: `+${words.h}` },
      { at: -h, word: `−${words.h}` },
    ],
    events: eventStretches(events, dates),
  };
}

/** Residual at which a colour of the heat map is full: what 95 of 100 hours stay below. */
export function fullResidual(values: readonly number[]): number {
  const sizes = values.map(Math.abs).toSorted((a, b) => a - b);
  return Math.max(1e-6, sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 1);
}

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
