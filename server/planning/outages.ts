import type { Outage as DayOutage } from '#shared/station/day-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { endOf, type Outage } from '#shared/wire/outage.ts';
import type { Horizon } from './horizon.ts';

export type Outages = readonly Outage[];

/** A station's outages in steps of a horizon; a step that one touches counts whole, and those that meet are one. */
export function outagesOn(outages: Outages, station: string, horizon: Horizon): DayOutage[] {
  const stepMs = horizon.stepMinutes * MS_PER_MINUTE;
  const stepOf = (ms: number): number => (ms - horizon.startMs) / stepMs;
  const spans = outages
    .filter((outage) => outage.station === station)
    .map((outage) => ({
      unit: outage.unit,
      fromStep: Math.max(0, Math.floor(stepOf(outage.from))),
      toStep: Math.min(horizon.steps, Math.ceil(stepOf(endOf(outage)))),
    }))
    .filter(({ fromStep, toStep }) => fromStep < toStep);
  const joined: DayOutage[] = [];
  for (const span of spans.toSorted((a, b) => a.fromStep - b.fromStep)) {
    const last = joined.findLastIndex(({ unit }) => unit === span.unit);
    const before = joined[last];
    if (!before || before.toStep < span.fromStep) joined.push(span);
    else joined[last] = { ...before, toStep: Math.max(before.toStep, span.toStep) };
  }
  return joined;
}
