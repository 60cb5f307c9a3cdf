import type { Day, EndCondition } from '#shared/station/day-schema.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import type { PlanVersion, SubstitutedValue } from '#shared/wire/plan-view.ts';
import type { ForecastStore } from '../store/forecast-store.ts';
import type { LoadCurveStore } from '../store/load-curve-store.ts';
import type { InputValue } from '../store/plan-store.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { buildDay } from './build-day.ts';
import { type Horizon, horizonAt, pricesOf } from './horizon.ts';
import { forecastOn, type InflowOutlook, recessionOf } from './inflow-outlook.ts';
import { daysOf, loadOrderOn } from './load-order.ts';
import { notedSources } from './noted-sources.ts';
import type { Outages } from './outages.ts';
import { type LiveValues, type Missing, type StationState, stationState } from './station-state.ts';

/** A day to plan with what it was gathered from. */
export interface GatheredDay {
  readonly day: Day;
  readonly horizon: Horizon;
  readonly outlooks: Readonly<Record<string, InflowOutlook>>;
  /** What it was gathered from, for the record. */
  readonly image: readonly InputValue[];
  readonly substituted: readonly SubstitutedValue[];
  /** Load curves it follows, by id. */
  readonly loadCurves: readonly string[];
}

/** An older issue says less than the recession from what is observed now. */
const OLDEST_FORECAST_MS = 24 * MS_PER_HOUR;

/** Where a day is gathered from. */
export interface DaySources {
  readonly system: System;
  readonly site: Pick<Site, 'planning' | 'tariff'>;
  readonly live: LiveValues;
  readonly readings: Pick<ReadingStore, 'aggregates'>;
  readonly forecasts: Pick<ForecastStore, 'newest'>;
  readonly loadCurves: Pick<LoadCurveStore, 'newest'>;
  /** Consumption beside the station's own, MW per step; null: none. Absent: nobody says any. */
  readonly serviceLoadsMw?: (
    station: string,
    horizon: Horizon,
  ) => Promise<readonly number[] | null>;
  /** End of a horizon that the site does not know, as a record does; undefined: the site's. */
  readonly endAt?: (station: string, horizonEndMs: number) => EndCondition | undefined;
}

/** What is asked of a day. */
export interface DayWish {
  readonly atMs: number;
  /** Local days that it reaches, counting the current one. */
  readonly horizonDays: number;
  /** null: nothing is ordered yet. */
  readonly inForce: PlanVersion | null;
  /** Steps of the plan in force that begin before this are kept, ms. */
  readonly settledMs: number;
  readonly outages: Outages;
}

/**
 * Gathers the day that begins with the quarter-hour of `atMs` from measurements, forecast, load, tariff
 * and ends.
 * @returns the day, or which measurement it waits for
 */
export async function gatherDay(
  sources: DaySources,
  wish: DayWish,
): Promise<GatheredDay | Missing> {
  const { system, site } = sources;
  const { atMs, inForce, settledMs } = wish;
  const { live, readings, image, substituted } = notedSources(sources.live, sources.readings);
  const whole = horizonAt(atMs, system.timeZone, wish.horizonDays);
  const curves = await sources.loadCurves.newest(...daysOf(whole, system.timeZone));
  const load = loadOrderOn(curves, whole, system.timeZone, inForce);
  const horizon = load?.horizon ?? whole;
  const states: Record<string, StationState> = {};
  const outlooks: Record<string, InflowOutlook> = {};
  const ends: Record<string, EndCondition> = {};
  const serviceLoadsMw: Record<string, readonly number[]> = {};
  for (const station of system.stations) {
    const state = await stationState(station, horizon, atMs, system.timeZone, live, readings);
    if ('missing' in state) return state;
    const outlook = await outlookOf(sources, station, state, horizon, atMs);
    if ('missing' in outlook) return outlook;
    const end = sources.endAt?.(station.id, horizon.endMs) ?? site.planning.end?.[station.id];
    if (end) ends[station.id] = end;
    const loads = await sources.serviceLoadsMw?.(station.id, horizon);
    if (loads) serviceLoadsMw[station.id] = loads;
    states[station.id] = state;
    outlooks[station.id] = outlook;
  }
  const pricePerMwh = pricesOf(horizon, system.timeZone, site.tariff.hourlyPricePerMwh);
  const loadMw = load?.loadMw ?? null;
  const { outages } = wish;
  const parts = { system, horizon, settledMs, pricePerMwh, loadMw, states, outlooks, ends };
  return {
    day: buildDay({ ...parts, inForce, outages, serviceLoadsMw }),
    horizon,
    outlooks,
    image: image(),
    substituted: [...substituted(), ...inPlaceOf(system, states, outlooks)],
    loadCurves: load?.curves ?? [],
  };
}

/** What stands in place of a forecast, or of a level at the start. */
function inPlaceOf(
  system: System,
  states: Readonly<Record<string, StationState>>,
  outlooks: Readonly<Record<string, InflowOutlook>>,
): SubstitutedValue[] {
  return system.stations.flatMap(({ id }): SubstitutedValue[] => [
    ...(outlooks[id]!.origin === 'recession'
      ? [
          {
            tag: stationTag(id, 'observedInflow'),
            how: 'recession' as const,
            count: outlooks[id]!.inflowM3s.length,
          },
        ]
      : []),
    ...(states[id]!.isLevelOlder
      ? [{ tag: stationTag(id, 'forebayLevel'), how: 'older-level' as const, count: 1 }]
      : []),
  ]);
}

/** The newest forecast if it is young and covers the start, else a recession. */
async function outlookOf(
  { forecasts }: DaySources,
  station: Station,
  state: StationState,
  horizon: Horizon,
  atMs: number,
): Promise<InflowOutlook | Missing> {
  const forecast = await forecasts.newest(station.id, atMs);
  const young = forecast && atMs - forecast.issuedAt <= OLDEST_FORECAST_MS ? forecast : null;
  const outlook = young && forecastOn(young, horizon);
  if (outlook) return outlook;
  if (state.inflowM3s === null) {
    return { missing: `${stationTag(station.id, 'observedInflow')} or a forecast` };
  }
  return recessionOf(state.inflowM3s, atMs, horizon);
}
