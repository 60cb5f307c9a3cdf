import type { DriverRow } from '../model/drivers.ts';

/** A figure for each quarter-hour; null: nobody knows. */
export type SlotSeries = readonly (number | null)[];

/** What drove a station's consumption on a local day, by quarter-hour (92, 96 or 100 of them). */
export interface DayFacts {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly startMs: number;
  /** Hour of the local day of each slot, as a clock on the wall shows it. */
  readonly hours: readonly number[];
  readonly isRestDay: boolean;
  readonly generationMwh: SlotSeries;
  /** Running hours of all units together. */
  readonly unitHours: SlotSeries;
  readonly starts: SlotSeries;
  /** Gross head. */
  readonly headM: SlotSeries;
  readonly temperatureC: SlotSeries;
  /** What a MWh of own consumption costs: sent out instead it would have earned this, or drawn from the grid cost it. */
  readonly pricePerMwh: readonly number[];
}

/**
 * How one quarter-hour of a meter is known. `corrected`: set by hand. `spread`: booked in proportion to time across
 * a gap of its readings.
 */
export const SLOT_STATES = ['metered', 'corrected', 'spread', 'missing'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

/** A consumer's meter on a day: what it used in each quarter-hour, in its unit, never negative. */
export interface MeterDay {
  readonly kwh: SlotSeries;
  readonly states: readonly SlotState[];
}

/** Share of a span's slots that must be known before its sums are believed (OpenDSM). */
export const LEAST_COVERAGE = 0.9;

/** Sum of the known slots, brought up to all of them; null where too few are known. */
function sumOf(series: SlotSeries, from: number, to: number): number | null {
  let sum = 0;
  let known = 0;
  for (let t = from; t < to; t++) {
    const value = series[t];
    if (value == null) continue;
    sum += value;
    known++;
  }
  const slots = to - from;
  return known > 0 && known >= LEAST_COVERAGE * slots - 1e-9 ? (sum * slots) / known : null;
}

const meanOf = (series: SlotSeries, from: number, to: number): number | null => {
  const sum = sumOf(series, from, to);
  return sum === null ? null : sum / (to - from);
};

/** Spans of the slots of each hour of the local day: 23, 24 or 25 of them. */
export function hourSpans(facts: Pick<DayFacts, 'hours'>): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  facts.hours.forEach((hour, t) => {
    const last = spans.at(-1);
    // The hour that comes twice in autumn is two hours of four slots each.
    if (last && facts.hours[last.from] === hour && t - last.from < 4) last.to = t + 1;
    else spans.push({ from: t, to: t + 1 });
  });
  return spans;
}

function rowOf(facts: DayFacts, from: number, to: number): Omit<DriverRow, 'temperaturesC'> | null {
  const generationMwh = sumOf(facts.generationMwh, from, to);
  const unitHours = sumOf(facts.unitHours, from, to);
  const starts = sumOf(facts.starts, from, to);
  const headM = meanOf(facts.headM, from, to);
  if (generationMwh === null || unitHours === null || starts === null || headM === null)
    return null;
  return { generationMwh, unitHours, starts, headM, isRestDay: facts.isRestDay };
}

/** The day's drivers; null where too little of one of them is known. */
export function dayRow(facts: DayFacts): DriverRow | null {
  const row = rowOf(facts, 0, facts.hours.length);
  const spans = hourSpans(facts);
  const temperaturesC = spans
    .map(({ from, to }) => meanOf(facts.temperatureC, from, to))
    .filter((value) => value !== null);
  return row && temperaturesC.length >= LEAST_COVERAGE * spans.length
    ? { ...row, temperaturesC }
    : null;
}

/** The drivers of each hour of the day; null where one is not known. */
export function hourRows(facts: DayFacts): (DriverRow | null)[] {
  return hourSpans(facts).map(({ from, to }) => {
    const row = rowOf(facts, from, to);
    const temperatureC = meanOf(facts.temperatureC, from, to);
    if (!row || temperatureC === null) return null;
    return { ...row, temperaturesC: [temperatureC], hour: facts.hours[from]! };
  });
}
