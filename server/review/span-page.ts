import type { ConsumerDay } from '#shared/energy/review/close-day.ts';
import { cusum, type CusumPoint } from '#shared/energy/review/cusum.ts';
import { worstColour } from '#shared/energy/review/lights.ts';
import { spanLights } from '#shared/energy/review/span-lights.ts';
import type { EnergyEvent, Noted } from '#shared/energy/review/notes.ts';
import type { SpanLine, SpanPage } from '#shared/energy/review/page.ts';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';

export interface SpanInput {
  readonly station: string;
  readonly consumer: string;
  readonly from: string;
  readonly to: string;
  readonly by: SpanPage['by'];
  readonly days: readonly ConsumerDay[];
  /** The days before `from` that the CUSUM stands on, oldest first. */
  readonly before: readonly ConsumerDay[];
  readonly children: readonly {
    readonly consumer: string;
    readonly days: readonly ConsumerDay[];
  }[];
  readonly causes: ReadonlyMap<string, string>;
  readonly events: readonly Noted<EnergyEvent>[];
  readonly sigmaKwh: number | null;
}

/** Sum of the figures that are there; null where none is. */
function sumOf(
  days: readonly ConsumerDay[],
  of: (day: ConsumerDay) => number | null,
): number | null {
  const known = days.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

const less = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

const COLOURS = ['red', 'yellow', 'green'] as const;

/** The first day that showed the worst colour of all. */
function worstDayOf(days: readonly ConsumerDay[]): SpanLine['worstDay'] {
  for (const colour of COLOURS) {
    const day = days.find(({ lights }) => worstColour(lights) === colour);
    if (day) return { date: day.date, colour };
  }
  return null;
}

function lineOf(
  name: string,
  days: readonly ConsumerDay[],
  causes: ReadonlyMap<string, string>,
  lights: SpanLine['lights'],
): SpanLine {
  const loads = days.map((day) => day.baseLoadKw).filter((value) => value !== null);
  return {
    name,
    days: days.length,
    actualKwh: sumOf(days, (day) => day.lines.actualKwh),
    baselineKwh: sumOf(days, (day) => day.lines.baselineKwh),
    typicalKwh: sumOf(days, (day) => day.lines.typicalKwh),
    targetKwh: sumOf(days, (day) => day.lines.targetKwh),
    planKwh: sumOf(days, (day) => day.lines.planKwh),
    money: sumOf(days, (day) => day.money),
    lights,
    colour: worstColour(lights),
    worstDay: worstDayOf(days),
    overBaselineKwh: sumOf(days, ({ lines }) => less(lines.actualKwh, lines.baselineKwh)),
    overTargetKwh: sumOf(days, ({ lines }) => less(lines.actualKwh, lines.targetKwh)),
    baseLoadKw: loads.length === 0 ? null : Math.min(...loads),
    cause: days.length === 1 ? (causes.get(days[0]!.date) ?? null) : null,
  };
}

/** A month or a year made of its closed days. */
export function spanPage(input: SpanInput): SpanPage {
  const { station, consumer, from, to, by, days, before, causes, events, sigmaKwh } = input;
  const points =
    sigmaKwh === null ? [] : cusum([...before, ...days], sigmaKwh).slice(before.length);
  const lightsOf = (own: readonly ConsumerDay[]): SpanLine['lights'] => {
    const [only] = own;
    if (by === 'day' && only && own.length === 1) return only.lights;
    return spanLights(own, pointsOf(points, own), sigmaKwh);
  };
  const nameOf = (date: string): string => (by === 'day' ? date : date.slice(0, 7));
  const groups = new Map<string, ConsumerDay[]>();
  for (const day of days) {
    const name = nameOf(day.date);
    groups.set(name, [...(groups.get(name) ?? []), day]);
  }
  return {
    station,
    consumer,
    from,
    to,
    by,
    lines: [...groups].map(([name, own]) => lineOf(name, own, causes, lightsOf(own))),
    total: lineOf('', days, new Map(), spanLights(days, points, sigmaKwh)),
    variance: varianceOfDays(days),
    cusum: points,
    sigmaKwh,
    events: events.filter((event) => event.from <= to && event.to >= from),
    pareto: input.children.map((child) => ({
      consumer: child.consumer,
      actualKwh: sumOf(child.days, (day) => day.lines.actualKwh),
      overKwh: sumOf(child.days, ({ lines }) => less(lines.actualKwh, lines.baselineKwh)),
      colour: worstColour(child.days.flatMap((day) => day.lights)),
    })),
  };
}

function pointsOf(
  points: readonly CusumPoint[],
  days: readonly ConsumerDay[],
): readonly CusumPoint[] {
  const dates = new Set(days.map(({ date }) => date));
  return points.filter(({ date }) => dates.has(date));
}

/** Variances add up term by term, so that the sum closes as each day does. */
function varianceOfDays(days: readonly ConsumerDay[]): SpanPage['variance'] {
  const told = days.filter((day) => day.variance !== null && day.lines.targetKwh !== null);
  if (told.length === 0) return null;
  const sums = (of: (day: ConsumerDay, term: VarianceTerm) => number) =>
    Object.fromEntries(
      VARIANCE_TERMS.map((term) => [term, told.reduce((sum, day) => sum + of(day, term), 0)]),
    ) as Record<VarianceTerm, number>;
  const targetKwh = told.reduce((sum, day) => sum + day.lines.targetKwh!, 0);
  return {
    days: told.length,
    targetKwh,
    actualKwh: targetKwh + told.reduce((sum, day) => sum + day.variance!.totalKwh, 0),
    kwh: sums((day, term) => day.variance!.kwh[term]),
    money: told.every((day) => day.variance!.money !== null)
      ? sums((day, term) => day.variance!.money![term])
      : null,
    bandKwh: Math.sqrt(told.reduce((sum, day) => sum + day.variance!.bandKwh ** 2, 0)),
  };
}
