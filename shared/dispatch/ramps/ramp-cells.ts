import { nearestSet } from '../nearest-set.ts';
import type { StationModel } from '../station-model.ts';
import { isInService } from '../water-value.ts';
import type { StepEarnings } from './step-earnings.ts';

const NEVER = -Infinity;

/** Cells that the tightest ramp spans, at least and at most, and cells in all at most. */
const LEAST_CELLS = 4;
const MOST_CELLS = 7;
const ALL_CELLS = 320;

/** Flows of a set at which its output is looked up. */
const OUTPUT_TRIES = 96;

/**
 * What is ramped, the outflow or the output, whichever may change less, in cells: what each running set
 * takes and earns in each, at the levels that the earnings follow.
 */
export class RampCells {
  readonly model: StationModel;
  private readonly earnings: StepEarnings;
  private readonly byOutput: boolean;
  private readonly width: number;
  readonly count: number;
  /** Cells by which a step may lie above or below the one before. */
  readonly up: number;
  readonly down: number;
  /** Where the step before the first lies, in cells; NaN: not known. */
  readonly before: number;
  /** Per step, set-major: flow m³/s, and money without its water; −Infinity where the set cannot be. */
  readonly flow: Float64Array[] = [];
  readonly money: Float64Array[] = [];
  /** First and last cell that each set can run in, step by step; last under first: none. */
  readonly firstCell: Int32Array;
  readonly lastCell: Int32Array;

  constructor(model: StationModel, earnings: StepEarnings) {
    this.model = model;
    this.earnings = earnings;
    const { station } = model.task;
    const { outflowRampM3sPerStep: out, rampMwPerStep } = station.plant;
    const byOutflow = Math.min(out.up, out.down);
    this.byOutput = rampMwPerStep * model.flowPerMw < byOutflow;
    const scale = this.byOutput ? 1 / model.flowPerMw : 1;
    const up = scale * Math.min(out.up, rampMwPerStep * model.flowPerMw);
    const down = scale * Math.min(out.down, rampMwPerStep * model.flowPerMw);
    const history = station.outflowHistoryM3s;
    const before = this.byOutput
      ? (station.generationBeforeMw ?? NaN)
      : history.length > 0
        ? history[history.length - 1]!
        : NaN;
    const largest = station.plant.units.reduce(
      (sum, unit) => sum + (this.byOutput ? unit.mwMax : Math.max(...unit.flowMax.y)),
      0,
    );
    this.width = Math.max(cellWidth(up, down), largest / ALL_CELLS);
    this.before = before / this.width;
    this.count = Math.ceil(largest / this.width) + 1;
    const inCells = (ramp: number): number =>
      Math.min(this.count, Math.max(1, Math.floor(ramp / this.width + 1e-6)));
    this.up = inCells(up);
    this.down = inCells(down);
    const { steps } = model.task.problem;
    this.firstCell = new Int32Array(steps * model.sets.length);
    this.lastCell = new Int32Array(steps * model.sets.length);
    for (let t = 0; t < steps; t++) {
      const size = model.sets.length * this.count;
      this.flow.push(new Float64Array(size));
      this.money.push(new Float64Array(size));
    }
  }

  /** Cell width in m³/s. */
  get widthM3s(): number {
    return this.byOutput ? this.width * this.model.flowPerMw : this.width;
  }

  /** Looks up what every set makes in every step at the levels as they stand. */
  reckon(): void {
    const { model, count: cells } = this;
    const sets = model.sets.length;
    for (let t = 0; t < model.task.problem.steps; t++) {
      const money = this.money[t]!.fill(NEVER);
      const ordered = this.ordered(t);
      for (let set = 0; set < sets; set++) {
        const from = set * cells;
        const able = isInService(model, set, t) && (!ordered || ordered.set === set);
        if (able) {
          const flows = this.flow[t]!.subarray(from, from + cells);
          const own = money.subarray(from, from + cells);
          this.reckonSet(t, set, flows, own, ordered?.flowM3s ?? NaN);
        }
        let [first, last] = [0, cells - 1];
        while (first < cells && money[from + first] === NEVER) first++;
        while (last >= first && money[from + last] === NEVER) last--;
        this.firstCell[t * sets + set] = first;
        this.lastCell[t * sets + set] = last;
      }
    }
  }

  private ordered(t: number): { set: number; flowM3s: number } | null {
    const flows = this.model.task.station.units.map((unit) => unit.fixedFlowM3s[t]!);
    if (flows.some(Number.isNaN)) return null;
    return {
      set: nearestSet(this.model, flows),
      flowM3s: flows.reduce((sum, flow) => sum + flow, 0),
    };
  }

  private reckonSet(
    t: number,
    set: number,
    flows: Float64Array,
    money: Float64Array,
    ordered: number,
  ): void {
    const { earnings, model } = this;
    let [low, high] = earnings.span(t, set, 0);
    if (!Number.isNaN(ordered)) low = high = ordered;
    if (Number.isNaN(low)) return;
    const perMw = earnings.perMw(t);
    const auxiliary = model.auxiliaryMw(set);
    const most = earnings.mostMw(t, set);
    const put = (cell: number, flow: number, power: number): void => {
      if (power === NEVER || power > most) return;
      flows[cell] = flow;
      money[cell] = perMw * (power - auxiliary);
    };
    if (this.byOutput) {
      this.alongOutput(t, set, low, high, put);
      return;
    }
    // Least and most lie in the cells nearest to them. Were they left out of what they do not fill, a small set
    // would have one flow, or none; what the ramps make of half a cell is settled with the flows.
    const from = Math.round(low / this.width);
    const to = Math.round(high / this.width);
    for (let cell = from; cell <= to; cell++) {
      const flow = cell === to ? high : Math.max(low, cell * this.width);
      put(cell, flow, earnings.powerMw(t, set, flow, 0));
    }
  }

  /** Puts into each cell of output the least flow that makes it, or nearly. */
  private alongOutput(
    t: number,
    set: number,
    low: number,
    high: number,
    put: (cell: number, flow: number, power: number) => void,
  ): void {
    const { earnings, width, count: cells } = this;
    const tries = high > low ? OUTPUT_TRIES : 0;
    let flowBefore = low;
    let before = earnings.powerMw(t, set, low, 0);
    const least = before;
    for (let x = 1; x <= tries; x++) {
      const flow = low + ((high - low) * x) / tries;
      const power = earnings.powerMw(t, set, flow, 0);
      if (power !== NEVER && before !== NEVER && power > before) {
        const last = Math.min(cells - 1, Math.floor(power / width + 1e-6));
        for (let cell = Math.ceil(before / width - 1e-6); cell <= last; cell++) {
          const share = (cell * width - before) / (power - before);
          put(cell, flowBefore + share * (flow - flowBefore), cell * width);
        }
      }
      if (before === NEVER || power > before) before = power;
      flowBefore = flow;
    }
    if (before === NEVER) return;
    put(Math.round(least / width), low, least);
    put(Math.min(cells - 1, Math.round(before / width)), flowBefore, before);
  }

  /** Per step the best money over all sets at flows from nothing on, for the program that mixes sets. */
  envelope(t: number): { flow: number[]; money: number[] } {
    const points: { flow: number; money: number }[] = [];
    this.money[t]!.forEach((money, i) => {
      if (money !== NEVER) points.push({ flow: this.flow[t]![i]!, money });
    });
    points.sort((a, b) => a.flow - b.flow || a.money - b.money);
    return { flow: points.map(({ flow }) => flow), money: points.map(({ money }) => money) };
  }
}

/** A width of which both ramps are whole multiples, or nearly. */
function cellWidth(up: number, down: number): number {
  const tighter = Math.min(up, down);
  const wider = Math.max(up, down);
  let best = tighter / LEAST_CELLS;
  let least = Infinity;
  for (let k = LEAST_CELLS; k <= MOST_CELLS; k++) {
    const width = tighter / k;
    const lost = wider < Infinity ? wider / width - Math.floor(wider / width + 1e-6) : 0;
    if (lost < least - 1e-6) [least, best] = [lost, width];
  }
  return best;
}
