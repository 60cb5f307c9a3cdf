import type { BoundTask } from './bound-task.ts';
import { BoxWorth } from './box-worth.ts';
import type { ShiftSpan } from './shift-span.ts';
import { SpillWorth } from './spill-worth.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';
import type { WaterPrice } from './water-price.ts';

const NEVER = -Infinity;

/** Money in a straight line over turbine flow, m³/s. */
interface Line {
  readonly from: number;
  readonly atFrom: number;
  readonly to: number;
  readonly atTo: number;
}

/**
 * For one set in one step the most that a step is worth, beyond the straight price of water, at each
 * level node and for each shift of storage by d cells: an outflow within I + (d − 1) … I + (d + 1)
 * cells' worth. Straight between level nodes, and never less at a higher one.
 */
export class ShiftWorth {
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  readonly cellM3s: number;
  /** Level node by level node, `to − from + 1` shifts each. */
  values: Float64Array = new Float64Array(0);
  private readonly model: BoundTask;
  private readonly boxWorth: BoxWorth;
  /** null where gates stay shut. */
  private readonly spillWorth: SpillWorth | null;
  private half: Float64Array = new Float64Array(0);

  constructor(model: BoundTask, table: UpperTable, price: WaterPrice, widthMm3: number) {
    this.model = model;
    this.cellM3s = widthMm3 / model.perFlow;
    this.boxWorth = new BoxWorth(model, price);
    this.spillWorth =
      price.mostSpillMm3 > 0 ? new SpillWorth(model, table, this.boxWorth, this.cellM3s) : null;
  }

  /** Fills `values` for level nodes firstNode … lastNode. */
  fill(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    [firstNode, lastNode]: readonly [number, number],
  ): void {
    const shifts = span.to - span.from + 1;
    const size = (lastNode + 1) * shifts;
    if (this.values.length < size) this.values = new Float64Array(size);
    if (this.half.length < shifts + 1) this.half = new Float64Array(shifts + 1);
    this.spillWorth?.prepare(t, set, upper);
    const { values, half } = this;
    for (let k = firstNode; k <= lastNode; k++) {
      half.fill(NEVER, 0, shifts + 1);
      this.boxWorth.fill(t, set, upper, k);
      this.intoHalves(t, set, upper, span);
      const at = k * shifts;
      for (let d = 0; d < shifts; d++) {
        values[at + d] = half[d]! > half[d + 1]! ? half[d]! : half[d + 1]!;
      }
      this.spillWorth?.raise(t, set, upper, span, k, values.subarray(at, at + shifts));
    }
    const filled = values.subarray(firstNode * shifts, (lastNode + 1) * shifts);
    if (this.model.task.exportMw) fillBelow(filled, shifts);
    neverFalling(filled, shifts);
  }

  /** The best of each half: outflows I + (from − 1 + h) … + 1 cells' worth. */
  private intoHalves(t: number, set: number, upper: UpperSet, span: ShiftSpan): void {
    const { begin, cut, atBegin, atCut } = this.boxWorth;
    const { flowM3s } = upper;
    const perM3s = this.boxWorth.perM3s(t);
    const place = {
      ...span,
      inflow: this.model.task.inflowM3s[t]!,
      started: this.model.startM3s[set]!,
    };
    for (let m = 0; m + 1 < flowM3s.length; m++) {
      if (atBegin[m] === NEVER) continue;
      const [from, middle, to] = [begin[m]!, cut[m]!, flowM3s[m + 1]!];
      if (middle > from || middle === to) {
        this.spread(place, { from, atFrom: atBegin[m]!, to: middle, atTo: atCut[m]! });
      }
      if (middle < to) {
        const atTo = atCut[m]! - perM3s * (to - middle);
        this.spread(place, { from: middle, atFrom: atCut[m]!, to, atTo });
      }
    }
  }

  /** A line into the halves that it passes, start water on top. */
  private spread(
    { least, most, from, to, inflow, started }: ShiftSpan & { inflow: number; started: number },
    line: Line,
  ): void {
    if (line.to < least || line.from > most) return;
    const { half, cellM3s } = this;
    const shifts = to - from + 1;
    const slope = line.to > line.from ? (line.atTo - line.atFrom) / (line.to - line.from) : 0;
    const left = Math.max(line.from, least);
    const right = Math.min(line.to, most);
    const lowest = Math.floor((left - inflow) / cellM3s - from + 1);
    const highest = Math.max(lowest, Math.floor((right + started - inflow) / cellM3s - from + 1));
    for (let h = Math.max(0, lowest); h <= Math.min(shifts, highest); h++) {
      const begin = Math.max(left, Math.min(right, inflow + (from - 1 + h) * cellM3s - started));
      const end = Math.max(begin, Math.min(right, inflow + (from + h) * cellM3s));
      const better = slope > 0 ? end : begin;
      const top = line.atFrom + slope * (better - line.from);
      if (top > half[h]!) half[h] = top;
    }
  }
}

/** Where a level node knows no value for a shift and the one above does, it takes that one. */
function fillBelow(values: Float64Array, shifts: number): void {
  for (let at = 0; at + shifts < values.length; at++) {
    if (values[at] === NEVER) values[at] = values[at + shifts]!;
  }
}

/** No level node is worth less than the one below. */
function neverFalling(values: Float64Array, shifts: number): void {
  for (let at = shifts; at < values.length; at++) {
    if (values[at]! < values[at - shifts]!) values[at] = values[at - shifts]!;
  }
}
