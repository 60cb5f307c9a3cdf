import { curveAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { BoundTask } from './bound-task.ts';
import { CellGrid, type Reach, reachOf } from './cell-grid.ts';
import { UpperTable } from './upper-table.ts';
import { UpperWorth } from './upper-worth.ts';
import type { WaterPrice } from './water-price.ts';

/** One look at the bound: how fine, in shares of the head and of the water of a step. */
export interface Fineness {
  readonly headShare: number;
  readonly stepShare: number;
}

/** Bounds a station's day, coarse first, then finer within what the last look has left over. */
export class Prover {
  readonly task: BoundTask;
  reach: Reach | null;
  private table: UpperTable | null = null;
  private tableShare = Infinity;
  private readonly mostFlowM3s: number;
  private readonly mostOutflowM3s: number;
  /** The least of the bounds found so far, money. */
  bound = Infinity;
  worth: UpperWorth | null = null;

  /** @param mostSpillMm3 what a plan may spill for the bound to speak of it */
  constructor(task: BoundTask, mostSpillMm3: number) {
    this.task = task;
    const { station, problem } = task.task;
    const { units } = station.plant;
    this.mostFlowM3s = units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
    this.mostOutflowM3s = this.mostFlowM3s;
    if (mostSpillMm3 > 0) {
      const highest = Math.max(station.startLevelM, ...station.levelMaxM);
      const gates = curveAt(station.plant.spillCapacity, highest);
      this.mostOutflowM3s = this.mostFlowM3s + Math.min(gates, mostSpillMm3 / task.perFlow);
    }
    const starting = Math.max(...task.startM3s);
    const mostRelease = Float64Array.from({ length: problem.steps }, (_, t) =>
      units.reduce(
        (sum, unit, u) => sum + (station.units[u]!.available[t] ? Math.max(...unit.flowMax.y) : 0),
        starting,
      ),
    );
    this.reach = reachOf(task.task, mostRelease, mostSpillMm3);
  }

  /** Looks once: the bound at these prices, money; Infinity where nothing can be said. */
  look(price: WaterPrice, { headShare, stepShare }: Fineness): number {
    const { reach, task } = this;
    if (!reach) return Infinity;
    const { plant } = task.task.station;
    if (headShare < this.tableShare) {
      const levels = [levelM(plant, least(reach.low)), levelM(plant, most(reach.high))] as const;
      this.table = new UpperTable(plant, task.sets, this.mostOutflowM3s, levels, headShare);
      this.tableShare = headShare;
    }
    const grid = new CellGrid(task.task, reach, this.mostFlowM3s * task.perFlow * stepShare);
    this.worth = new UpperWorth(task, this.table!, grid, reach, price);
    this.bound = Math.min(this.bound, this.worth.bound);
    return this.worth.bound;
  }

  /** Leaves out the storages through which no plan better than `value` can pass. */
  narrow(value: number): void {
    if (!this.worth || !this.reach) return;
    const reach = this.worth.reachAbove(value);
    if (reach) {
      this.reach = reach;
      this.tableShare = Infinity;
    } else this.bound = Math.min(this.bound, value);
  }
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
