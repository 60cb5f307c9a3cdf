import { curveAt } from '#shared/hydraulics/curve.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { tolerances } from '../tolerances.ts';
import { type BoundTask, inService } from './bound-task.ts';
import type { CellGrid, Reach } from './cell-grid.ts';
import { KeptValues } from './kept-values.ts';
import { type ShiftSpan, shiftSpan } from './shift-span.ts';
import { ShiftWorth } from './shift-worth.ts';
import type { UpperTable } from './upper-table.ts';
import { type WaterPrice, middlePrice } from './water-price.ts';

const NEVER = -Infinity;

/** One step of the bound, all cells and sets at once. */
export class StepUpper {
  private readonly model: BoundTask;
  private readonly table: UpperTable;
  private readonly grid: CellGrid;
  private readonly price: WaterPrice;
  private readonly shifts: ShiftWorth;
  private readonly kept: KeptValues;
  private readonly places: Places;
  private readonly ramped: RampedShifts;
  private readonly mostSpillM3s: number;
  private readonly reach: Reach;

  constructor(
    model: BoundTask,
    table: UpperTable,
    grid: CellGrid,
    price: WaterPrice,
    reach: Reach,
  ) {
    this.model = model;
    this.table = table;
    this.grid = grid;
    this.price = price;
    this.shifts = new ShiftWorth(model, table, price, grid.widthMm3);
    this.kept = new KeptValues(model.task.problem.steps * model.sets.length);
    this.places = placesOf(grid, table);
    this.ramped = rampedShifts(model, grid);
    this.mostSpillM3s = mostSpillM3s(model, price);
    this.reach = reach;
  }

  /**
   * Worth of running each set in step t from each cell, beyond the straight part.
   * @param after the same at t + 1, starts paid
   */
  before(t: number, after: Float64Array): Float64Array {
    const worth = this.empty(t);
    this.runSets(t, worth, after, false);
    const straight = this.straight(t);
    for (let i = 0; i < worth.length; i++) worth[i]! += straight;
    return worth;
  }

  /**
   * The most that can have been earned on the way to each cell at t + 1, by the set that ran in step t.
   * @param running the same on the way to each cell at t, by the set that runs in step t
   */
  after(t: number, running: Float64Array): Float64Array {
    const reached = this.empty(t + 1);
    this.runSets(t, running, reached, true);
    const straight = this.straight(t);
    for (let i = 0; i < reached.length; i++) reached[i]! += straight;
    return reached;
  }

  private empty(t: number): Float64Array {
    const { grid, model } = this;
    return new Float64Array((grid.last[t]! - grid.first[t]! + 1) * model.sets.length).fill(NEVER);
  }

  private runSets(t: number, here: Float64Array, there: Float64Array, onwards: boolean): void {
    for (let set = 0; set < this.model.sets.length; set++) {
      const ends = this.endsOf(t, set);
      if (ends && inService(this.model, set, t)) this.runSet(t, set, ends, here, there, onwards);
    }
  }

  /** First and last cell in which step t may end where this set runs in it; null where it may not run. */
  private endsOf(t: number, set: number): readonly [number, number] | null {
    const { grid, reach, model } = this;
    const { bySet } = reach;
    if (!bySet) return [grid.first[t + 1]!, grid.last[t + 1]!];
    const of = t * model.sets.length + set;
    const [low, high] = [bySet.low[of]!, bySet.high[of]!];
    return low > high ? null : [grid.cellOf(low), grid.cellOf(high)];
  }

  /** Level nodes about the mean levels of a step that begins and ends in these cells. */
  private nodesOf(
    begins: readonly [number, number],
    ends: readonly [number, number],
  ): readonly [number, number] {
    const { grid, table } = this;
    const { levelsM } = table;
    const nodes = levelsM.length;
    if (nodes < 2) return [0, 0];
    const edge = grid.edgeLevelM;
    const low = (edge[begins[0]]! + edge[ends[0]]!) / 2;
    const high = (edge[begins[1] + 1]! + edge[ends[1] + 1]!) / 2;
    const spacing = levelsM[1]! - levelsM[0]!;
    const first = Math.floor((low - levelsM[0]!) / spacing);
    const last = Math.ceil((high - levelsM[0]!) / spacing);
    return [Math.max(0, Math.min(nodes - 2, first)), Math.max(1, Math.min(nodes - 1, last + 1))];
  }

  private runSet(
    t: number,
    set: number,
    [endFirst, endLast]: readonly [number, number],
    here: Float64Array,
    there: Float64Array,
    onwards: boolean,
  ): void {
    const { grid, table, model } = this;
    const upper = table.set(model.pools ? model.pools.at[t]! : set);
    if (!this.shifts.mayFollow(t, set, upper)) return;
    const span = shiftSpan(model, t, set, upper, {
      cellM3s: this.shifts.cellM3s,
      mostSpillM3s: this.mostSpillM3s,
      fewest: grid.first[t]! - endLast,
      farthest: grid.last[t]! - endFirst,
    });
    if (!span) return;
    const { from, to } = span;
    const first = grid.first[t]!;
    const begins = [
      Math.max(first, endFirst + from),
      Math.min(grid.last[t]!, endLast + to),
    ] as const;
    const nodes = this.nodesOf(begins, [endFirst, endLast]);
    const which = t * model.sets.length + set;
    const [begin, end] = nodes.map((k, i) => (k + i) * (to - from + 1)) as [number, number];
    if (!this.kept.restore(which, this.shifts.values, begin, end)) {
      this.shifts.fill(t, set, upper, span, nodes);
      this.kept.keep(which, this.shifts.values, begin, end);
    }
    this.weigh(t, set, span, begins, [endFirst, endLast], here, there, onwards);
  }

  /** Weighs every pair of a cell at t and one at t + 1 that the set may pass between. */
  private weigh(
    t: number,
    set: number,
    { from, to }: ShiftSpan,
    begins: readonly [number, number],
    [endFirst, endLast]: readonly [number, number],
    here: Float64Array,
    there: Float64Array,
    onwards: boolean,
  ): void {
    const { grid } = this;
    const first = grid.first[t]!;
    const shifts = to - from + 1;
    const sets = this.model.sets.length;
    const nextFirst = grid.first[t + 1]!;
    const { piece } = grid;
    const { perMm3 } = this.price;
    // What a Mm³ of mean storage is worth by its head, and half a cell of it.
    const byHead = perMm3[t]! - perMm3[t + 1]!;
    const perHalf = (byHead * grid.widthMm3) / 2;
    const slope = -2 * perHalf;
    const { nodeAt, shareAt, lastNode } = this.places;
    const { upTo, downTo } = this.ramped;
    const { values } = this.shifts;
    const nextNode = lastNode * shifts;
    for (let d = from; d <= to; d++) {
      const lastCell = Math.min(begins[1], d + endLast);
      let cell = Math.max(begins[0], d + endFirst);
      let h = 2 * cell - d;
      if (cell > lastCell) continue;
      // Half cells two apart are the ends of one pair and of the next: each is looked up once.
      let k = nodeAt[h]!;
      let at = k * shifts + d - from;
      let low = values[at]! + shareAt[h]! * (values[at + nextNode]! - values[at]!);
      for (; cell <= lastCell; cell++, h += 2) {
        const kHigh = nodeAt[h + 2]!;
        at = kHigh * shifts + d - from;
        const atNode = values[at]!;
        const high = atNode + shareAt[h + 2]! * (values[at + nextNode]! - atNode);
        const ownLow = low;
        const ownNode = k;
        low = high;
        k = kHigh;
        if (d < upTo[cell]! || d > downTo[cell]!) continue;
        const own = (cell - first) * sets + set;
        const other = (cell - d - nextFirst) * sets + set;
        const known = onwards ? here[own]! : there[other]!;
        if (known === NEVER) continue;
        let value: number;
        if (piece[cell] === piece[cell - d] && piece[cell]! >= 0) {
          // The better end of two cells on one piece of the storage curve.
          value = ownLow > high + slope ? ownLow : high + slope;
          if (ownNode !== kHigh) {
            // A level node within the cell: the bound may bend up there.
            const part =
              (1 - shareAt[h]!) / (1 - shareAt[h]! + shareAt[h + 2]! + kHigh - ownNode - 1);
            const bent = atNode + slope * part;
            if (bent > value) value = bent;
          }
        } else value = this.besideBend(cell, d, from, shifts, slope);
        value += known - perHalf * h;
        if (onwards) {
          if (value > there[other]!) there[other] = value;
        } else if (value > here[own]!) here[own] = value;
      }
    }
  }

  /** A pair of cells between or within which the storage curve bends: its highest level at its best end. */
  private besideBend(cell: number, d: number, from: number, shifts: number, slope: number): number {
    const { levelsM } = this.table;
    const { edgeLevelM } = this.grid;
    const nodes = levelsM.length;
    const { values } = this.shifts;
    if (nodes < 2) return values[d - from]! + Math.max(0, slope);
    const level = (edgeLevelM[cell + 1]! + edgeLevelM[cell - d + 1]!) / 2;
    const place = (level - levelsM[0]!) / (levelsM[1]! - levelsM[0]!);
    const k = Math.max(0, Math.min(nodes - 2, Math.floor(place)));
    const share = Math.max(0, Math.min(1, place - k));
    const at = k * shifts + d - from;
    return values[at]! + share * (values[at + shifts]! - values[at]!) + Math.max(0, slope);
  }

  /** What is left of λ[t+1] V' − λ[t] V once mean storage and outflow are paid: the inflow, and the grid's base. */
  private straight(t: number): number {
    const { model, grid, price } = this;
    const byHead = price.perMm3[t]! - price.perMm3[t + 1]!;
    const inflow = middlePrice(price, t) * model.task.inflowM3s[t]! * model.perFlow;
    return inflow - byHead * grid.baseMm3;
  }
}

/** What a step may spill at most: all that the day may, or what the gates let through. */
function mostSpillM3s({ task, perFlow }: BoundTask, { mostSpillMm3 }: WaterPrice): number {
  const { plant, startLevelM, levelMaxM } = task.station;
  const gates = curveAt(plant.spillCapacity, Math.max(startLevelM, ...levelMaxM));
  return Math.min(mostSpillMm3 / perFlow, gates + tolerances.equalFlowM3s);
}

/** How far storage may go from each cell by the level's ramp, whole cells downwards: least (negative) and most. */
interface RampedShifts {
  readonly upTo: Int32Array;
  readonly downTo: Int32Array;
}

function rampedShifts({ task }: BoundTask, { count, edgeLevelM }: CellGrid): RampedShifts {
  const { up, down } = task.station.plant.levelRampMPerHour;
  const hours = task.problem.seconds / SECONDS_PER_HOUR;
  const upTo = new Int32Array(count);
  const downTo = new Int32Array(count);
  for (let cell = 0; cell < count; cell++) {
    const most = edgeLevelM[cell + 1]! + (up + tolerances.operating) * hours;
    const least = edgeLevelM[cell]! - (down + tolerances.operating) * hours;
    let to = cell;
    while (to + 1 < count && edgeLevelM[to + 1]! <= most) to++;
    upTo[cell] = cell - to;
    to = cell;
    while (to > 0 && edgeLevelM[to]! >= least) to--;
    downTo[cell] = cell - to;
  }
  return { upTo, downTo };
}

/** For each half cell of mean storage, counted from the base: which level nodes it lies between, and where. */
interface Places {
  readonly nodeAt: Int32Array;
  readonly shareAt: Float64Array;
  /** 1; 0 where there is but one node. */
  readonly lastNode: number;
}

function placesOf(grid: CellGrid, { levelsM }: UpperTable): Places {
  const nodes = levelsM.length;
  const halves = 2 * grid.count + 1;
  const nodeAt = new Int32Array(halves);
  const shareAt = new Float64Array(halves);
  if (nodes < 2) return { nodeAt, shareAt, lastNode: 0 };
  const spacing = levelsM[1]! - levelsM[0]!;
  for (let h = 0; h < halves; h++) {
    const i = h >> 1;
    const edge = grid.edgeLevelM;
    const level = h % 2 === 0 ? edge[i]! : (edge[i]! + edge[i + 1]!) / 2;
    const place = (level - levelsM[0]!) / spacing;
    nodeAt[h] = Math.max(0, Math.min(nodes - 2, Math.floor(place)));
    // The highest cell may end above the highest node: there the line goes on.
    shareAt[h] = Math.max(0, place - nodeAt[h]!);
  }
  return { nodeAt, shareAt, lastNode: 1 };
}
