import { curveAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { BoundTask } from './bound-task.ts';
import { KeptTables } from '../kept-tables.ts';
import { CellGrid, type Reach, reachOf } from './cell-grid.ts';
import { pooledTask } from './pools.ts';
import { RampWorth } from './ramp-worth.ts';
import type { ChargedMw } from './start-charges.ts';
import { tableNodes } from './table-nodes.ts';
import { UpperTable } from './upper-table.ts';
import { UpperWorth } from './upper-worth.ts';
import type { WaterPrice } from './water-price.ts';

/** One look at the bound: how fine, in shares of the head and of the water of a step. */
export interface Fineness {
  readonly headShare: number;
  readonly stepShare: number;
}

/** One look that tells outflows apart: how fine, in shares of the head, and in cells to the tighter ramp. */
export interface RampFineness {
  readonly headShare: number;
  /** How wide a cell of storage is, by the head it holds. */
  readonly storageShare: number;
  readonly cellsOfRamp: number;
}

/** Cells of storage and outflow that a look which tells outflows apart weighs at most, over all steps and sets. */
const MOST_RAMP_WORK = 12_000_000;
const MOST_RAMP_CELLS = 400;

/** Pairs of cells that one look weighs at most, over all steps and sets, and cells whose worth it keeps: 20 MB. */
const MOST_WORK = 25_000_000;
const MOST_KEPT = 2_500_000;

/** Of running sets told apart: all sets of the plant's units. */
const tables = new KeptTables<UpperTable>();

/** Bounds a station's day, coarse first, then finer within what the last look has left over. */
export class Prover {
  task: BoundTask;
  reach: Reach | null;
  private table: UpperTable | null = null;
  private tableShare = Infinity;
  private readonly mostFlowM3s: number;
  private readonly mostOutflowM3s: number;
  private readonly usualOutflowM3s: number;
  /** What starts let go at most, m³/s; null where gates may open. */
  private readonly startedM3s: number | null;
  /** The least of the bounds found so far, money. */
  bound = Infinity;
  /** No look speaks of plans worth no more than this: what they pass through may have been left out. */
  private leftOut = -Infinity;
  /** Of the looks within the reach as it stands the one with the least bound. */
  worth: UpperWorth | null = null;
  /** What that look was within. */
  private worthReach: Reach | null = null;

  /**
   * @param mostSpillMm3 what a plan may spill for the bound to speak of it
   * @param usualSpillM3s what is spilled in a step at most, unless it is far from the plan at hand
   */
  constructor(task: BoundTask, mostSpillMm3: number, usualSpillM3s = Infinity) {
    this.task = task;
    const { station, problem } = task.task;
    const { units } = station.plant;
    this.mostFlowM3s = units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
    const starting = Math.max(...task.startM3s);
    this.mostOutflowM3s = this.mostFlowM3s + starting;
    this.startedM3s = mostSpillMm3 > 0 ? null : starting;
    if (mostSpillMm3 > 0) {
      const highest = Math.max(station.startLevelM, ...station.levelMaxM);
      const gates = curveAt(station.plant.spillCapacity, highest);
      this.mostOutflowM3s += Math.min(gates, mostSpillMm3 / task.perFlow);
    }
    // On a waterway that units share heads are told apart evenly.
    const isShared = station.plant.conduitLoss.some((loss) => loss > 0);
    this.usualOutflowM3s = isShared ? Infinity : this.mostFlowM3s + starting + usualSpillM3s;
    const mostRelease = Float64Array.from({ length: problem.steps }, (_, t) =>
      units.reduce(
        (sum, unit, u) => sum + (station.units[u]!.available[t] ? Math.max(...unit.flowMax.y) : 0),
        starting,
      ),
    );
    this.reach = reachOf(task.task, mostRelease, mostSpillMm3);
  }

  /** Charges the units of a pool for their starts. */
  charge(chargedMw: ChargedMw): void {
    this.task = pooledTask(this.task.task, chargedMw);
    this.tableShare = Infinity;
  }

  /** Goes on with running sets told apart, within what the pool has left over. */
  tellApart(task: BoundTask): void {
    this.task = task;
    this.tableShare = Infinity;
    this.worth = null;
    if (this.reach) this.reach = { low: this.reach.low, high: this.reach.high };
  }

  /** Looks once: the bound at these prices, money; Infinity where nothing can be said. */
  look(price: WaterPrice, { headShare, stepShare }: Fineness): number {
    const { reach, task } = this;
    if (!reach) return Infinity;
    const table = this.tableFor(reach, headShare);
    const grid = new CellGrid(task.task, reach, this.mostFlowM3s * task.perFlow * stepShare);
    const worth = new UpperWorth(task, table, grid, reach, price);
    if (!this.worth || this.worthReach !== reach || worth.bound < this.worth.bound) {
      [this.worth, this.worthReach] = [worth, reach];
    }
    return this.took(worth.bound);
  }

  /** Looks once with outflows told apart by their ramp: the bound, money. Only where gates stay shut and sets are told apart. */
  lookAtRamps(price: WaterPrice, fineness: RampFineness): number {
    const { reach, task } = this;
    if (!reach) return Infinity;
    const { plant } = task.task.station;
    const { up, down } = plant.outflowRampM3sPerStep;
    const cellM3s = Math.max(
      Math.min(up, down, this.mostFlowM3s) / fineness.cellsOfRamp,
      this.mostOutflowM3s / MOST_RAMP_CELLS,
    );
    const table = this.tableFor(reach, fineness.headShare);
    const [low, high] = [least(reach.low), most(reach.high)];
    const perMm3 = (levelM(plant, high) - levelM(plant, low)) / Math.max(1e-9, high - low);
    const headM = table.heads.headsM[table.heads.headsM.length >> 1]!;
    const wide = (fineness.storageShare * headM) / Math.max(1e-9, perMm3);
    const total = reach.low.reduce((sum, from, t) => sum + reach.high[t]! - from, 0);
    const perCell = (task.sets.length * this.mostOutflowM3s) / cellM3s;
    const grid = new CellGrid(task.task, reach, Math.max(wide, (total * perCell) / MOST_RAMP_WORK));
    return this.took(new RampWorth(task, table, grid, reach, price, cellM3s).bound);
  }

  private tableFor(reach: Reach, headShare: number): UpperTable {
    const { task } = this;
    const { plant } = task.task.station;
    if (!this.table || headShare < this.tableShare) {
      const { mostOutflowM3s, usualOutflowM3s, startedM3s } = this;
      const levels = [levelM(plant, least(reach.low)), levelM(plant, most(reach.high))] as const;
      const nodes = tableNodes(plant, { mostOutflowM3s, usualOutflowM3s, levels, headShare });
      this.table = task.pools
        ? new UpperTable(plant, task.pools.all, nodes, startedM3s)
        : tables.get(plant, `${nodes.name} ${startedM3s}`, () => {
            return new UpperTable(plant, task.sets, nodes, startedM3s);
          });
      this.tableShare = headShare;
    }
    return this.table;
  }

  /** Takes a look's bound in; Infinity where it knows no plan at all: what was found leans on a tolerance. */
  private took(found: number): number {
    const bound = Math.max(found, this.leftOut);
    if (bound === -Infinity) return Infinity;
    this.bound = Math.min(this.bound, bound);
    return bound;
  }

  /** Whether a look this fine would take more work than it is worth, whatever time there is. */
  isTooFine({ stepShare }: Fineness): boolean {
    const { reach, task } = this;
    if (!reach) return true;
    const width = this.mostFlowM3s * task.perFlow * stepShare;
    const cells = reach.low.reduce((sum, low, t) => sum + (reach.high[t]! - low) / width + 1, 0);
    if (cells * task.sets.length > MOST_KEPT) return true;
    const widest = reach.low.reduce((most, low, t) => Math.max(most, reach.high[t]! - low), 0);
    const shifts = Math.min(widest, this.mostOutflowM3s * task.perFlow) / width + 2;
    return cells * shifts * task.sets.length > MOST_WORK;
  }

  /** Leaves out the storages through which no plan better than `value` can pass. */
  narrow(value: number): void {
    if (!this.worth || !this.reach) return;
    this.leftOut = Math.max(this.leftOut, value);
    const reach = this.worth.reachAbove(value);
    if (reach) {
      this.reach = reach;
      this.tableShare = Infinity;
    } else this.bound = Math.min(this.bound, this.leftOut);
  }
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
