import { type Baseline, expectedKwh } from '#shared/energy/model/baseline.ts';
import { targetLight, unexplainedLight } from '#shared/energy/review/lights.ts';
import {
  type DayFacts,
  dayRow,
  hourRows,
  hourSpans,
  LEAST_COVERAGE,
  type MeterDay,
  type SlotSeries,
} from '#shared/energy/review/day-facts.ts';
import { expectedSlots } from '#shared/energy/review/variance.ts';
import type { ConsumerOutlook, EnergyOutlook } from '#shared/wire/outlook.ts';
import type { OrderedSlot } from '#shared/wire/plan-view.ts';
import type { LocalName } from '#shared/station/system-schema.ts';

/** The frozen models of a consumer. */
export interface ConsumerModel {
  readonly id: string;
  readonly name: LocalName;
  readonly meter: MeterDay;
  readonly daily: Baseline | null;
  readonly hourly: Baseline | null;
}

export interface EnergyToday {
  /** The day, its quarter-hours measured until now and planned after; see `projectedFacts`. */
  readonly facts: DayFacts;
  /** Quarter-hours of the day that are over. */
  readonly over: number;
  readonly station: ConsumerModel;
  readonly groups: readonly ConsumerModel[];
  readonly targetKwh: number | null;
}

const SLOT_HOURS = 0.25;

const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/**
 * A day's drivers: as measured for the quarter-hours that are over, after them as ordered. Head and weather,
 * which no plan decides, go on as they were last.
 * @param ordered the day's quarter-hours that a plan speaks of
 */
export function projectedFacts(
  facts: DayFacts,
  over: number,
  ordered: readonly OrderedSlot[],
): DayFacts {
  const slotMs = SLOT_HOURS * 3_600_000;
  const at = new Map(ordered.map((slot) => [Math.round((slot.at - facts.startMs) / slotMs), slot]));
  const runs = (t: number): string[] =>
    Object.entries(at.get(t)?.units ?? {}).flatMap(([unit, mw]) => (mw > 0 ? [unit] : []));
  const planned = (measured: SlotSeries, of: (slot: OrderedSlot, t: number) => number) =>
    measured.map((value, t) => {
      if (t < over) return value;
      const slot = at.get(t);
      return slot ? of(slot, t) : null;
    });
  const lasting = (measured: SlotSeries): SlotSeries => {
    const last = measured.slice(0, over).findLast((value) => value !== null) ?? null;
    return measured.map((value, t) => (t < over ? value : last));
  };
  return {
    ...facts,
    generationMwh: planned(facts.generationMwh, (slot) => slot.generationMw * SLOT_HOURS),
    unitHours: planned(facts.unitHours, (_, t) => runs(t).length * SLOT_HOURS),
    starts: planned(facts.starts, (_, t) => {
      const before = new Set(runs(t - 1));
      return at.has(t - 1) ? runs(t).filter((unit) => !before.has(unit)).length : 0;
    }),
    headM: lasting(facts.headM),
    temperatureC: lasting(facts.temperatureC),
  };
}

/** What a baseline expects of each quarter-hour of the day; null where it is not valid, or a driver is not known. */
function expectedOf(model: ConsumerModel, facts: DayFacts): readonly number[] | null {
  const row = dayRow(facts);
  const { daily, hourly } = model;
  if (!row || !daily?.isValid) return null;
  return expectedSlots(daily, row, shapeOf(hourly, facts), facts.hours.length);
}

/** The hourly model's expectation of each quarter-hour; null where it cannot tell every hour. */
function shapeOf(hourly: Baseline | null, facts: DayFacts): number[] | null {
  if (!hourly?.isValid) return null;
  const rows = hourRows(facts);
  const shape: number[] = [];
  for (const [h, { from, to }] of hourSpans(facts).entries()) {
    const row = rows[h];
    if (!row) return null;
    for (let t = from; t < to; t++) shape.push(expectedKwh(hourly, row) / (to - from));
  }
  return shape;
}

/** What the meter counted so far; null where it missed too much of it. */
function soFar({ meter }: ConsumerModel, over: number): number | null {
  const slots = meter.kwh.slice(0, over);
  const known = slots.filter((value) => value !== null).length;
  return over > 0 && known >= LEAST_COVERAGE * over ? sumOf(slots) : null;
}

function consumerOutlook(model: ConsumerModel, facts: DayFacts, over: number): ConsumerOutlook {
  const expected = expectedOf(model, facts);
  return {
    id: model.id,
    name: model.name,
    soFarKwh: soFar(model, over),
    expectedSoFarKwh: expected && sumOf(expected.slice(0, over)),
  };
}

/** Consumption of the day so far, and what it comes to by its end if the plan in force is run. */
export function energyOutlook({
  facts,
  over,
  station,
  groups,
  targetKwh,
}: EnergyToday): EnergyOutlook {
  const own = consumerOutlook(station, facts, over);
  const expected = expectedOf(station, facts);
  const expectedDayKwh = expected && sumOf(expected);
  const dayKwh =
    expected && own.soFarKwh !== null ? own.soFarKwh + sumOf(expected.slice(over)) : null;
  const missing = station.meter.kwh.slice(0, over).filter((value) => value === null).length;
  // A target falls on the hours as what is expected does; where nothing is, evenly.
  const share =
    expectedDayKwh && own.expectedSoFarKwh !== null
      ? own.expectedSoFarKwh / expectedDayKwh
      : over / facts.hours.length;
  return {
    ...own,
    targetSoFarKwh: targetKwh === null ? null : targetKwh * share,
    dayKwh,
    expectedDayKwh,
    targetDayKwh: targetKwh,
    missingPercent: over === 0 ? 0 : (100 * missing) / over,
    light: lightOf(own, { dayKwh, targetKwh, sigmaKwh: station.daily?.sigmaKwh ?? null, share }),
    groups: groups.map((group) => consumerOutlook(group, facts, over)),
  };
}

function lightOf(
  { soFarKwh, expectedSoFarKwh }: ConsumerOutlook,
  day: {
    readonly dayKwh: number | null;
    readonly targetKwh: number | null;
    readonly sigmaKwh: number | null;
    readonly share: number;
  },
): EnergyOutlook['light'] {
  if (day.dayKwh !== null && day.targetKwh !== null && day.targetKwh > 0)
    return targetLight(day.dayKwh, day.targetKwh, null).colour;
  if (soFarKwh === null || expectedSoFarKwh === null || day.sigmaKwh === null) return null;
  // What varies by itself adds up by its squares: of a part of the day by the root of the part.
  const bandKwh = 2 * day.sigmaKwh * Math.sqrt(day.share);
  return unexplainedLight(soFarKwh - expectedSoFarKwh, bandKwh, null).colour;
}
