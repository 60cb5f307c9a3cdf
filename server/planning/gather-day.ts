import type { Day, EndCondition } from '#shared/station/day-schema.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { ForecastStore } from '../store/forecast-store.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import { buildDay } from './build-day.ts';
import { type Horizon, horizonAt, pricesOf } from './horizon.ts';
import { forecastOn, type InflowOutlook, recessionOf } from './inflow-outlook.ts';
import { type LiveValues, type Missing, type StationState, stationState } from './station-state.ts';

/** A day to plan with what it was gathered from. */
export interface GatheredDay {
  readonly day: Day;
  readonly horizon: Horizon;
  readonly outlooks: Readonly<Record<string, InflowOutlook>>;
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
  /** End of a horizon that the site does not know, as a record does; undefined: the site's. */
  readonly endAt?: (station: string, horizonEndMs: number) => EndCondition | undefined;
}

/**
 * Gathers the day that begins with the quarter-hour of `atMs` from measurements, forecast, tariff and ends.
 * @param settledMs steps of the plan in force that begin before this are kept
 * @returns the day, or which measurement it waits for
 */
export async function gatherDay(
  sources: DaySources,
  inForce: PlanVersion | null,
  atMs: number,
  settledMs: number,
): Promise<GatheredDay | Missing> {
  const { system, site, live, readings } = sources;
  const horizon = horizonAt(atMs, system.timeZone, site.planning.horizonDays);
  const states: Record<string, StationState> = {};
  const outlooks: Record<string, InflowOutlook> = {};
  const ends: Record<string, EndCondition> = {};
  for (const station of system.stations) {
    const state = await stationState(station, horizon, atMs, system.timeZone, live, readings);
    if ('missing' in state) return state;
    const outlook = await outlookOf(sources, station, state, horizon, atMs);
    if ('missing' in outlook) return outlook;
    const end = sources.endAt?.(station.id, horizon.endMs) ?? site.planning.end?.[station.id];
    if (end) ends[station.id] = end;
    states[station.id] = state;
    outlooks[station.id] = outlook;
  }
  const pricePerMwh = pricesOf(horizon, system.timeZone, site.tariff.hourlyPricePerMwh);
  const parts = { system, horizon, settledMs, pricePerMwh, states, outlooks, ends, inForce };
  return { day: buildDay(parts), horizon, outlooks };
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
