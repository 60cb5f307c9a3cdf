import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { BoundTask } from './bound-task.ts';
import type { CellGrid, Reach } from './cell-grid.ts';
import { chargesEarned } from './start-charges.ts';
import { StepUpper } from './step-upper.ts';
import type { UpperTable } from './upper-table.ts';
import { type WaterPrice, perM3sLetGo } from './water-price.ts';

const NEVER = -Infinity;

/**
 * The optimistic worth of storage and running set at each instant, backwards: in each cell the best
 * storage, head and outflow, and the best continuation among the cells then reached. A straight price of
 * water is carried exactly and only what is left over pays for the width of the cells. Of ramps of outflow
 * and output only the prices of change are known (ramp-price.ts); times and numbers of starts are left out:
 * a bound all the same.
 */
export class UpperWorth {
  private readonly model: BoundTask;
  private readonly grid: CellGrid;
  readonly price: WaterPrice;
  /** By units, of what running in a pool is charged, money. */
  private readonly earned: number;
  /** Beyond the straight part, per instant: cell-major from the first reachable cell, then set. */
  private readonly rest: Float64Array[] = [];
  private readonly reach: Reach;
  private readonly step: StepUpper;
  /** No plan is worth more, money. */
  readonly bound: number;

  constructor(
    model: BoundTask,
    table: UpperTable,
    grid: CellGrid,
    reach: Reach,
    price: WaterPrice,
  ) {
    this.model = model;
    this.grid = grid;
    this.price = price;
    this.earned = model.pools ? chargesEarned(model.task, model.pools.chargedMw, price) : 0;
    const { steps } = model.task.problem;
    this.rest[steps] = this.endRest(reach);
    this.reach = reach;
    this.step = new StepUpper(model, table, grid, price, reach);
    for (let t = steps - 1; t >= 0; t--) {
      const after = this.rest[t + 1]!;
      this.rest[t] = this.switched(this.step.before(t, after), t, false);
    }
    this.bound = this.rest[0]![model.startSet]! + this.outset();
  }

  /** What the straight prices make of the start, and what units and spill are charged, money. */
  private outset(): number {
    const { model, price } = this;
    const start = price.perMm3[0]! * model.task.station.startVolumeMm3;
    const spill = price.spillPerMm3 * price.mostSpillMm3;
    return start + spill + (price.ramp?.given ?? 0) + this.earned;
  }

  private endRest(reach: Reach): Float64Array {
    const { model, grid, price } = this;
    const { steps } = model.task.problem;
    const sets = model.sets.length;
    const first = grid.first[steps]!;
    const cells = grid.last[steps]! - first + 1;
    const rest = new Float64Array(cells * sets);
    const slope = model.task.station.end.waterValuePerMm3 - price.perMm3[steps]!;
    for (let i = 0; i < cells; i++) {
      const low = Math.max(grid.edgeMm3(first + i), reach.low[steps]!);
      const high = Math.min(grid.edgeMm3(first + i + 1), reach.high[steps]!);
      rest.fill(Math.max(slope * low, slope * high), i * sets, (i + 1) * sets);
    }
    return rest;
  }

  /**
   * Starts paid between the set that ran before step t and the one that runs in it: of each class as
   * many as it has more, their water at its straight price unless that is a gain; going down is free.
   * @param worth by the set that ran before, onwards, to that by the set after; else backwards. It is changed and given back
   */
  private switched(worth: Float64Array, t: number, onwards: boolean): Float64Array {
    const { model, price } = this;
    let stride = model.sets.length;
    for (const { members, startCost, startWaterM3 } of model.classes) {
      const water =
        (startWaterM3 / M3_PER_MM3 / model.perFlow) * perM3sLetGo(price, t, model.perFlow);
      const cost = startCost + Math.max(0, water);
      const counts = members.length + 1;
      stride /= counts;
      const [up, down] = onwards ? [cost, 0] : [0, cost];
      if (counts === 2) switchOne(worth, stride, up, down);
      else switchMany(worth, stride, counts, up, down);
    }
    return worth;
  }

  /**
   * The storages through which a plan worth more than `value` can pass: what the way to a cell and the
   * way on from it make together must exceed it. null: there is none, `value` is the best.
   */
  reachAbove(value: number): Reach | null {
    const { model, grid } = this;
    const { steps } = model.task.problem;
    const sets = model.sets.length;
    const low = this.reach.low.slice();
    const high = this.reach.high.slice();
    const bySet = {
      low: new Float64Array(steps * sets).fill(Infinity),
      high: new Float64Array(steps * sets).fill(-Infinity),
    };
    const least = value - this.outset();
    let way: Float64Array = new Float64Array(this.rest[0]!.length).fill(NEVER);
    for (let i = 0; i < way.length; i += sets) way[i + model.startSet] = 0;
    for (let t = 0; t < steps; t++) {
      way = this.step.after(t, this.switched(way, t, true));
      const rest = this.rest[t + 1]!;
      let last = -1;
      for (let i = 0; i < way.length; i++) {
        if (way[i]! + rest[i]! <= least) {
          way[i] = NEVER;
          continue;
        }
        last = Math.floor(i / sets);
        const of = t * sets + (i % sets);
        const edge = grid.edgeMm3(grid.first[t + 1]! + last);
        bySet.low[of] = Math.min(bySet.low[of]!, Math.max(low[t + 1]!, edge));
        bySet.high[of] = Math.min(high[t + 1]!, edge + grid.widthMm3);
      }
      if (last < 0) return null;
      low[t + 1] = Math.min(...bySet.low.subarray(t * sets, (t + 1) * sets));
      high[t + 1] = Math.max(...bySet.high.subarray(t * sets, (t + 1) * sets));
    }
    return { low, high, bySet };
  }

  /** Optimistic worth at instant t of a storage and the set that ran before it; −Infinity out of reach. */
  at(t: number, volume: number, set: number): number {
    const { grid, model, price } = this;
    const sets = model.sets.length;
    const rest = this.rest[t]!;
    const cells = rest.length / sets;
    const place = (volume - grid.baseMm3) / grid.widthMm3 - grid.first[t]! - 0.5;
    if (place < -0.5 - 1e-9 || place > cells - 0.5 + 1e-9) return NEVER;
    const i = Math.max(0, Math.min(cells - 2, Math.floor(place)));
    const here = rest[i * sets + set]!;
    const straight = price.perMm3[t]! * volume;
    if (cells < 2) return here + straight;
    const next = rest[(i + 1) * sets + set]!;
    if (here === NEVER || next === NEVER) return Math.max(here, next) + straight;
    return here + (place - i) * (next - here) + straight;
  }

  /** Price of water about a storage at instant t, money per Mm³, over `reachMm3` to either side. */
  slopeAt(t: number, volume: number, set: number, reachMm3: number): number {
    const { grid } = this;
    const lowest = grid.edgeMm3(grid.first[t]!) + grid.widthMm3 / 2;
    const highest = grid.edgeMm3(grid.last[t]! + 1) - grid.widthMm3 / 2;
    const low = Math.max(lowest, volume - reachMm3);
    const high = Math.min(highest, volume + reachMm3);
    if (!(high > low)) return this.price.perMm3[t]!;
    const slope = (this.at(t, high, set) - this.at(t, low, set)) / (high - low);
    return Number.isFinite(slope) ? slope : this.price.perMm3[t]!;
  }
}

/** Exchanges worth between no unit of a class and its only one, which `stride` sets lie apart. */
function switchOne(worth: Float64Array, stride: number, up: number, down: number): void {
  for (let block = 0; block < worth.length; block += 2 * stride) {
    for (let s = block; s < block + stride; s++) {
      const off = worth[s]!;
      let on = worth[s + stride]!;
      if (off - up > on) worth[s + stride] = on = off - up;
      if (on - down > off) worth[s] = on - down;
    }
  }
}

/** The same between each number of a class's units and the next. */
function switchMany(
  worth: Float64Array,
  stride: number,
  counts: number,
  up: number,
  down: number,
): void {
  for (let block = 0; block < worth.length; block += stride * counts) {
    for (let s = block; s < block + stride; s++) {
      for (let k = 1; k < counts; k++) {
        const at = s + k * stride;
        const moved = worth[at - stride]! - up;
        if (moved > worth[at]!) worth[at] = moved;
      }
      for (let k = counts - 2; k >= 0; k--) {
        const at = s + k * stride;
        const moved = worth[at + stride]! - down;
        if (moved > worth[at]!) worth[at] = moved;
      }
    }
  }
}
