import { segmentOf } from '#shared/hydraulics/curve.ts';
import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { StationTask } from '../station-task.ts';
import { tolerances } from '../tolerances.ts';

/** Storages that can be reached, Mm³; n + 1. */
export interface Reach {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Narrower: by the set that runs in the step before the instant. Absent: the same for all. */
  readonly bySet?: SetReach;
}

/** Storages in which each step may end by the set that runs in it, Mm³; n × sets. Low over high: the set may not run. */
export interface SetReach {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * What storages a plan can pass through that keeps the level limits and spills no more than
 * `mostSpillMm3`: from the start forwards, from the end level backwards. Every such plan lies inside.
 * @param mostReleaseM3s most that goes through turbines and into starts in each step, m³/s; n
 * @returns null where no storage is left at some instant
 */
export function reachOf(
  task: StationTask,
  mostReleaseM3s: Float64Array,
  mostSpillMm3: number,
): Reach | null {
  const { station, problem, inflowM3s } = task;
  const { plant } = station;
  const perFlow = problem.seconds / M3_PER_MM3;
  const { steps } = problem;
  const low = new Float64Array(steps + 1).fill(station.startVolumeMm3);
  const high = new Float64Array(steps + 1).fill(station.startVolumeMm3);
  const leastOut = Math.max(0, plant.outflowMinM3s - tolerances.operating);
  let dry = station.startVolumeMm3;
  for (let t = 0; t < steps; t++) {
    const most = Math.min(plant.outflowMaxM3s + tolerances.operating, mostReleaseM3s[t]!);
    const floor = volumeMm3(plant, station.levelMinM[t + 1]!);
    const roof = volumeMm3(plant, station.levelMaxM[t + 1]!);
    dry = Math.max(floor, dry + (inflowM3s[t]! - most) * perFlow);
    low[t + 1] = Math.max(floor, dry - mostSpillMm3);
    high[t + 1] = Math.min(roof, high[t]! + (inflowM3s[t]! - leastOut) * perFlow);
  }
  if (station.end.levelM > -Infinity) {
    low[steps] = Math.max(low[steps]!, volumeMm3(plant, station.end.levelM));
  }
  for (let t = steps - 1; t > 0; t--) {
    low[t] = Math.max(low[t]!, low[t + 1]! - (inflowM3s[t]! - leastOut) * perFlow);
  }
  for (let t = 0; t <= steps; t++) if (low[t]! > high[t]!) return null;
  return { low, high };
}

/**
 * Storage in cells of equal width, the same at every instant, so that a step's change of storage is a
 * whole number of cells, give or take one. Cell i spans edge(i) … edge(i + 1).
 */
export class CellGrid {
  readonly widthMm3: number;
  readonly baseMm3: number;
  readonly count: number;
  /** Level of each edge, m; count + 1. */
  readonly edgeLevelM: Float64Array;
  /** First and last cell that holds reachable storage; n + 1. */
  readonly first: Int32Array;
  readonly last: Int32Array;

  /** Piece of the storage curve that holds the cell; −1 where a bend of it lies inside; count. */
  readonly piece: Int32Array;

  constructor(task: StationTask, reach: Reach, widthMm3: number) {
    const { plant } = task.station;
    this.widthMm3 = widthMm3;
    let lowest = Infinity;
    let highest = -Infinity;
    for (let i = 0; i < reach.low.length; i++) {
      lowest = Math.min(lowest, reach.low[i]!);
      highest = Math.max(highest, reach.high[i]!);
    }
    this.baseMm3 = lowest;
    this.count = Math.max(1, Math.ceil((highest - lowest) / widthMm3 + 1e-9));
    this.edgeLevelM = Float64Array.from({ length: this.count + 1 }, (_, i) =>
      levelM(plant, lowest + i * widthMm3),
    );
    const { x } = plant.levelAtVolume;
    this.piece = Int32Array.from({ length: this.count }, (_, i) => {
      const from = segmentOf(x, this.edgeMm3(i));
      const to = segmentOf(x, this.edgeMm3(i + 1) - 1e-9 * widthMm3);
      const beyond = this.edgeMm3(i) < x[0]! || this.edgeMm3(i + 1) > x[x.length - 1]!;
      return from === to && !beyond ? from : -1;
    });
    this.first = Int32Array.from(reach.low, (volume) => this.cellOf(volume));
    this.last = Int32Array.from(reach.high, (volume) => this.cellOf(volume));
  }

  /** The cell that holds a storage; the nearest for one outside all of them. */
  cellOf(volume: number): number {
    const cell = Math.floor((volume - this.baseMm3) / this.widthMm3);
    return Math.max(0, Math.min(this.count - 1, cell));
  }

  edgeMm3(i: number): number {
    return this.baseMm3 + i * this.widthMm3;
  }
}
