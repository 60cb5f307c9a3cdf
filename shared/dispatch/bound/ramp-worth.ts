import { levelM } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { type BoundTask, inService } from './bound-task.ts';
import { BoxWorth } from './box-worth.ts';
import type { CellGrid, Reach } from './cell-grid.ts';
import { OutflowCells } from './outflow-cells.ts';
import { shiftSpan } from './shift-span.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';
import { type WaterPrice, middlePrice, perM3sLetGo } from './water-price.ts';

const NEVER = -Infinity;

/**
 * What each cell of outflow does from each cell of storage in one step: `rows` storage cells to a cell of
 * outflow. Where two numbers stand for a move, they are of its lowest and its highest mean storage.
 */
interface StorageMoves {
  readonly rows: number;
  /** Level nodes that the step touches. */
  readonly firstNode: number;
  readonly lastNode: number;
  /** Storage cells that are reached; first over last: none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Mean level, counted in nodes; two to a move. */
  readonly place: Float64Array;
  /** What the mean storage is charged for its head, money; two to a move. */
  readonly charge: Float64Array;
  /** 1 where the storage curve bends within the move. */
  readonly isBent: Uint8Array;
}

/**
 * The optimistic worth of a day with ramps, backwards over (storage cell, running set, cell of outflow):
 * in each the best storage, head and flow of the cell, the best storage cell then reached, and only
 * outflows that the ramp leaves, widened by what cells are wide. Prices of water and of change are taken
 * out first (water-price.ts, ramp-price.ts), so that widths cost little. Where outflow is not ramped its
 * cells are not told apart afterwards. Gates stay shut.
 */
export class RampWorth {
  private readonly model: BoundTask;
  private readonly table: UpperTable;
  private readonly grid: CellGrid;
  private readonly reach: Reach;
  private readonly price: WaterPrice;
  private readonly boxWorth: BoxWorth;
  private readonly outflows: OutflowCells;
  /** Cells of outflow that the step before is told apart by; 1 where outflow is not ramped. */
  private readonly columns: number;
  /** For what one step is worth, and the one after it: arrays this large are used again, not left to be collected. */
  private readonly rooms = { running: new Room(), worth: [new Room(), new Room()] } as const;
  /** Per level node the most that each cell of outflow is worth, money. */
  private nodes: Float64Array = new Float64Array(0);
  /** No plan is worth more, money. */
  readonly bound: number;

  constructor(
    model: BoundTask,
    table: UpperTable,
    grid: CellGrid,
    reach: Reach,
    price: WaterPrice,
    cellM3s: number,
  ) {
    this.model = model;
    this.table = table;
    this.grid = grid;
    this.reach = reach;
    this.price = price;
    this.boxWorth = new BoxWorth(model, price);
    this.outflows = new OutflowCells(model, table, cellM3s);
    const { station, problem } = model.task;
    const { up, down } = station.plant.outflowRampM3sPerStep;
    this.columns = Math.min(up, down) < Infinity ? this.outflows.count : 1;
    let after = this.endWorth();
    for (let t = problem.steps - 1; t >= 0; t--) after = this.before(t, after);
    const given = price.ramp?.given ?? 0;
    this.bound = after[0]! + price.perMm3[0]! * station.startVolumeMm3 + given;
  }

  private endWorth(): Float64Array {
    const { model, grid, price, reach, columns } = this;
    const { steps } = model.task.problem;
    const block = model.sets.length * columns;
    const first = grid.first[steps]!;
    const worth = new Float64Array((grid.last[steps]! - first + 1) * block);
    const slope = model.task.station.end.waterValuePerMm3 - price.perMm3[steps]!;
    for (let i = 0; i * block < worth.length; i++) {
      const low = Math.max(grid.edgeMm3(first + i), reach.low[steps]!);
      const high = Math.min(grid.edgeMm3(first + i + 1), reach.high[steps]!);
      worth.fill(Math.max(slope * low, slope * high), i * block, (i + 1) * block);
    }
    return worth;
  }

  /**
   * Worth at instant t by storage cell, set and outflow of the step before.
   * @param after the same at t + 1
   */
  private before(t: number, after: Float64Array): Float64Array {
    const { model, grid, columns } = this;
    const cells = this.outflows.count;
    const sets = model.sets.length;
    const rows = grid.last[t]! - grid.first[t]! + 1;
    const running = this.rooms.running.of(rows * sets * cells);
    const moves = this.movesOf(t);
    for (let set = 0; set < sets; set++) {
      if (inService(model, set, t)) this.runSet(t, set, moves, after, running);
    }
    const worth = this.rooms.worth[t % 2]!.of(t === 0 ? 1 : rows * sets * columns);
    const straight = this.straight(t);
    const row = new Float64Array(sets * columns);
    for (let i = 0; i < rows; i++) {
      const from = i * sets * cells;
      for (let set = 0; set < sets; set++) {
        const values = running.subarray(from + set * cells, from + (set + 1) * cells);
        this.leftByRamp(t, values, row.subarray(set * columns, (set + 1) * columns));
      }
      this.startsPaid(t, row);
      if (t === 0) return Float64Array.of(row[model.startSet * columns]! + straight);
      for (let k = 0; k < row.length; k++) worth[i * row.length + k] = row[k]! + straight;
    }
    return worth;
  }

  /** For each outflow of the step before the best of those that its ramp leaves. */
  private leftByRamp(t: number, values: Float64Array, into: Float64Array): void {
    const { columns, outflows } = this;
    const history = this.model.task.station.outflowHistoryM3s;
    if (columns === 1 || (t === 0 && history.length === 0)) {
      into.fill(values.reduce((a, b) => (b > a ? b : a), NEVER));
    } else if (t === 0) {
      const [first, last] = outflows.after(history[history.length - 1]!);
      into.fill(values.subarray(first, last + 1).reduce((a, b) => (b > a ? b : a), NEVER));
    } else outflows.mostAfterEach(values, into);
  }

  /** Turns worth of running each set into worth of coming from each: of each class the starts of those it has more. */
  private startsPaid(t: number, row: Float64Array): void {
    const { model, price } = this;
    const perMm3 = perM3sLetGo(price, t, model.perFlow) / model.perFlow;
    let stride = row.length;
    for (const { members, startCost, startWaterM3 } of model.classes) {
      const cost = startCost + Math.max(0, (startWaterM3 / M3_PER_MM3) * perMm3);
      const counts = members.length + 1;
      stride /= counts;
      for (let block = 0; block < row.length; block += stride * counts) {
        for (let at = block + stride; at < block + stride * counts; at++) {
          if (row[at - stride]! > row[at]!) row[at] = row[at - stride]!;
        }
        for (let at = block + stride * (counts - 1) - 1; at >= block; at--) {
          const started = row[at + stride]! - cost;
          if (started > row[at]!) row[at] = started;
        }
      }
    }
  }

  /** Worth of running a set in step t from each storage cell in each cell of outflow. */
  private runSet(
    t: number,
    set: number,
    moves: StorageMoves,
    after: Float64Array,
    running: Float64Array,
  ): void {
    const { model, grid, outflows, columns, reach } = this;
    const cells = outflows.count;
    const upper = this.table.set(set);
    const span = shiftSpan(model, t, set, upper, {
      cellM3s: outflows.edges[cells]!,
      mostSpillM3s: 0,
      fewest: -Infinity,
      farthest: Infinity,
    });
    if (!span) return;
    const sets = model.sets.length;
    const base = grid.first[t + 1]!;
    let [endFirst, endLast] = [base, grid.last[t + 1]!];
    if (reach.bySet) {
      const [low, high] = [reach.bySet.low[t * sets + set]!, reach.bySet.high[t * sets + set]!];
      if (!(low <= high)) return;
      [endFirst, endLast] = [grid.cellOf(low), grid.cellOf(high)];
    }
    const started = model.startM3s[set]!;
    const firstCell = outflows.cellOf(span.least);
    const lastCell = outflows.cellOf(span.most + started);
    this.fillNodes(t, set, upper, moves, span.least, span.most, started);
    const { rows } = moves;
    for (let cell = firstCell; cell <= lastCell; cell++) {
      const column = columns === 1 ? 0 : cell;
      for (let i = 0; i < rows; i++) {
        const move = cell * rows + i;
        const last = Math.min(endLast, moves.last[move]!);
        let onwards = NEVER;
        for (let at = Math.max(endFirst, moves.first[move]!); at <= last; at++) {
          const worth = after[((at - base) * sets + set) * columns + column]!;
          if (worth > onwards) onwards = worth;
        }
        if (onwards === NEVER) continue;
        running[(i * sets + set) * cells + cell] = this.most(moves, move, cell) + onwards;
      }
    }
  }

  /** What a cell of outflow does to storage, from each cell of it: the same for all sets. */
  private movesOf(t: number): StorageMoves {
    const { model, grid, price, reach, table } = this;
    const { edges, count: cells } = this.outflows;
    const { plant } = model.task.station;
    const { perFlow } = model;
    const inflow = model.task.inflowM3s[t]!;
    const rows = grid.last[t]! - grid.first[t]! + 1;
    const size = rows * cells;
    const moves: StorageMoves = {
      rows,
      firstNode: 0,
      lastNode: 0,
      first: new Int32Array(size).fill(1),
      last: new Int32Array(size),
      place: new Float64Array(2 * size),
      charge: new Float64Array(2 * size),
      isBent: new Uint8Array(size),
    };
    const byHead = price.perMm3[t]! - price.perMm3[t + 1]!;
    const { levelsM } = table;
    const spacing = levelsM.length > 1 ? levelsM[1]! - levelsM[0]! : 1;
    let [lowest, highest] = [Infinity, -Infinity];
    for (let i = 0; i < rows; i++) {
      const own = grid.first[t]! + i;
      const low = Math.max(reach.low[t]!, grid.edgeMm3(own));
      const high = Math.max(low, Math.min(reach.high[t]!, grid.edgeMm3(own + 1)));
      const [levelLow, levelHigh] = [levelM(plant, low), levelM(plant, high)];
      for (let cell = 0; cell < cells; cell++) {
        const move = cell * rows + i;
        let lowAfter = low + (inflow - edges[cell + 1]!) * perFlow;
        let highAfter = high + (inflow - edges[cell]!) * perFlow;
        if (lowAfter > reach.high[t + 1]! || highAfter < reach.low[t + 1]!) continue;
        lowAfter = Math.max(lowAfter, reach.low[t + 1]!);
        highAfter = Math.min(highAfter, reach.high[t + 1]!);
        moves.first[move] = grid.cellOf(lowAfter);
        moves.last[move] = grid.cellOf(highAfter);
        const ends = [
          (levelLow + levelM(plant, lowAfter)) / 2,
          (levelHigh + levelM(plant, highAfter)) / 2,
        ] as const;
        moves.place[2 * move] = (ends[0] - levelsM[0]!) / spacing;
        moves.place[2 * move + 1] = (ends[1] - levelsM[0]!) / spacing;
        moves.charge[2 * move] = (byHead * (low + lowAfter)) / 2;
        moves.charge[2 * move + 1] = (byHead * (high + highAfter)) / 2;
        const piece = grid.piece[own]!;
        const alike =
          piece >= 0 &&
          grid.piece[moves.first[move]] === piece &&
          grid.piece[moves.last[move]] === piece;
        moves.isBent[move] = alike ? 0 : 1;
        lowest = Math.min(lowest, moves.place[2 * move]!);
        highest = Math.max(highest, moves.place[2 * move + 1]!);
      }
    }
    const nodes = levelsM.length;
    if (nodes < 2 || lowest > highest) return moves;
    const firstNode = Math.max(0, Math.min(nodes - 2, Math.floor(lowest)));
    return {
      ...moves,
      firstNode,
      lastNode: Math.max(firstNode + 1, Math.min(nodes - 1, Math.ceil(highest))),
    };
  }

  private fillNodes(
    t: number,
    set: number,
    upper: UpperSet,
    { firstNode, lastNode }: StorageMoves,
    least: number,
    most: number,
    started: number,
  ): void {
    const { boxWorth } = this;
    const cells = this.outflows.count;
    const size = (lastNode - firstNode + 1) * cells;
    if (this.nodes.length < size) this.nodes = new Float64Array(size);
    this.nodes.fill(NEVER, 0, size);
    const perM3s = boxWorth.perM3s(t);
    const { flowM3s } = upper;
    for (let k = firstNode; k <= lastNode; k++) {
      boxWorth.fill(t, set, upper, k);
      const { begin, cut, atBegin, atCut } = boxWorth;
      const row = (k - firstNode) * cells;
      const { mostM3s } = upper;
      const full = Math.max(mostM3s[k]!, mostM3s[k - 1] ?? 0, mostM3s[k + 1] ?? 0);
      const mostHere = Math.min(most, full);
      for (let m = 0; m + 1 < flowM3s.length; m++) {
        if (atBegin[m] === NEVER) continue;
        const to = flowM3s[m + 1]!;
        const [from, middle] = [begin[m]!, cut[m]!];
        if (to < least || from > mostHere) continue;
        this.spread(row, least, mostHere, started, from, atBegin[m]!, middle, atCut[m]!);
        if (middle < to) {
          const atTo = atCut[m]! - perM3s * (to - middle);
          this.spread(row, least, mostHere, started, middle, atCut[m]!, to, atTo);
        }
      }
    }
    for (let at = cells; at < size; at++) {
      if (this.nodes[at]! < this.nodes[at - cells]!) this.nodes[at] = this.nodes[at - cells]!;
    }
  }

  /** A straight line of money over turbine flow into the cells of outflow that it passes, start water on top. */
  private spread(
    row: number,
    least: number,
    most: number,
    started: number,
    from: number,
    atFrom: number,
    to: number,
    atTo: number,
  ): void {
    if (to < least || from > most) return;
    const { nodes, outflows } = this;
    const { edges } = outflows;
    const slope = to > from ? (atTo - atFrom) / (to - from) : 0;
    const left = Math.max(from, least);
    const right = Math.min(to, most);
    const last = outflows.cellOf(right + started);
    for (let cell = outflows.cellOf(left); cell <= last; cell++) {
      const edge = slope > 0 ? edges[cell + 1]! : edges[cell]! - started;
      const better = Math.max(left, Math.min(right, edge));
      const top = atFrom + slope * (better - from);
      if (top > nodes[row + cell]!) nodes[row + cell] = top;
    }
  }

  /**
   * The most that a cell of outflow is worth from a storage cell: at its lowest and highest mean level, and
   * at the nodes between them. Where the storage curve bends there, its highest level at its best end.
   */
  private most(moves: StorageMoves, move: number, cell: number): number {
    const [low, high] = [moves.place[2 * move]!, moves.place[2 * move + 1]!];
    const [chargeLow, chargeHigh] = [moves.charge[2 * move]!, moves.charge[2 * move + 1]!];
    const top = this.nodeValue(moves, high, cell);
    if (moves.isBent[move]) return top - Math.min(chargeLow, chargeHigh);
    let best = Math.max(this.nodeValue(moves, low, cell) - chargeLow, top - chargeHigh);
    const perNode = high > low ? (chargeHigh - chargeLow) / (high - low) : 0;
    const last = Math.min(moves.lastNode, Math.floor(high));
    for (let k = Math.max(moves.firstNode, Math.ceil(low)); k <= last; k++) {
      const node = this.nodes[(k - moves.firstNode) * this.outflows.count + cell]!;
      const value = node - chargeLow - perNode * (k - low);
      if (value > best) best = value;
    }
    return best;
  }

  private nodeValue({ firstNode, lastNode }: StorageMoves, place: number, cell: number): number {
    const { nodes } = this;
    const cells = this.outflows.count;
    if (lastNode === firstNode) return nodes[cell]!;
    const k = Math.max(firstNode, Math.min(lastNode - 1, Math.floor(place)));
    const at = (k - firstNode) * cells + cell;
    const here = nodes[at]!;
    const next = nodes[at + cells]!;
    if (here === NEVER || next === NEVER) return here > next ? here : next;
    const share = place - k;
    return share > 0 ? here + share * (next - here) : here;
  }

  /** What is left of λ[t+1] V' − λ[t] V once mean storage and outflow are paid: the inflow. */
  private straight(t: number): number {
    const { model, price } = this;
    return middlePrice(price, t) * model.task.inflowM3s[t]! * model.perFlow;
  }
}

/** An array that is used again. */
class Room {
  private numbers: Float64Array = new Float64Array(0);

  /** So many numbers, all of them NEVER. */
  of(count: number): Float64Array {
    if (this.numbers.length < count) this.numbers = new Float64Array(count);
    return this.numbers.subarray(0, count).fill(NEVER);
  }
}
