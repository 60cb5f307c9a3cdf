import { type Baseline, expectedKwh, outOfRange } from '../model/baseline.ts';
import type { DriverRow } from '../model/drivers.ts';
import { monthOf } from './calendar.ts';
import { cusum, type CusumDay } from './cusum.ts';
import {
  type DayFacts,
  dayRow,
  hourRows,
  hourSpans,
  LEAST_COVERAGE,
  type MeterDay,
  type SlotState,
} from './day-facts.ts';
import { cusumLight, type Doubt, type Light, targetLight, unexplainedLight } from './lights.ts';
import { type LikeDay, typicalKwh } from './typical.ts';
import { type BookedSlot, expectedSlots, type Variance, varianceOf } from './variance.ts';

/** The frozen models of a consumer; null: none. */
export interface Baselines {
  readonly daily: Baseline | null;
  readonly hourly: Baseline | null;
}

/** The five reference lines of a day, kept apart; kWh, null where there is none. */
export interface FiveLines {
  readonly baselineKwh: number | null;
  readonly typicalKwh: number | null;
  readonly targetKwh: number | null;
  readonly planKwh: number | null;
  readonly actualKwh: number | null;
}

/** What a closed day says of one consumer. Amounts in kWh, of another medium in the unit of its meter. */
export interface ConsumerDay {
  readonly consumer: string;
  readonly date: string;
  /** Slots of the day by how they are known. */
  readonly slots: Readonly<Record<SlotState, number>>;
  readonly lines: FiveLines;
  readonly doubt: Doubt | null;
  readonly variance: Variance | null;
  readonly lights: readonly Light[];
  /** Actual − baseline, what the CUSUM sums; null on days that break it. */
  readonly residualKwh: number | null;
  /** By hour of the local day. */
  readonly hours: readonly {
    readonly hour: number;
    readonly actualKwh: number | null;
    readonly expectedKwh: number | null;
  }[];
  /** Least mean power of an hour, kW (the unit per hour); null where an hour is not known. */
  readonly baseLoadKw: number | null;
  /** What the day's use cost, and the mean price of a kWh or of the medium's unit; null: not known. */
  readonly money: number | null;
  readonly pricePerUnit: number | null;
  /** The day's drivers; null where too little is known of them. */
  readonly row: DriverRow | null;
}

export interface CloseDayInput {
  readonly consumer: string;
  /** Of another medium than electricity: what a unit of it costs; null: nobody has said. Absent: electricity. */
  readonly mediumPrice?: number | null;
  readonly facts: DayFacts;
  readonly meter: MeterDay;
  readonly baselines: Baselines;
  readonly targetKwh: number | null;
  /** Drivers that the day's plan implies; null: no plan. */
  readonly plan: DriverRow | null;
  /** Consumption that the plan itself reckons with, for the whole station; null otherwise. */
  readonly plannedServiceKwh: number | null;
  /** Name of the non-routine event that leaves the day out; null: none. */
  readonly event: string | null;
  /** The days before, oldest first. */
  readonly past: readonly PastDay[];
}

/** A past day as the next one needs it. */
export interface PastDay extends LikeDay, CusumDay {}

/** Reviews a consumer's day. The same facts give the same review, in whatever order they came. */
export function closeDay(input: CloseDayInput): ConsumerDay {
  const { consumer, facts, meter, baselines } = input;
  const row = dayRow(facts);
  const doubt = doubtOf(input, row);
  const expected = expectationOf(facts, row, baselines);
  // Up to a tenth of a day is filled with what is expected; of less than that nobody knows what was used.
  const booked = doubt?.code === 'incomplete' ? null : bookSlots(meter, expected);
  const actualKwh = booked && sum(booked.map((slot) => slot.kwh));
  const baselineKwh = row && baselines.daily && expectedKwh(baselines.daily, row);
  const lines: FiveLines = {
    baselineKwh,
    typicalKwh: row && typicalKwh(row, input.past),
    targetKwh: input.targetKwh,
    planKwh: plannedKwh(input),
    actualKwh,
  };
  const pricePerUnit =
    input.mediumPrice === undefined ? meanPrice(facts, meter) : input.mediumPrice;
  const variance = varianceOrNull(input, row, booked, doubt, pricePerUnit);
  const residualKwh =
    doubt === null && actualKwh !== null && baselineKwh !== null ? actualKwh - baselineKwh : null;
  const hours = byHour(facts, meter, expected);
  return {
    consumer,
    date: facts.date,
    slots: slotCounts(meter),
    lines,
    doubt,
    variance,
    lights: lightsOf(input, lines, variance, residualKwh, doubt),
    residualKwh,
    hours,
    baseLoadKw: baseLoad(facts, hours),
    money: actualKwh === null || pricePerUnit === null ? null : actualKwh * pricePerUnit,
    pricePerUnit,
    row,
  };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

function slotCounts({ states }: MeterDay): Record<SlotState, number> {
  const counts = { metered: 0, corrected: 0, spread: 0, missing: 0 };
  for (const state of states) counts[state]++;
  return counts;
}

function doubtOf({ meter, event, baselines }: CloseDayInput, row: DriverRow | null): Doubt | null {
  const { missing } = slotCounts(meter);
  const slots = meter.states.length;
  if (missing > (1 - LEAST_COVERAGE) * slots)
    return { code: 'incomplete', missingPercent: (100 * missing) / slots };
  if (event !== null) return { code: 'excluded', event };
  const { daily } = baselines;
  if (!daily) return { code: 'no-baseline' };
  if (!daily.isValid)
    return { code: 'baseline-invalid', failed: daily.tests.filter((test) => !test.passed) };
  if (!row) return { code: 'drivers-missing' };
  const [outside] = outOfRange(daily, row);
  return outside ? { code: 'out-of-range', ...outside } : null;
}

/** What is expected of each slot; null where no model can tell. */
function expectationOf(
  facts: DayFacts,
  row: DriverRow | null,
  { daily, hourly }: Baselines,
): readonly number[] | null {
  if (!row || !daily?.isValid) return null;
  return expectedSlots(
    daily,
    row,
    hourly?.isValid ? hourlySlots(facts, hourly) : null,
    facts.hours.length,
  );
}

/** What the hourly model expects of each slot; null where it does not know an hour's drivers. */
function hourlySlots(facts: DayFacts, hourly: Baseline): number[] | null {
  const rows = hourRows(facts);
  const slots: number[] = [];
  for (const [h, { from, to }] of hourSpans(facts).entries()) {
    const row = rows[h];
    if (!row) return null;
    for (let t = from; t < to; t++) slots.push(expectedKwh(hourly, row) / (to - from));
  }
  return slots;
}

/** Slots that no reading tells of are filled with what is expected; null where nothing can fill them. */
function bookSlots(
  { kwh, states }: MeterDay,
  expected: readonly number[] | null,
): BookedSlot[] | null {
  const booked: BookedSlot[] = [];
  for (const [t, value] of kwh.entries()) {
    const expectedKwh = expected?.[t] ?? 0;
    if (value === null && expected === null) return null;
    booked.push({ kwh: value ?? expectedKwh, expectedKwh, metered: states[t] === 'metered' });
  }
  return booked;
}

function plannedKwh({ plan, baselines, plannedServiceKwh }: CloseDayInput): number | null {
  if (plan && baselines.daily?.isValid) return expectedKwh(baselines.daily, plan);
  return plannedServiceKwh;
}

const KWH_PER_MWH = 1000;

/** Mean price of a kWh as it was used; of a day without use the mean of the day. */
function meanPrice({ pricePerMwh }: DayFacts, { kwh }: MeterDay): number {
  const used = sum(kwh.map((value) => value ?? 0));
  if (used <= 0) return sum(pricePerMwh) / pricePerMwh.length / KWH_PER_MWH;
  return sum(kwh.map((value, t) => (value ?? 0) * pricePerMwh[t]!)) / used / KWH_PER_MWH;
}

function varianceOrNull(
  { facts, baselines, targetKwh }: CloseDayInput,
  row: DriverRow | null,
  slots: readonly BookedSlot[] | null,
  doubt: Doubt | null,
  pricePerUnit: number | null,
): Variance | null {
  const baseline = baselines.daily;
  // A driver out of range or an event makes the model doubtful, not the sum: the parts are still told.
  const mayTell = doubt === null || doubt.code === 'out-of-range' || doubt.code === 'excluded';
  if (!mayTell || !baseline?.isValid || !row || !slots || targetKwh === null) return null;
  const month = monthOf(facts.date);
  return varianceOf({ baseline, row, month, targetKwh, slots, pricePerUnit });
}

function lightsOf(
  { baselines, past, facts }: CloseDayInput,
  { actualKwh, targetKwh }: FiveLines,
  variance: Variance | null,
  residualKwh: number | null,
  doubt: Doubt | null,
): Light[] {
  const sigmaKwh = baselines.daily?.sigmaKwh ?? 0;
  const last = cusum([...past, { date: facts.date, residualKwh }], sigmaKwh).at(-1)!;
  return [
    targetLight(actualKwh, targetKwh, doubt),
    variance === null && doubt === null
      ? unexplainedLight(residualKwh ?? 0, 2 * sigmaKwh, doubt)
      : unexplainedLight(variance?.kwh.unexplained ?? 0, variance?.bandKwh ?? 0, doubt),
    cusumLight(last.highKwh, last.lowKwh, sigmaKwh, doubt),
  ];
}

function byHour(
  facts: DayFacts,
  { kwh }: MeterDay,
  expected: readonly number[] | null,
): ConsumerDay['hours'] {
  return hourSpans(facts).map(({ from, to }) => {
    const values = kwh.slice(from, to);
    const known = values.every((value) => value !== null);
    return {
      hour: facts.hours[from]!,
      actualKwh: known ? sum(values) : null,
      expectedKwh: expected && sum(expected.slice(from, to)),
    };
  });
}

function baseLoad(facts: DayFacts, hours: ConsumerDay['hours']): number | null {
  const spans = hourSpans(facts);
  const powers = hours.map(({ actualKwh }, h) => {
    const slots = spans[h]!.to - spans[h]!.from;
    return actualKwh === null ? null : (actualKwh * 4) / slots;
  });
  const known = powers.filter((power) => power !== null);
  return known.length >= LEAST_COVERAGE * powers.length ? Math.min(...known) : null;
}
