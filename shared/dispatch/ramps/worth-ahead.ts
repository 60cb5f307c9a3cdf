import type { StationModel } from '../station-model.ts';
import type { RampCells } from './ramp-cells.ts';

const NEVER = -Infinity;

/**
 * What is ahead of each running set and cell of what is ramped, at given prices of water: backwards over
 * the day, exact but for the cells' widths and the times that units keep to.
 */
export class WorthAhead {
  private readonly cells: RampCells;
  private readonly model: StationModel;
  /** Per step, set-major: what running the set in the cell earns from here on, less its water. */
  readonly worth: readonly Float64Array[];
  /** Per step, set-major: the best cell of the set within reach of a cell of the step before; −1: none. */
  readonly bestCell: readonly Int16Array[];
  /** Money that a m³/s let go in each step costs, as last set; n. */
  perM3s: Float64Array = new Float64Array(0);
  private readonly startCost: Float64Array;
  /** Whether the sets are all that the classes' counts make, the last class counting fastest. */
  private readonly lattice: boolean;
  private readonly queue: Int32Array;

  constructor(cells: RampCells) {
    this.cells = cells;
    this.model = cells.model;
    const { model } = cells;
    this.worth = cells.money.map((money) => new Float64Array(money.length));
    this.bestCell = cells.money.map((money) => new Int16Array(money.length));
    this.startCost = startCosts(model);
    this.queue = new Int32Array(cells.count);
    const all = model.classes.reduce((product, { members }) => product * (members.length + 1), 1);
    this.lattice = model.sets.length === all;
  }

  /**
   * Reckons what everything is worth at these prices of water.
   * @param perM3s money that a m³/s let go in each step costs; n
   */
  price(perM3s: Float64Array): void {
    const { model } = this;
    const { count, firstCell, lastCell } = this.cells;
    const sets = model.sets.length;
    this.perM3s = perM3s;
    const ahead = new Float64Array(sets * count);
    const within = new Float64Array(sets * count);
    for (let t = perM3s.length - 1; t >= 0; t--) {
      const worth = this.worth[t]!.fill(NEVER);
      const flow = this.cells.flow[t]!;
      const money = this.cells.money[t]!;
      const price = perM3s[t]!;
      for (let set = 0; set < sets; set++) {
        const to = set * count + lastCell[t * sets + set]!;
        for (let i = set * count + firstCell[t * sets + set]!; i <= to; i++) {
          if (money[i] !== NEVER) worth[i] = money[i]! - price * flow[i]! + ahead[i]!;
        }
      }
      if (t === 0) return;
      for (let set = 0; set < sets; set++) this.withinReach(t, set, within);
      if (this.lattice) this.overLattice(within, ahead, price);
      else this.overPairs(within, ahead, price);
    }
  }

  /** For each cell of the step before the best cell of a set that the ramps leave: a window that slides along. */
  private withinReach(t: number, set: number, within: Float64Array): void {
    const { queue } = this;
    const { count, up, down, firstCell, lastCell } = this.cells;
    const from = set * count;
    const values = this.worth[t]!;
    const best = this.bestCell[t]!;
    const last = lastCell[t * this.model.sets.length + set]!;
    let next = firstCell[t * this.model.sets.length + set]!;
    let head = 0;
    let tail = 0;
    for (let cell = 0; cell < count; cell++) {
      for (; next <= last && next <= cell + up; next++) {
        const value = values[from + next]!;
        while (tail > head && values[from + queue[tail - 1]!]! <= value) tail--;
        queue[tail++] = next;
      }
      while (head < tail && queue[head]! < cell - down) head++;
      best[from + cell] = head < tail ? queue[head]! : -1;
      within[from + cell] = head < tail ? values[from + queue[head]!]! : NEVER;
    }
  }

  /** Where the sets are all that the classes' counts make, starts are paid class by class. */
  private overLattice(within: Float64Array, ahead: Float64Array, perM3s: number): void {
    const { model } = this;
    const { seconds } = model.task.problem;
    ahead.set(within);
    let stride = ahead.length;
    for (const { members, startCost, startWaterM3 } of model.classes) {
      const counts = members.length + 1;
      const cost = startCost + Math.max(0, perM3s) * (startWaterM3 / seconds);
      stride /= counts;
      for (let block = 0; block < ahead.length; block += stride * counts) {
        for (let k = counts - 2; k >= 0; k--) {
          const at = block + k * stride;
          for (let i = at; i < at + stride; i++) {
            const started = ahead[i + stride]! - cost;
            if (started > ahead[i]!) ahead[i] = started;
          }
        }
        for (let k = 1; k < counts; k++) {
          const at = block + k * stride;
          for (let i = at; i < at + stride; i++) {
            if (ahead[i - stride]! > ahead[i]!) ahead[i] = ahead[i - stride]!;
          }
        }
      }
    }
  }

  private overPairs(within: Float64Array, ahead: Float64Array, perM3s: number): void {
    const { count } = this.cells;
    const sets = this.model.sets.length;
    ahead.fill(NEVER);
    for (let from = 0; from < sets; from++) {
      for (let to = 0; to < sets; to++) {
        const cost = this.costOf(from, to, perM3s);
        for (let cell = 0; cell < count; cell++) {
          const value = within[to * count + cell]! - cost;
          if (value > ahead[from * count + cell]!) ahead[from * count + cell] = value;
        }
      }
    }
  }

  /** What it costs to come from one set to another in a step at a price of water, money. */
  costOf(from: number, to: number, perM3s: number): number {
    const sets = this.model.sets.length;
    const at = 2 * (from * sets + to);
    return this.startCost[at]! + this.startCost[at + 1]! * Math.max(0, perM3s);
  }
}

/** Start cost, money, and start water, m³/s of a step, from every set (row) to every set (column). */
function startCosts(model: StationModel): Float64Array {
  const { sets, classes } = model;
  const { seconds } = model.task.problem;
  const costs = new Float64Array(2 * sets.length * sets.length);
  sets.forEach((from, f) => {
    sets.forEach((to, t) => {
      classes.forEach(({ startCost, startWaterM3 }, c) => {
        const more = Math.max(0, to.counts[c]! - from.counts[c]!);
        costs[2 * (f * sets.length + t)]! += more * startCost;
        costs[2 * (f * sets.length + t) + 1]! += (more * startWaterM3) / seconds;
      });
    });
  });
  return costs;
}
