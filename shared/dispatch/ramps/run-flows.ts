import { levelM, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { concaveHull } from '../band-sharing.ts';
import type { StationModel } from '../station-model.ts';
import {
  type ChainAnswer,
  type ChainProgram,
  type ChainRamp,
  type ChainSegments,
  solveChain,
} from './chain-program.ts';
import type { RampCells } from './ramp-cells.ts';
import type { RampedRun } from './ramp-runs.ts';
import type { StepEarnings } from './step-earnings.ts';

/** Flows about the last one at which a step's earnings are looked up, at first and where the reach is short. */
const POINTS = 9;
/** What is solved only to be compared or gone on from may be this far off, share of what it can earn. */
const ROUGHLY = 1e-5;
/** Flows nearer than this are one. */
const SAME_FLOW_M3S = 1e-9;
/** Where sets are mixed a step's earnings have about this many segments. */
const MIXED_SEGMENTS = 24;
/** A limit is dear: this many times what water can be worth. */
const DEAR = 30;
/** Kept clear of limits of storage, shares of a step's largest flow, and of outflow's ramps, m³/s. */
const CLEAR_OF_LIMIT = 2e-4;
const CLEAR_OF_RAMP = 1e-6;
/** Kept clear of lower limits of level, m. */
const CLEAR_OF_LEVEL_M = 2e-7;

/** A run with the best flows for it, and their prices. */
export interface SettledRun {
  readonly run: RampedRun;
  readonly flowM3s: Float64Array;
  /** Mm³; n + 1. */
  readonly volumeMm3: Float64Array;
  readonly answer: ChainAnswer;
  /** Money of the day, limits that are broken paid for. */
  readonly worth: number;
}

/** Flows of a ramped day: for given running sets the best within all limits of storage and ramps. */
export class RunFlows {
  private readonly model: StationModel;
  private readonly earnings: StepEarnings;
  private readonly cells: RampCells;
  private readonly steps: number;
  private readonly dearest: number;
  /** Kept clear of an upper limit of storage, Mm³. */
  readonly clearMm3: number;

  constructor(model: StationModel, earnings: StepEarnings, cells: RampCells) {
    this.model = model;
    this.earnings = earnings;
    this.cells = cells;
    const { problem, station } = model.task;
    this.steps = problem.steps;
    const perMw = problem.pricePerMwh.reduce(
      (most, _, t) => Math.max(most, Math.abs(earnings.perMw(t))),
      0,
    );
    const byEnd = station.end.waterValuePerMm3 * model.perFlow;
    this.dearest = DEAR * Math.max(perMw / model.flowPerMw, byEnd, 1e-3);
    this.clearMm3 = CLEAR_OF_LIMIT * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
  }

  /**
   * Flows where each step may mix sets, starts for nothing: its prices are where to begin.
   * @param about a run whose storage earns by its head; null: none is known
   */
  mixed(about: SettledRun | null): ChainAnswer {
    const { steps } = this;
    const least = new Float64Array(steps);
    const segments = Array.from({ length: steps }, (_, t) => {
      const { flow, money } = this.cells.envelope(t);
      if (flow.length === 0) return NO_SEGMENTS;
      least[t] = flow[0]!;
      return segmentsOf(flow, money, MIXED_SEGMENTS);
    });
    const none = new Float64Array(steps);
    if (!about) return solveChain(this.program(least, segments, none, none, null), ROUGHLY);
    const { run, flowM3s } = about;
    const byHead = flowM3s.map((flow, t) => this.earnings.byHead(t, run.sets[t]!, flow, 0));
    return solveChain(this.program(least, segments, none, byHead, null));
  }

  /** Storages of a program's store, Mm³. */
  volumes(store: Float64Array): Float64Array {
    return store.map((units) => units * this.model.perFlow);
  }

  /**
   * The best flows for a run's sets, heads settled.
   * @param reaches how far from the last flow each round may go, in cells
   * @param nearEnough how well each round is solved, share of what it can earn
   */
  settled(run: RampedRun, reaches: readonly number[], nearEnough = ROUGHLY): SettledRun {
    const { steps, earnings } = this;
    const startM3s = this.startsOf(run);
    let flowM3s: Float64Array = Float64Array.from(run.flowM3s);
    let answer: ChainAnswer | null = null;
    for (const reach of reaches) {
      const least = new Float64Array(steps);
      const segments = Array.from({ length: steps }, (_, t) => {
        const within = this.within(t, run.sets[t]!, flowM3s[t]!, reach, startM3s[t]!);
        least[t] = within.least;
        return within.segments;
      });
      const byHead = flowM3s.map((flow, t) => earnings.byHead(t, run.sets[t]!, flow, startM3s[t]!));
      const output = this.outputAbout(run, flowM3s, startM3s);
      const program = this.program(least, segments, startM3s, byHead, output);
      answer = solveChain(program, nearEnough);
      flowM3s = answer.flow;
      earnings.follow(this.volumes(answer.store));
    }
    const volumeMm3 = this.volumes(answer!.store);
    return { run, flowM3s, volumeMm3, answer: answer!, worth: this.worthOf(run, flowM3s, answer!) };
  }

  private startsOf({ running }: RampedRun): Float64Array {
    const { station, problem } = this.model.task;
    return Float64Array.from(running, (now, t) =>
      station.units.reduce((sum, unit, u) => {
        const before = t > 0 ? running[t - 1]![u]! > 0 : unit.onBefore;
        const water = station.plant.units[u]!.startWaterM3;
        return sum + (now[u]! > 0 && !before ? water / problem.seconds : 0);
      }, 0),
    );
  }

  /** What a set may take and earn about a flow. */
  private within(
    t: number,
    set: number,
    about: number,
    reach: number,
    startM3s: number,
  ): { least: number; segments: ChainSegments } {
    const { earnings, model } = this;
    if (this.isOrdered(t)) return { least: about, segments: NO_SEGMENTS };
    const [low, high] = earnings.span(t, set, startM3s);
    const by = reach * this.cells.widthM3s;
    const from = Math.max(low, Math.min(high, about - by));
    const to = Math.min(high, Math.max(low, about + by));
    if (!(to > from)) return { least: Number.isNaN(from) ? about : from, segments: NO_SEGMENTS };
    const perMw = earnings.perMw(t);
    const most = earnings.mostMw(t, set);
    const flow: number[] = [];
    const money: number[] = [];
    let under = NaN;
    let powerUnder = NaN;
    for (let x = 0; x < POINTS; x++) {
      const q = from + ((to - from) * x) / (POINTS - 1);
      const power = earnings.powerMw(t, set, q, startM3s);
      if (power === -Infinity) continue;
      if (power > most) {
        const share = (most - powerUnder) / (power - powerUnder);
        if (share > 0) {
          flow.push(under + share * (q - under));
          money.push(perMw * most);
        }
        break;
      }
      [under, powerUnder] = [q, power];
      flow.push(q);
      money.push(perMw * (power - model.auxiliaryMw(set)));
    }
    if (flow.length === 0) return { least: from, segments: NO_SEGMENTS };
    return { least: flow[0]!, segments: segmentsOf(flow, money) };
  }

  private isOrdered(t: number): boolean {
    return this.model.task.station.units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!));
  }

  /** How the output depends on the flow about these flows; null where it is not ramped. */
  private outputAbout(
    run: RampedRun,
    flowM3s: Float64Array,
    startM3s: Float64Array,
  ): Output | null {
    if (this.model.task.station.plant.rampMwPerStep === Infinity) return null;
    const slopes = flowM3s.map((flow, t) => this.outputSlope(t, run, flow, startM3s[t]!));
    return { run, flowM3s, slopes };
  }

  /** MW that a m³/s more makes. */
  private outputSlope(t: number, run: RampedRun, flow: number, startM3s: number): number {
    const { earnings, model } = this;
    const set = run.sets[t]!;
    const [low, high] = earnings.span(t, set, startM3s);
    const by = this.cells.widthM3s / 4;
    const [from, to] = [Math.max(low, flow - by), Math.min(high, flow + by)];
    const rise =
      (earnings.powerMw(t, set, to, startM3s) - earnings.powerMw(t, set, from, startM3s)) /
      (to - from);
    return Number.isFinite(rise) && rise > 0 ? rise : 1 / model.flowPerMw;
  }

  private program(
    least: Float64Array,
    segments: readonly ChainSegments[],
    startM3s: Float64Array,
    byHead: Float64Array,
    output: Output | null,
  ): ChainProgram {
    const { model, steps } = this;
    const { task, perFlow } = model;
    const perStore = new Float64Array(steps + 1);
    byHead.forEach((worth, t) => {
      perStore[t]! += (worth / 2) * perFlow;
      perStore[t + 1]! += (worth / 2) * perFlow;
    });
    perStore[steps]! += task.station.end.waterValuePerMm3 * perFlow;
    const limits = Array.from({ length: steps + 1 }, (_, t) => model.limitsMm3(t));
    return {
      least,
      segments,
      given: task.inflowM3s.map((inflow, t) => inflow - startM3s[t]!),
      startStore: task.station.startVolumeMm3 / perFlow,
      lowStore: Float64Array.from(limits, ([low]) => this.clearOf(low) / perFlow),
      highStore: Float64Array.from(limits, ([low, high]) => {
        return Math.max(this.clearOf(low), high - this.clearMm3) / perFlow;
      }),
      perStore,
      ramps: [this.outflowRamp(startM3s), ...this.outputRamps(output, startM3s)],
      dearest: this.dearest,
    };
  }

  /** A storage a little above a lower limit: carrying out keeps its level clear of it. */
  private clearOf(low: number): number {
    const { plant } = this.model.task.station;
    return volumeMm3(plant, levelM(plant, low) + CLEAR_OF_LEVEL_M);
  }

  private outflowRamp(startM3s: Float64Array): ChainRamp {
    const { station } = this.model.task;
    const { up, down } = station.plant.outflowRampM3sPerStep;
    const history = station.outflowHistoryM3s;
    const before = history.length > 0 ? history[history.length - 1]! : NaN;
    const rest = startM3s.map((start, t) => (t > 0 ? startM3s[t - 1]! : before) - start);
    const slope = new Float64Array(this.steps).fill(1);
    return rampOf(slope, rest, up - CLEAR_OF_RAMP, down - CLEAR_OF_RAMP);
  }

  /** The output's ramp, straight about the flows that were last; where sets mix, by a usual machine. */
  private outputRamps(output: Output | null, startM3s: Float64Array): ChainRamp[] {
    const { model, earnings, steps } = this;
    const { station } = model.task;
    const ramp = station.plant.rampMwPerStep;
    if (ramp === Infinity) return [];
    const slope = output?.slopes ?? new Float64Array(steps).fill(1 / model.flowPerMw);
    // Output at no flow, were it straight all the way.
    const base = slope.map((perM3s, t) => {
      if (!output) return 0;
      const flow = output.flowM3s[t]!;
      const power = earnings.powerMw(t, output.run.sets[t]!, flow, startM3s[t]!);
      return Number.isFinite(power) ? power - perM3s * flow : 0;
    });
    const before = station.generationBeforeMw ?? NaN;
    const rest = base.map((here, t) => (t > 0 ? base[t - 1]! : before) - here);
    return [rampOf(slope, rest, ramp, ramp)];
  }

  /** Money of a day, breaches of limits paid. */
  private worthOf(run: RampedRun, flowM3s: Float64Array, { store }: ChainAnswer): number {
    const { earnings, model } = this;
    const { station } = model.task;
    const startM3s = this.startsOf(run);
    let worth = station.end.waterValuePerMm3 * model.perFlow * store[this.steps]!;
    worth -= this.steepness(flowM3s, startM3s) * this.dearest;
    for (let t = 0; t < this.steps; t++) {
      const set = run.sets[t]!;
      const power = earnings.powerMw(t, set, flowM3s[t]!, startM3s[t]!);
      if (power > -Infinity) worth += earnings.perMw(t) * (power - model.auxiliaryMw(set));
      const [low, high] = model.limitsMm3(t + 1);
      const over = Math.max(
        low / model.perFlow - store[t + 1]!,
        store[t + 1]! - high / model.perFlow,
      );
      worth -= Math.max(0, over) * this.dearest;
      station.units.forEach((unit, u) => {
        const before = t > 0 ? run.running[t - 1]![u]! > 0 : unit.onBefore;
        if (run.running[t]![u]! > 0 && !before) worth -= station.plant.units[u]!.startCost;
      });
    }
    return worth;
  }

  /** By how much outflows break their ramps, Σ m³/s. */
  private steepness(flowM3s: Float64Array, startM3s: Float64Array): number {
    const { low, high, slope } = this.outflowRamp(startM3s);
    let sum = 0;
    for (let t = 0; t < this.steps; t++) {
      const change = slope[t]! * flowM3s[t]! - (t > 0 ? slope[t - 1]! * flowM3s[t - 1]! : 0);
      sum += Math.max(0, low[t]! - change - CLEAR_OF_RAMP, change - high[t]! - CLEAR_OF_RAMP);
    }
    return sum;
  }
}

/** How the output depends on the flow about the last flows. */
interface Output {
  readonly run: RampedRun;
  readonly flowM3s: Float64Array;
  readonly slopes: Float64Array;
}

const NO_SEGMENTS: ChainSegments = { width: new Float64Array(0), gain: new Float64Array(0) };

/** A ramp whose change also has `rest` in it, which the flows do not decide; NaN: the step before is not known. */
function rampOf(slope: Float64Array, rest: Float64Array, up: number, down: number): ChainRamp {
  return {
    slope,
    low: rest.map((by) => (Number.isNaN(by) ? -Infinity : by - down)),
    high: rest.map((by) => (Number.isNaN(by) ? Infinity : by + up)),
  };
}

/** Segments of the concave hull over points of rising flow, about this many of them at most. */
function segmentsOf(
  flow: readonly number[],
  money: readonly number[],
  most = Infinity,
): ChainSegments {
  const { flowM3s, powerMw } = concaveHull({ flowM3s: flow, powerMw: money });
  const last = flowM3s.length - 1;
  const stride = Math.max(1, Math.ceil(last / most));
  const width: number[] = [];
  const gain: number[] = [];
  let from = 0;
  for (let i = Math.min(stride, last); i > from; i = Math.min(i + stride, last)) {
    const wide = flowM3s[i]! - flowM3s[from]!;
    if (wide > SAME_FLOW_M3S) {
      width.push(wide);
      gain.push((powerMw[i]! - powerMw[from]!) / wide);
    }
    from = i;
  }
  return { width: Float64Array.from(width), gain: Float64Array.from(gain) };
}
