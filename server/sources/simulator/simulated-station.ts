import { plantOf } from '#shared/hydraulics/plant.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { Feeder } from '#shared/station/site-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { localHour } from '#shared/units/time-grid.ts';
import type { Quality } from '#shared/wire/quality.ts';
import { feederTag, stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { inflowYear } from './inflow-year.ts';
import {
  advance,
  plantAtRest,
  type PlantModel,
  type PlantOrder,
  type PlantState,
  type Surroundings,
} from './plant-model.ts';
import { START_SECONDS, type UnitOrder } from './unit-model.ts';
import { airTemperatureC } from './weather.ts';

/** What the plan in force orders of a station: flows by unit and spill, m³/s. */
export interface StationOrder {
  readonly spillM3s: number;
  readonly units: Readonly<Record<string, number>>;
}

/** A simulated station with its catchment and weather. */
export interface SimulatedStation {
  readonly station: Station;
  readonly state: PlantState;
  /** Runs to `toMs` in steps of at most `stepS`, following the orders. */
  runTo(toMs: number, stepS: number): void;
  /** Leaves out a stretch of time: everything stays as it is. */
  skipTo(atMs: number): void;
}

export interface SimulatedStationParts {
  readonly station: Station;
  readonly feeders: readonly Feeder[];
  readonly timeZone: string;
  readonly seed: number;
  readonly orderedAt: (atMs: number) => StationOrder | null;
  /** Inflow on top of the year's, m³/s. */
  readonly floodM3s: (atMs: number) => number;
  /** What was last measured, for a station that goes on; absent: one that begins. */
  readonly lastKnown?: (
    tag: string,
  ) => { readonly value: number | null; readonly quality: Quality } | undefined;
  readonly startMs: number;
}

/** Σ of the units' largest flows, m³/s. */
export function fullDischargeM3s(plant: Plant): number {
  return plant.units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
}

/** So short that nothing moves within it, s. */
const INSTANT_S = 1e-3;

/** A new station begins at this share of the way from its lowest to its highest level. */
const FIRST_LEVEL_SHARE = 0.62;

export function simulatedStation(parts: SimulatedStationParts): SimulatedStation {
  const { station, timeZone, seed } = parts;
  const model: PlantModel = { plant: plantOf(station), feeders: parts.feeders };
  const inflowAt = inflowYear(seed, fullDischargeM3s(model.plant));
  let order: PlantOrder = ordersOf(model, null, null);

  const aroundAt = (atMs: number): Surroundings => ({
    inflowM3s: inflowAt(atMs) + parts.floodM3s(atMs),
    airC: airTemperatureC(atMs, timeZone, seed),
    hour: localHour(atMs, timeZone),
  });

  let state = asItGoesOn(model, firstState(model, parts), aroundAt(parts.startMs));

  function orderAt(atMs: number): PlantOrder {
    const now = parts.orderedAt(atMs);
    // Without a plan the units go on as they were told last.
    if (!now) return order;
    return ordersOf(model, now, parts.orderedAt(atMs + START_SECONDS * 1000));
  }

  return {
    station,
    get state() {
      return state;
    },
    runTo(toMs, stepS) {
      while (state.atMs < toMs) {
        const seconds = Math.min(stepS, (toMs - state.atMs) / 1000);
        const middleMs = state.atMs + seconds * 500;
        order = orderAt(state.atMs);
        state = advance(model, state, order, aroundAt(middleMs), seconds);
      }
    },
    skipTo(atMs) {
      state = { ...state, atMs: Math.max(state.atMs, atMs) };
    },
  };
}

function ordersOf(
  { plant }: PlantModel,
  now: StationOrder | null,
  soon: StationOrder | null,
): PlantOrder {
  const units = plant.units.map(({ id }): UnitOrder => ({
    flowM3s: now?.units[id] ?? 0,
    wantedSoon: (soon?.units[id] ?? 0) > 0,
  }));
  return { units, spillM3s: now?.spillM3s ?? 0 };
}

/** The same state with what its instruments show at once: flows and outputs as they are, not those of rest. */
function asItGoesOn(model: PlantModel, state: PlantState, around: Surroundings): PlantState {
  const units = state.units.map(({ phase, flowM3s }) => ({
    flowM3s,
    wantedSoon: phase === 'running',
  }));
  const { last } = advance(model, state, { units, spillM3s: state.spillM3s }, around, INSTANT_S);
  return { ...state, last };
}

/** A station at its first level, or as it was last measured: level, running units and meters. */
function firstState(model: PlantModel, parts: SimulatedStationParts): PlantState {
  const { station, startMs, lastKnown } = parts;
  const { plant } = model;
  const known = (tag: string): number | null => {
    const last = lastKnown?.(tag);
    return last && last.quality !== 'bad' ? last.value : null;
  };
  const ofUnit = (u: number, name: Parameters<typeof unitTag>[2]): number | null =>
    known(unitTag(station.id, plant.units[u]!.id, name));
  const firstLevelM = plant.levelMinM + FIRST_LEVEL_SHARE * (plant.levelMaxM - plant.levelMinM);
  const rest = plantAtRest(
    model,
    startMs,
    known(stationTag(station.id, 'forebayLevel')) ?? firstLevelM,
  );
  return {
    ...rest,
    units: rest.units.map((unit, u) => {
      const running = (ofUnit(u, 'on') ?? 0) > 0.5;
      return {
        ...unit,
        phase: running ? 'running' : 'stopped',
        flowM3s: running ? (ofUnit(u, 'flow') ?? 0) : 0,
        hours: ofUnit(u, 'hours') ?? FIRST_HOURS * (u + 1),
        starts: ofUnit(u, 'starts') ?? FIRST_STARTS * (u + 1),
      };
    }),
    spillM3s: known(stationTag(station.id, 'spillFlow')) ?? 0,
    feeders: {
      ...rest.feeders,
      kwh: Object.fromEntries(
        parts.feeders.map(({ id, unit }, f) => [
          id,
          known(feederTag(station.id, id, unit)) ?? FIRST_KWH * (f + 1),
        ]),
      ),
    },
  };
}

/** Meters of a station that begins: it has run for years. */
const FIRST_HOURS = 11_000;
const FIRST_STARTS = 640;
const FIRST_KWH = 40_000;
