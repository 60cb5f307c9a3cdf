import type { ConsumerDay } from '#shared/energy/review/close-day.ts';
import { cusum, type CusumPoint } from '#shared/energy/review/cusum.ts';
import { worstColour } from '#shared/energy/review/lights.ts';
import { spanLights } from '#shared/energy/review/span-lights.ts';
import type { EnergyAction, EnergyEvent, Finding, Noted } from '#shared/energy/review/notes.ts';
import {
  type AgainstLine,
  REFERENCE_LINES,
  type ReferenceLine,
  type RestatedDay,
  type SpanLine,
  type SpanPage,
} from '#shared/energy/review/page.ts';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';
import { heatOf } from './heat-lines.ts';

export interface SpanInput {
  readonly station: string;
  readonly consumer: string;
  readonly from: string;
  readonly to: string;
  readonly by: SpanPage['by'];
  readonly days: readonly ConsumerDay[];
  /** The days before `from` that the CUSUM stands on, oldest first. */
  readonly before: readonly ConsumerDay[];
  readonly calendarDays: number;
  readonly restated: readonly RestatedDay[];
  readonly children: readonly {
    readonly consumer: string;
    readonly days: readonly ConsumerDay[];
  }[];
  readonly findings: readonly Noted<Finding>[];
  readonly actions: readonly Noted<EnergyAction>[];
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

/** Only days that have both are compared: a line of few days is not held against the use of many. */
function againstLine(days: readonly ConsumerDay[], line: ReferenceLine): AgainstLine {
  const both = days.filter(({ lines }) => lines[`${line}Kwh`] !== null && lines.actualKwh !== null);
  const overOf = ({ lines }: ConsumerDay): number | null =>
    less(lines.actualKwh, lines[`${line}Kwh`]);
  return {
    days: both.length,
    overKwh: sumOf(both, overOf),
    lineKwh: sumOf(both, ({ lines }) => lines[`${line}Kwh`]),
    money: sumOf(both, (day) =>
      day.pricePerUnit === null ? null : overOf(day)! * day.pricePerUnit,
    ),
  };
}

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
  lights: SpanLine['lights'],
  finding: SpanLine['finding'],
): SpanLine {
  const loads = days.map((day) => day.baseLoadKw).filter((value) => value !== null);
  const against = REFERENCE_LINES.map((line) => [line, againstLine(days, line)] as const);
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
    against: Object.fromEntries(against) as SpanLine['against'],
    baseLoadKw: loads.length === 0 ? null : Math.min(...loads),
    finding,
  };
}

/** A month or a year made of its closed days. */
export function spanPage(input: SpanInput): SpanPage {
  const { station, consumer, from, to, by, days, before, events, sigmaKwh } = input;
  const points =
    sigmaKwh === null ? [] : cusum([...before, ...days], sigmaKwh).slice(before.length);
  const lightsOf = (own: readonly ConsumerDay[]): SpanLine['lights'] => {
    const [only] = own;
    if (by === 'day' && only) return only.lights;
    return spanLights(own, sigmaKwh === null ? null : { points: pointsOf(points, own), sigmaKwh });
  };
  const findings = new Map(input.findings.map((one) => [one.date, one]));
  const findingOf = (name: string) => (by === 'day' ? (findings.get(name) ?? null) : null);
  return {
    station,
    consumer,
    from,
    to,
    by,
    lines: [...groupsOf(days, by)].map(([name, own]) =>
      lineOf(name, own, lightsOf(own), findingOf(name)),
    ),
    total: lineOf(
      '',
      days,
      spanLights(days, sigmaKwh === null ? null : { points, sigmaKwh }),
      null,
    ),
    calendarDays: input.calendarDays,
    incomplete: days.flatMap(({ date, slots: { corrected, spread, missing } }) =>
      corrected + spread + missing === 0 ? [] : [{ date, corrected, spread, missing }],
    ),
    restated: input.restated,
    heat: heatOf(days, by),
    variance: varianceOfDays(days),
    cusum: points,
    sigmaKwh,
    events: events.filter((event) => event.from <= to && event.to >= from),
    actions: input.actions.filter((one) => one.date >= from && one.date <= to),
    pareto: input.children.map((child) => ({
      consumer: child.consumer,
      actualKwh: sumOf(child.days, (day) => day.lines.actualKwh),
      overKwh: againstLine(child.days, 'baseline').overKwh,
      colour: worstColour(spanLights(child.days, null)),
    })),
  };
}

/** Days by their own name, or by that of their month. */
function groupsOf(
  days: readonly ConsumerDay[],
  by: SpanPage['by'],
): ReadonlyMap<string, readonly ConsumerDay[]> {
  const groups = new Map<string, ConsumerDay[]>();
  for (const day of days) {
    const name = by === 'day' ? day.date : day.date.slice(0, 7);
    const group = groups.get(name);
    if (group) group.push(day);
    else groups.set(name, [day]);
  }
  return groups;
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
