import type { Day, EndCondition, Outage, StationDay } from '#shared/station/day-schema.ts';
import type { Reservoir, System, Unit } from '#shared/station/system-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Horizon } from './horizon.ts';
import type { InflowOutlook } from './inflow-outlook.ts';
import { keptOrders } from './kept-orders.ts';
import { outagesOn, type Outages } from './outages.ts';
import type { StationState } from './station-state.ts';

export interface DayParts {
  readonly system: System;
  readonly horizon: Horizon;
  /** Steps of the plan in force that begin before this are kept, ms. */
  readonly settledMs: number;
  readonly pricePerMwh: readonly number[];
  /** Load to follow, MW per step; null: none. */
  readonly loadMw: readonly number[] | null;
  readonly states: Readonly<Record<string, StationState>>;
  readonly outlooks: Readonly<Record<string, InflowOutlook>>;
  readonly ends: Readonly<Record<string, EndCondition>>;
  /** Consumption beside the station's own, MW per step, by station; absent: none. */
  readonly serviceLoadsMw?: Readonly<Record<string, readonly number[]>>;
  /** null: nothing is ordered yet. */
  readonly inForce: PlanVersion | null;
  readonly outages: Outages;
}

/** The day that a plan is made for, in the form of day.json. */
export function buildDay(parts: DayParts): Day {
  const { system, horizon, inForce, settledMs } = parts;
  const { outages } = parts;
  const kept = inForce && keptOrders(system, inForce, horizon, settledMs, parts.states, outages);
  const stations: Day['stations'] = {};
  for (const station of system.stations) {
    const state = parts.states[station.id]!;
    const out = outagesOn(outages, station.id, horizon);
    const loads = parts.serviceLoadsMw?.[station.id];
    stations[station.id] = {
      levelM: state.levelM,
      units: unitsAtStart(kept ? withoutOutputs(state.units) : state.units, station.units, out),
      inflowM3s: [...parts.outlooks[station.id]!.inflowM3s],
      outflowHistoryM3s: kept
        ? endingWith(state.outflowHistoryM3s, kept.outflowBeforeM3s[station.id])
        : [...state.outflowHistoryM3s],
      outOfService: out,
      ...(loads ? { serviceLoadsMw: [...loads] } : {}),
      end: parts.ends[station.id] ?? backToMidnight(state, station.reservoir),
    } satisfies StationDay;
  }
  return {
    format: 'forebay-day/1',
    start: new Date(horizon.startMs).toISOString(),
    stepMinutes: horizon.stepMinutes,
    steps: horizon.steps,
    pricePerMwh: [...parts.pricePerMwh],
    ...(parts.loadMw ? { loadMw: [...parts.loadMw] } : {}),
    stations,
    ...(kept ? { fixed: kept.fixed } : {}),
  };
}

/**
 * The units' states without their outputs: the change of generation into an ordered step is past
 * deciding, and a mean measured while units moved is not what was ordered before.
 */
function withoutOutputs(units: StationState['units']): StationDay['units'] {
  return Object.fromEntries(
    Object.entries(units).map(([id, { on, forMinutes }]) => [id, { on, forMinutes }]),
  );
}

/** A unit that tripped has run for as long as it must: no plan could have kept it on. */
function unitsAtStart(
  states: StationDay['units'],
  units: readonly Unit[],
  outOfService: readonly Outage[],
): StationDay['units'] {
  const tripped = units.filter(
    ({ id }) =>
      states[id]?.on && outOfService.some(({ unit, fromStep }) => unit === id && fromStep === 0),
  );
  const longEnough = tripped.map(({ id, minUpMinutes }) => {
    const state = states[id]!;
    return [id, { ...state, forMinutes: Math.max(state.forMinutes, minUpMinutes) }] as const;
  });
  return { ...states, ...Object.fromEntries(longEnough) };
}

/** An outflow history with another newest value. */
function endingWith(history: readonly number[], newestM3s: number | undefined): number[] {
  return newestM3s === undefined ? [...history] : [...history.slice(0, -1), newestM3s];
}

/**
 * The end of a site that names none: back to the level of the last local midnight, within the operating
 * limits. A plan made every hour that held its own start level would give away, step by step, what the
 * day's peak has drawn.
 */
function backToMidnight(state: StationState, reservoir: Reservoir): EndCondition {
  const { levelMinM, levelMaxM } = reservoir;
  return { levelM: Math.min(Math.max(state.dayStartLevelM, levelMinM), levelMaxM) };
}
