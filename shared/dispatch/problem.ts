import type { Plant } from '#shared/hydraulics/plant.ts';
import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { nextDayStartMs } from '#shared/units/time-grid.ts';
import { travelSteps, upstreamFirst } from './cascade.ts';
import { type EndTarget, endTarget } from './end-condition.ts';
import { keptPlant } from './kept-plant.ts';

/** A unit's horizon: n steps. */
export interface UnitProblem {
  readonly id: string;
  /** 1 where the unit can run, 0 where it is out of service; n. */
  readonly available: Uint8Array;
  /** Flow already ordered, m³/s; NaN where the step is free; n. */
  readonly fixedFlowM3s: Float64Array;
  readonly onBefore: boolean;
  /** How long it has been on or off; Infinity where the day does not say. */
  readonly forMinutes: number;
}

/** Outflow of a station above, `lagSteps` steps later. */
export interface Arrival {
  /** Index into `Problem.stations`. */
  readonly from: number;
  readonly lagSteps: number;
}

/** A station's horizon: n steps, n + 1 instants. Limits that are absent are infinite. */
export interface StationProblem {
  readonly id: string;
  readonly plant: Plant;
  readonly units: readonly UnitProblem[];
  readonly startLevelM: number;
  readonly startVolumeMm3: number;
  /** I without arrivals, m³/s; n. */
  readonly inflowM3s: Float64Array;
  readonly arrivals: readonly Arrival[];
  /** Index of the reservoir whose level raises the tailwater; −1: none does. */
  readonly backwaterFrom: number;
  /** Outflow before the horizon, m³/s, newest last; may be empty. */
  readonly outflowHistoryM3s: Float64Array;
  /** Σ P before the horizon, MW; null where the day does not tell. */
  readonly generationBeforeMw: number | null;
  /** Limits of every instant, m; n + 1, of which the first binds nobody. */
  readonly levelMinM: Float64Array;
  readonly levelMaxM: Float64Array;
  /** loadsMw, MW; n. */
  readonly serviceLoadMw: Float64Array;
  readonly end: EndTarget;
}

/** A day to plan or to simulate, in numbers only: what planner and simulator share. */
export interface Problem {
  readonly steps: number;
  /** Δ, s. */
  readonly seconds: number;
  readonly stepMinutes: number;
  readonly pricePerMwh: Float64Array;
  /** Export the system must follow, MW; null where it is free to choose. */
  readonly loadMw: Float64Array | null;
  /** Index of the local day each step starts in, from 0; n. Starts are counted by it. */
  readonly localDay: Int32Array;
  /** From upstream down: arrivals always come from an earlier index. */
  readonly stations: readonly StationProblem[];
}

/** Puts a checked system and day (station/) into numbers. */
export function problemOf(system: System, day: Day): Problem {
  const order = upstreamFirst(system);
  const inOrder = order.map((i) => system.stations[i]!);
  return {
    steps: day.steps,
    seconds: day.stepMinutes * 60,
    stepMinutes: day.stepMinutes,
    pricePerMwh: Float64Array.from(day.pricePerMwh),
    loadMw: day.loadMw ? Float64Array.from(day.loadMw) : null,
    localDay: localDayOfSteps(day, system.timeZone),
    stations: inOrder.map((station) => stationProblem(station, inOrder, day)),
  };
}

function stationProblem(station: Station, inOrder: readonly Station[], day: Day): StationProblem {
  const plant = keptPlant(station);
  const stationDay = dayOf(day, station.id);
  const below = inOrder.findIndex((other) => other.id === station.downstream?.station);
  const backwaterFrom = station.downstream?.backwater ? below : -1;
  const downstreamLevelM =
    backwaterFrom < 0 ? -Infinity : dayOf(day, inOrder[backwaterFrom]!.id).levelM;
  return {
    id: station.id,
    plant,
    units: station.units.map((unit) => unitProblem(unit.id, station.id, stationDay, day)),
    startLevelM: stationDay.levelM,
    startVolumeMm3: volumeMm3(plant, stationDay.levelM),
    inflowM3s: Float64Array.from(stationDay.inflowM3s),
    arrivals: arrivalsInto(station, inOrder, day.stepMinutes),
    backwaterFrom,
    outflowHistoryM3s: Float64Array.from(stationDay.outflowHistoryM3s),
    generationBeforeMw: generationBefore(station, stationDay),
    ...levelLimits(plant, stationDay, day.steps),
    serviceLoadMw: Float64Array.from({ length: day.steps }, (_, t) => {
      return stationDay.serviceLoadsMw?.[t] ?? 0;
    }),
    end: endTarget(plant, day, stationDay, downstreamLevelM),
  };
}

function dayOf(day: Day, station: string): StationDay {
  const found = day.stations[station];
  if (!found) throw new Error(`stations.${station}: the day says nothing of this station`);
  return found;
}

/** The day narrows the reservoir's limits, never widens them. */
function levelLimits(
  plant: Plant,
  stationDay: StationDay,
  steps: number,
): Pick<StationProblem, 'levelMinM' | 'levelMaxM'> {
  const instants = { length: steps + 1 };
  return {
    levelMinM: Float64Array.from(instants, (_, i) =>
      Math.max(plant.levelMinM, stationDay.levelMinM?.[i] ?? -Infinity),
    ),
    levelMaxM: Float64Array.from(instants, (_, i) =>
      Math.min(plant.levelMaxM, stationDay.levelMaxM?.[i] ?? Infinity),
    ),
  };
}

function arrivalsInto(
  station: Station,
  inOrder: readonly Station[],
  stepMinutes: number,
): Arrival[] {
  return inOrder.flatMap((above, from) =>
    above.downstream?.station === station.id
      ? [{ from, lagSteps: travelSteps(above.downstream.travelMinutes, stepMinutes) }]
      : [],
  );
}

/** A unit that the day does not name rests, and has rested for long. */
function unitProblem(id: string, station: string, stationDay: StationDay, day: Day): UnitProblem {
  const state = stationDay.units[id];
  const available = new Uint8Array(day.steps).fill(1);
  for (const outage of stationDay.outOfService) {
    if (outage.unit === id) available.fill(0, outage.fromStep, outage.toStep);
  }
  const ordered = day.fixed?.stations[station]?.units[id]?.flowM3s ?? [];
  const fixedFlowM3s = new Float64Array(day.steps).fill(NaN);
  fixedFlowM3s.set(ordered.slice(0, Math.min(day.steps, day.fixed?.steps ?? 0)));
  return {
    id,
    available,
    fixedFlowM3s,
    onBefore: state?.on ?? false,
    forMinutes: state?.forMinutes ?? Infinity,
  };
}

/** Σ P before the horizon, MW: known where every unit is named, and each that ran with its output. */
function generationBefore(station: Station, stationDay: StationDay): number | null {
  let sum = 0;
  for (const { id } of station.units) {
    const state = stationDay.units[id];
    if (!state || (state.on && state.mw === undefined)) return null;
    if (state.on) sum += state.mw ?? 0;
  }
  return sum;
}

function localDayOfSteps(day: Day, timeZone: string): Int32Array {
  const startMs = Date.parse(day.start);
  const indices = new Int32Array(day.steps);
  let endsMs = nextDayStartMs(startMs, timeZone);
  for (let t = 1; t < day.steps; t++) {
    const atMs = startMs + t * day.stepMinutes * MS_PER_MINUTE;
    indices[t] = indices[t - 1]!;
    if (atMs < endsMs) continue;
    indices[t]!++;
    endsMs = nextDayStartMs(atMs, timeZone);
  }
  return indices;
}
