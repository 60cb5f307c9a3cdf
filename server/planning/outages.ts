import type { Day, Outage } from '#shared/station/day-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Horizon } from './horizon.ts';

/** A unit that cannot run until an instant, ms. */
export interface UnitOutage {
  readonly station: string;
  readonly unit: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export type Outages = readonly UnitOutage[];

/** A station's outages in steps of a horizon; a step that one touches counts whole. */
export function outagesOn(outages: Outages, station: string, horizon: Horizon): Outage[] {
  const stepMs = horizon.stepMinutes * MS_PER_MINUTE;
  const stepOf = (ms: number): number => (ms - horizon.startMs) / stepMs;
  return outages
    .filter((outage) => outage.station === station)
    .map(({ unit, fromMs, untilMs }) => ({
      unit,
      fromStep: Math.max(0, Math.floor(stepOf(fromMs))),
      toStep: Math.min(horizon.steps, Math.ceil(stepOf(untilMs))),
    }))
    .filter(({ fromStep, toStep }) => fromStep < toStep);
}

/** The outages that a day was planned with, as spans of time. */
export function outagesIn({ start, stepMinutes, stations }: Day): UnitOutage[] {
  const startMs = Date.parse(start);
  const stepMs = stepMinutes * MS_PER_MINUTE;
  return Object.entries(stations).flatMap(([station, { outOfService }]) =>
    outOfService.map(({ unit, fromStep, toStep }) => ({
      station,
      unit,
      fromMs: startMs + fromStep * stepMs,
      untilMs: startMs + toStep * stepMs,
    })),
  );
}
