import { tolerances } from '../tolerances.ts';
import type { BoundTask } from './bound-task.ts';
import type { UpperTable } from './upper-table.ts';

/** A unit may lie this share below its range for rounding; ends of cells keep clear of it. */
const CLEAR_OF_RANGE = 2e-6;

/** Flows below this are none, m³/s. */
const NO_FLOW_M3S = 1e-6;

/**
 * Outflow in cells, and which of them the ramp leaves after each. They are even, but nothing at all is a cell
 * of its own, and each set's least flow begins one: a stop or a start that the ramp forbids must not be let
 * through by what a cell is wide.
 */
export class OutflowCells {
  /** Ends of the cells, m³/s; a flow on the end of two belongs to the upper one. */
  readonly edges: Float64Array;
  readonly count: number;
  private readonly up: number;
  private readonly down: number;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly queue: Int32Array;

  /** @param widthM3s of the even cells */
  constructor(model: BoundTask, table: UpperTable, widthM3s: number) {
    const { outflowRampM3sPerStep } = model.task.station.plant;
    this.edges = edgesOf(model, table, widthM3s);
    this.count = this.edges.length - 1;
    this.up = outflowRampM3sPerStep.up + tolerances.operating;
    this.down = outflowRampM3sPerStep.down + tolerances.operating;
    const each = { length: this.count };
    this.first = Int32Array.from(each, (_, i) => this.cellOf(this.edges[i]! - this.down));
    this.last = Int32Array.from(each, (_, i) => this.cellOf(this.edges[i + 1]! + this.up));
    this.queue = new Int32Array(this.count);
  }

  /** The cell that holds a flow; the nearest for one outside all of them. */
  cellOf(flow: number): number {
    const { edges } = this;
    let low = 0;
    let high = edges.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle]! <= flow) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** First and last cell that the ramp leaves after a flow. */
  after(flow: number): readonly [number, number] {
    return [this.cellOf(flow - this.down), this.cellOf(flow + this.up)];
  }

  /** For each cell the most of the values in cells that the ramp leaves after it: a window that slides along. */
  mostAfterEach(values: Float64Array, into: Float64Array): void {
    const { count, first, last, queue } = this;
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let cell = 0; cell < count; cell++) {
      for (; next <= last[cell]!; next++) {
        while (tail > head && values[queue[tail - 1]!]! <= values[next]!) tail--;
        queue[tail++] = next;
      }
      while (queue[head]! < first[cell]!) head++;
      into[cell] = values[queue[head]!]!;
    }
  }
}

function edgesOf(model: BoundTask, table: UpperTable, widthM3s: number): Float64Array {
  const { units } = model.task.station.plant;
  const turbines = units.reduce((sum, unit) => sum + Math.max(...unit.flowMax.y), 0);
  const most = turbines + Math.max(...model.startM3s);
  const edges = [NO_FLOW_M3S];
  for (let i = 1; i * widthM3s < most; i++) edges.push(i * widthM3s);
  for (let set = 0; set < model.sets.length; set++) {
    const { flowM3s } = table.set(set);
    const least = (flowM3s[0] ?? 0) * (1 - CLEAR_OF_RANGE);
    if (least > NO_FLOW_M3S && least < most) edges.push(least);
  }
  edges.sort((a, b) => a - b);
  const apart = edges.filter((flow, i) => i === 0 || flow - edges[i - 1]! > NO_FLOW_M3S);
  return Float64Array.of(0, ...apart, most * (1 + CLEAR_OF_RANGE));
}
