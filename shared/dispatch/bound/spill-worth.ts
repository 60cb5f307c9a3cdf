import { curveAt } from '#shared/hydraulics/curve.ts';
import type { BoundTask } from './bound-task.ts';
import type { BoxWorth } from './box-worth.ts';
import type { ShiftSpan } from './shift-span.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';

const NEVER = -Infinity;

/**
 * What letting more water go than through the turbines is worth, where a plan may have to spill: the
 * head is that of the whole outflow.
 */
export class SpillWorth {
  private readonly model: BoundTask;
  private readonly table: UpperTable;
  private readonly boxWorth: BoxWorth;
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  private readonly cellM3s: number;
  /** Per head node and box the most that turbining in it or a box below is worth, money. */
  private best: Float64Array = new Float64Array(0);

  constructor(model: BoundTask, table: UpperTable, boxWorth: BoxWorth, cellM3s: number) {
    this.model = model;
    this.table = table;
    this.boxWorth = boxWorth;
    this.cellM3s = cellM3s;
  }

  /** Looks at one set in one step, at all heads. */
  prepare(t: number, set: number, upper: UpperSet): void {
    const boxes = upper.flowM3s.length - 1;
    const size = upper.byHead.length * boxes;
    if (this.best.length < size) this.best = new Float64Array(size);
    const { best } = this;
    const perMw = this.boxWorth.perMw(t);
    const service = this.boxWorth.serviceMw(t, set);
    const wanted = this.boxWorth.wantedMw(t, set);
    const cap = this.boxWorth.mostMw(t, set, service);
    const besides = perMw * service - this.boxWorth.auxiliaryGain(t, perMw);
    upper.byHead.forEach(({ lower, upper: atUpper }, j) => {
      let most = NEVER;
      for (let m = 0; m < boxes; m++) {
        const top = Math.min(cap, Math.max(lower[m]!, atUpper[m]!));
        if (top > NEVER && (wanted === null || top >= wanted)) {
          most = Math.max(most, wanted === null ? perMw * (perMw < 0 ? 0 : top) - besides : 0);
        }
        const under = j > 0 ? best[(j - 1) * boxes + m]! : NEVER;
        best[j * boxes + m] = Math.max(most, under);
      }
    });
  }

  /**
   * Raises the values of a level node to what spilling is worth, shift by shift.
   * @param values of the node, one for each shift of the span, money
   */
  raise(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    k: number,
    values: Float64Array,
  ): void {
    const { model, table, cellM3s } = this;
    const { plant } = model.task.station;
    const { headsM, levelsM } = table;
    const inflow = model.task.inflowM3s[t]!;
    const perM3s = this.boxWorth.perM3s(t);
    const started = model.startM3s[set]!;
    const spacing = headsM[1]! - headsM[0]!;
    for (let d = 0; d < values.length; d++) {
      const least = Math.max(plant.outflowMinM3s, inflow + (span.from + d - 1) * cellM3s);
      const most = Math.max(least, inflow + (span.from + d + 1) * cellM3s);
      // What goes beyond the least outflow is worth more only where water is a burden; start water is paid with the start.
      const charged = perM3s < 0 ? most : Math.max(0, least - started);
      const m = lastBoxWithin(upper, perM3s < 0 ? most : least);
      if (m < 0 || upper.flowM3s[m + 1]! < span.least) continue;
      const place = (levelsM[k]! - curveAt(plant.tailwater, least) - headsM[0]!) / spacing;
      const value = this.bestAt(upper, m, place) - perM3s * charged;
      if (value > values[d]!) values[d] = value;
    }
  }

  /** Of turbining in box m or below at a place among the nodes of head; level nodes are as far apart as these. */
  private bestAt(upper: UpperSet, m: number, place: number): number {
    const last = upper.byHead.length - 1;
    const at = (j: number): number =>
      this.best[Math.max(0, Math.min(last, j)) * (upper.flowM3s.length - 1) + m]!;
    const j = Math.max(0, Math.min(last - 1, Math.floor(place)));
    const share = Math.max(0, Math.min(1, place - j));
    const [low, high] = [at(j), at(j + 1)];
    if (high === NEVER) return NEVER;
    if (low === NEVER) return high;
    const bend = Math.max(this.bend(at(j - 1), low, high), this.bend(low, high, at(j + 2)));
    return low + share * (high - low) + bend;
  }

  /** What three nodes of head bend up at the middle one, over the chord between two level nodes beside it. */
  private bend(low: number, middle: number, high: number): number {
    return low === NEVER ? 0 : Math.max(0, 2 * middle - low - high) / 4;
  }
}

/** The last box that begins at or below a flow; −1: none. */
function lastBoxWithin({ flowM3s }: UpperSet, flow: number): number {
  let m = -1;
  while (m + 2 < flowM3s.length && flowM3s[m + 1]! <= flow) m++;
  return m;
}
