import type { DayFacts, MeterDay } from '#shared/energy/review/day-facts.ts';
import { isRestDay } from '#shared/energy/review/calendar.ts';
import type { DriverRow } from '#shared/energy/model/drivers.ts';

const SLOTS = 96;

/** A day of 96 quarter-hours with these drivers, spread evenly; the starts in its first slots. */
export function madeFacts(date: string, row: DriverRow): DayFacts {
  const each = (value: number): number[] => Array.from({ length: SLOTS }, () => value);
  return {
    date,
    startMs: Date.parse(`${date}T00:00:00Z`),
    hours: Array.from({ length: SLOTS }, (_, t) => Math.floor(t / 4)),
    isRestDay: isRestDay(date, undefined),
    generationMwh: each(row.generationMwh / SLOTS),
    unitHours: each(row.unitHours / SLOTS),
    starts: each(0).map((_, t) => (t < row.starts ? 1 : 0)),
    headM: each(row.headM),
    temperatureC: each(0).map((_, t) => row.temperaturesC[Math.floor(t / 4)]!),
    pricePerMwh: each(0).map((_, t) => (t < 32 ? 220 : 620)),
  };
}

/** A meter that was read in every slot. */
export function meteredEvenly(kwh: number): MeterDay {
  return {
    kwh: Array.from({ length: SLOTS }, () => kwh / SLOTS),
    states: Array.from({ length: SLOTS }, () => 'metered' as const),
  };
}

/** The same meter without the slots `[from, to)`. */
export function withGap(meter: MeterDay, from: number, to: number): MeterDay {
  const inGap = (t: number): boolean => t >= from && t < to;
  return {
    kwh: meter.kwh.map((value, t) => (inGap(t) ? null : value)),
    states: meter.states.map((state, t) => (inGap(t) ? 'missing' : state)),
  };
}
