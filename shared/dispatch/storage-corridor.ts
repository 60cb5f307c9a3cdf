import { curveAt } from '#shared/hydraulics/curve.ts';
import { freeSpillM3s, levelM, spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { shareLoad } from './share-load.ts';
import type { StationTask } from './station-task.ts';

/** Storage worth looking at, Mm³, at each of the n + 1 instants; `low` < `high`. */
export interface StorageCorridor {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Above it no turbines and gates together keep the level limits to come: gates open in time, Mm³. */
  readonly ceiling: Float64Array;
}

/** How much of a corridor stays about a course when it is narrowed, at least in steps of largest flow. */
const NARROW_SHARE = 0.12;
const NARROW_STEPS = 3;

/** The part of a corridor about a course of storages (n + 1), for a finer search. */
export function narrowed(
  task: StationTask,
  corridor: StorageCorridor,
  volumeMm3s: Float64Array,
): StorageCorridor {
  const { plant } = task.station;
  const largest = plant.units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
  const stepMm3 = (largest * task.problem.seconds) / M3_PER_MM3;
  const low = Float64Array.from(corridor.low);
  const high = Float64Array.from(corridor.high);
  volumeMm3s.forEach((volume, i) => {
    const whole = corridor.high[i]! - corridor.low[i]!;
    const reach = Math.max(NARROW_SHARE * whole, NARROW_STEPS * stepMm3);
    if (2 * reach >= whole) return;
    const middle = Math.max(low[i]! + reach, Math.min(high[i]! - reach, volume));
    low[i] = middle - reach;
    high[i] = middle + reach;
  });
  return { low, high, ceiling: corridor.ceiling };
}

/** Share of the most the units take at the level limit that they surely take below it. */
const SURELY = 0.998;

/** A corridor is never narrower than this share of the water that one step's largest flow carries. */
const LEAST_WIDTH_STEPS = 0.05;

/**
 * The storages that can be come by from the start and led to the end asked for, within the level
 * limits. Where limits leave nothing, the nearest edge, a little widened: a search goes on from there.
 */
export function storageCorridor(task: StationTask): StorageCorridor {
  const { problem, station, inflowM3s } = task;
  const mostFlows = mostTurbineFlows(task);
  const { plant } = station;
  const { steps } = problem;
  const perFlow = problem.seconds / M3_PER_MM3;
  const atMost = (flow: number): number =>
    Math.min(plant.outflowMaxM3s, Math.max(flow, plant.outflowMinM3s));
  const largest = atMost(plant.units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0));
  const least = plant.outflowMinM3s;
  const floor = (i: number): number => volumeMm3(plant, station.levelMinM[i]!);
  const ceiling = (i: number): number => volumeMm3(plant, station.levelMaxM[i]!);
  const clamp = (v: number, i: number): number => Math.max(floor(i), Math.min(ceiling(i), v));
  /** What a free overflow takes besides, m³/s: above its crest no corridor can hold the water. */
  const overflow = (t: number, volume: number, release: number): number =>
    plant.freeSpill ? freeSpillM3s(plant, volume, inflowM3s[t]!, release, problem.seconds) : 0;
  const low = new Float64Array(steps + 1);
  const high = new Float64Array(steps + 1);
  low[0] = high[0] = station.startVolumeMm3;
  for (let t = 0; t < steps; t++) {
    const after = (volume: number, release: number): number =>
      volume + (inflowM3s[t]! - release - overflow(t, volume, release)) * perFlow;
    low[t + 1] = clamp(after(low[t]!, largest), t + 1);
    high[t + 1] = clamp(after(high[t]!, least), t + 1);
  }
  const wanted = station.end.levelM === -Infinity ? 0 : volumeMm3(plant, station.end.levelM);
  let needed = wanted;
  let allowed = Infinity;
  for (let t = steps; t >= 0; t--) {
    if (needed <= high[t]!) low[t] = Math.max(low[t]!, needed);
    else low[t] = high[t]!;
    if (allowed >= low[t]!) high[t] = Math.min(high[t]!, allowed);
    if (t === 0) break;
    needed = Math.max(floor(t), needed) - (inflowM3s[t - 1]! - least) * perFlow;
    allowed =
      Math.min(ceiling(t), allowed) -
      (inflowM3s[t - 1]! - SURELY * atMost(mostFlows[t - 1]!)) * perFlow;
  }
  const width = Math.max(1e-6, LEAST_WIDTH_STEPS * largest * perFlow);
  for (let t = 0; t <= steps; t++) if (high[t]! - low[t]! < width) high[t] = low[t]! + width;
  return { low, high, ceiling: ceilings(task, mostFlows) };
}

/** The highest storage of each instant from which units and gates can still keep all limits to come. */
function ceilings(
  { problem, station, inflowM3s }: StationTask,
  mostFlows: Float64Array,
): Float64Array {
  const { plant } = station;
  const perFlow = problem.seconds / M3_PER_MM3;
  const fall = (plant.levelRampMPerHour.down * problem.seconds) / SECONDS_PER_HOUR;
  const ceiling = Float64Array.from(station.levelMaxM, (level) => volumeMm3(plant, level));
  for (let t = problem.steps - 1; t > 0; t--) {
    const levelAfter = levelM(plant, ceiling[t + 1]!);
    const gates = plant.freeSpill ? 0 : spillCapacityM3s(plant, levelAfter);
    const most = Math.min(plant.outflowMaxM3s, SURELY * mostFlows[t]! + gates);
    const drained = ceiling[t + 1]! - (inflowM3s[t]! - most) * perFlow;
    const fallen = fall < Infinity ? volumeMm3(plant, levelAfter + fall) : Infinity;
    ceiling[t] = Math.min(ceiling[t]!, drained, fallen);
  }
  return ceiling;
}

/** The most that the units in service take together at the upper level limit, m³/s; n. */
function mostTurbineFlows({ problem, station }: StationTask): Float64Array {
  const { plant } = station;
  const highestM = Math.max(station.startLevelM, ...station.levelMaxM.filter(Number.isFinite));
  const known = new Map<string, number>();
  return Float64Array.from({ length: problem.steps }, (_, t) => {
    const units = station.units.flatMap((unit, u) => (unit.available[t] ? [u] : []));
    const key = units.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const headAt = (flow: number): number => highestM - curveAt(plant.tailwater, flow);
    const largest = units.reduce((sum, u) => sum + Math.max(...plant.units[u]!.flowMax.y), 0);
    const candidates = units.map((unit) => ({ unit, mayRest: true }));
    const most =
      units.length === 0
        ? 0
        : (shareLoad(plant, candidates, headAt, { flowM3s: largest })?.turbineFlowM3s ?? 0);
    known.set(key, most);
    return most;
  });
}
