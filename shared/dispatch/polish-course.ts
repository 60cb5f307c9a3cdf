import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { type Choices, moneyChoices, onlyFlow } from './flow-choices.ts';
import type { StationCourse } from './label-search.ts';
import { FLOW_POINTS, STRIDE, flowsToTry } from './flows-to-try.ts';
import { keptLoading } from './kept-loading.ts';
import type { LoadingTable } from './loading-table.ts';
import { nearestSet } from './nearest-set.ts';
import { WaterSharing } from './share-water.ts';
import type { StationModel } from './station-model.ts';

/** Parts of units' curves between two columns of their charts. */
const CHART_PARTS = 10;
const HEADS = 10;
const ROUNDS = 3;
const MOST_PINS = 12;

/** Storage this near to a limit rests on it, shares of a step's largest flow. */
const AT_LIMIT = 0.02;

/** Kept clear of an upper limit, shares of a step's largest flow: so that no gate opens for a rounding. */
const CLEAR_OF_LIMIT = 2e-4;

/** Head over which a gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** Rounds in which a range of flow and its own tailwater settle. */
const SPAN_ROUNDS = 4;

/** Full flow is asked for with this much on top: the exact step then finds the true most. */
const ALL_OF_IT = 1.01;
const NEARLY_ALL = 1 - 1e-5;

/** A flow above this share of the course's own balance counts as spilled. */
const SPILL_SHARE = 0.02;

/** Least and most Σ q of each step, m³/s; n. */
export interface FlowBands {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A course with prices of water, money per Mm³. Absent: not polished. */
export interface PolishedCourse extends StationCourse {
  /** Of what each step lets go; n. */
  readonly perMm3?: Float64Array;
  /** Of what is in store at each instant; n + 1. */
  readonly storedPerMm3?: Float64Array;
  /** Of each step's change of outflow, money per m³/s upwards, and of generation, per MW; n. Where ramped. */
  readonly changePerM3s?: Float64Array;
  readonly changePerMw?: Float64Array;
}

/**
 * The same running sets with better flows: in each step the flow at which energy less water is worth most,
 * the water at the price that its use elsewhere in the day sets. The price falls from step to step by
 * what storage earns by its head (the costate of the water balance); its one free number for each
 * stretch between instants where the storage is bound is found from the water that the stretch may use.
 * Days that spill, follow a load or are bound by ramps are given back as they are.
 * @param bands flows to stay within besides
 */
export function polishCourse(
  model: StationModel,
  course: StationCourse,
  bands?: FlowBands,
): PolishedCourse {
  const { plant } = model.task.station;
  const { outflowRampM3sPerStep: out, levelRampMPerHour: level } = plant;
  const ramped = Math.min(out.up, out.down, level.up, level.down, plant.rampMwPerStep) < Infinity;
  if (model.task.exportMw || ramped || plant.freeSpill) return course;
  const polish = new Polish(model, course, bands);
  return polish.spills ? course : polish.run();
}

class Polish {
  private readonly model: StationModel;
  private readonly course: StationCourse;
  private readonly bands: FlowBands | undefined;
  private readonly table: LoadingTable;
  /** Index into the table of the set that runs in each step. */
  private readonly setAt: Int32Array;
  private readonly auxiliaryMw: Float64Array;
  /** Start water, m³/s of a step; n. */
  private readonly startM3s: Float64Array;
  private readonly flow: Float64Array;
  private readonly volume: Float64Array;
  private readonly fixed: Uint8Array;
  private sharing: WaterSharing | null = null;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  readonly spills: boolean;

  constructor(model: StationModel, course: StationCourse, bands: FlowBands | undefined) {
    this.model = model;
    this.bands = bands;
    this.course = course;
    const { task } = model;
    const { steps } = task.problem;
    const { plant, units } = task.station;
    const used = [...new Set(course.running.map((running) => nearestSet(model, running)))];
    const sets = used.map((set) => model.sets[set]!);
    this.setAt = Int32Array.from(course.running, (running) =>
      used.indexOf(nearestSet(model, running)),
    );
    this.auxiliaryMw = Float64Array.from(used, (set) => model.auxiliaryMw(set));
    this.flow = Float64Array.from(course.turbineFlowM3s);
    this.volume = Float64Array.from(course.volumeMm3);
    this.table = keptLoading(plant, sets, this.heads(), HEADS, FLOW_POINTS, CHART_PARTS);
    this.fixed = Uint8Array.from({ length: steps }, (_, t) =>
      units.some((unit) => !Number.isNaN(unit.fixedFlowM3s[t]!)) ? 1 : 0,
    );
    this.startM3s = Float64Array.from({ length: steps }, (_, t) =>
      units.reduce((sum, unit, u) => {
        const before = t > 0 ? course.running[t - 1]![u]! > 0 : unit.onBefore;
        const starts = course.running[t]![u]! > 0 && !before;
        return sum + (starts ? plant.units[u]!.startWaterM3 / task.problem.seconds : 0);
      }, 0),
    );
    const limits = Array.from({ length: steps + 1 }, (_, t) => model.limitsMm3(t));
    this.low = Float64Array.from(limits, ([low]) => low);
    const clear = CLEAR_OF_LIMIT * this.mostM3s() * model.perFlow;
    this.high = Float64Array.from(limits, ([low, high]) => Math.max(low, high - clear));
    this.spills = this.flow.some(
      (flow, t) => this.outflow(t) - flow > SPILL_SHARE * this.mostM3s(),
    );
  }

  private mostM3s(): number {
    return this.model.mostFlowM3s(this.model.sets.length - 1);
  }

  /** Outflow by the course's own balance, m³/s. */
  private outflow(t: number): number {
    const { perFlow, task } = this.model;
    const change = (this.course.volumeMm3[t + 1]! - this.course.volumeMm3[t]!) / perFlow;
    return task.inflowM3s[t]! - change - this.startM3s[t]!;
  }

  /** Gross heads that the course passes through, with room to either side, m. */
  private heads(): readonly [number, number] {
    const { task } = this.model;
    const { plant } = task.station;
    let lowest = Infinity;
    let highest = -Infinity;
    for (const volume of this.volume) {
      lowest = Math.min(lowest, levelM(plant, volume));
      highest = Math.max(highest, levelM(plant, volume));
    }
    return [
      lowest - 0.2 - curveAt(plant.tailwater, this.mostM3s()),
      highest + 0.2 - curveAt(plant.tailwater, plant.outflowMinM3s),
    ];
  }

  run(): PolishedCourse {
    for (let t = 0; t < this.flow.length; t++) {
      if (!this.fixed[t]) this.flow[t] = Math.min(this.flow[t]!, this.span(t)[1]);
    }
    for (let round = 1; round <= ROUNDS; round++) this.round(round < ROUNDS ? STRIDE : 1);
    return {
      ...this.course,
      turbineFlowM3s: this.flow.map((flow, t) =>
        flow > 0 && flow >= this.span(t)[1] * NEARLY_ALL ? flow * ALL_OF_IT : flow,
      ),
      volumeMm3: Float64Array.from(this.volume),
      perMm3: this.sharing!.perMm3,
      storedPerMm3: this.sharing!.storedPerMm3,
    };
  }

  /** Gross head of a step as the volumes stand, its tailwater at this flow, m. */
  private headM(t: number, flow: number): number {
    return this.headOf(t)(flow);
  }

  private headOf(t: number): (flow: number) => number {
    const { plant } = this.model.task.station;
    const level = (levelM(plant, this.volume[t]!) + levelM(plant, this.volume[t + 1]!)) / 2;
    const [started, below] = [this.startM3s[t]!, this.model.task.levelBelowM[t]!];
    return (flow) => level - Math.max(curveAt(plant.tailwater, flow + started), below);
  }

  /** New flows at the heads as they stand; limits that the new storages break are kept to and tried again. */
  private round(stride: number): void {
    const { steps } = this.model.task.problem;
    const shape = this.shape();
    const step = Array.from({ length: steps }, (_, t) => this.choicesOf(t, stride));
    const sharing = new WaterSharing(step, shape, this.model.perFlow);
    this.sharing = sharing;
    const pins = this.pinned();
    for (let tries = 0; tries <= MOST_PINS; tries++) {
      const flow = new Float64Array(steps);
      let from = 0;
      for (const [to, volume] of pins) {
        this.stretch(sharing, from, to, volume, flow);
        from = to;
      }
      if (from < steps) this.stretch(sharing, from, steps, NaN, flow);
      const volume = this.balance(flow);
      const worst = this.worstBreach(volume);
      if (worst < 0) {
        this.flow.set(flow);
        this.volume.set(volume);
        return;
      }
      if (pins.some(([t]) => t === worst)) return;
      pins.push([worst, volume[worst]! > this.high[worst]! ? this.high[worst]! : this.low[worst]!]);
      pins.sort((a, b) => a[0] - b[0]);
    }
  }

  /** What a Mm³ in store earns by its head from each step on to the end, money; n + 1. */
  private shape(): Float64Array {
    const { task } = this.model;
    const { problem, station } = task;
    const shape = new Float64Array(problem.steps + 1);
    for (let t = problem.steps - 1; t >= 0; t--) {
      const flow = this.flow[t]!;
      const head = this.headM(t, flow);
      const set = this.setAt[t]!;
      const rise =
        (this.table.powerMw(set, flow, head + HEAD_STEP_M) -
          this.table.powerMw(set, flow, head - HEAD_STEP_M)) /
        (2 * HEAD_STEP_M);
      const middle = (this.volume[t]! + this.volume[t + 1]!) / 2;
      const perMm3 = curveSlopeAt(station.plant.levelAtVolume, middle);
      const worth = (problem.pricePerMwh[t]! * problem.seconds * rise * perMm3) / SECONDS_PER_HOUR;
      shape[t] = shape[t + 1]! + (Number.isFinite(worth) ? worth : 0);
    }
    return shape;
  }

  /** Instants at which the storage rests on a limit, and the last where an end level binds it. */
  private pinned(): [number, number][] {
    const { steps } = this.model.task.problem;
    const near = AT_LIMIT * this.mostM3s() * this.model.perFlow;
    const pins: [number, number][] = [];
    for (let t = 1; t <= steps; t++) {
      if (this.volume[t]! - this.low[t]! < near) pins.push([t, this.low[t]!]);
      else if (this.high[t]! - this.volume[t]! < near) pins.push([t, this.high[t]!]);
    }
    return pins;
  }

  /** Flows that the running set may take in a step, and the money of the energy each makes. */
  private choicesOf(t: number, stride: number): Choices {
    const { table, model } = this;
    const { plant } = model.task.station;
    const set = this.setAt[t]!;
    if (this.fixed[t]) return onlyFlow(this.flow[t]!);
    const [low, high] = this.within(this.span(t), t);
    const { pricePerMwh, seconds } = model.task.problem;
    const perMw = (pricePerMwh[t]! * seconds) / SECONDS_PER_HOUR;
    const service =
      plant.fixedServiceMw + model.task.station.serviceLoadMw[t]! + this.auxiliaryMw[set]!;
    const most = Math.min(plant.exportLimitMw + service, this.reservedMw(t));
    const flow: number[] = [];
    const money: number[] = [];
    const least = plant.outflowMinM3s - this.startM3s[t]!;
    const largest = plant.outflowMaxM3s - this.startM3s[t]!;
    const headAt = this.headOf(t);
    const edges = [least, largest, ...table.edgesM3s(set, headAt)];
    const tried = flowsToTry([low, high], this.flow[t]!, stride, edges);
    let under = NaN;
    let powerUnder = NaN;
    for (const q of tried) {
      if (q < least || q > largest) continue;
      const power = table.powerMw(set, q, headAt(q));
      if (power === -Infinity) continue;
      if (power > most) {
        // Just at the limit of output, between this flow and the one before it.
        const share = (most - powerUnder) / (power - powerUnder);
        if (share > 0) {
          flow.push(under + share * (q - under));
          money.push(perMw * most);
        }
        powerUnder = NaN;
        continue;
      }
      [under, powerUnder] = [q, power];
      flow.push(q);
      money.push(perMw * power);
    }
    return flow.length === 0 ? onlyFlow(this.flow[t]!) : moneyChoices(flow, money);
  }

  /** Least and most flow of the set that runs in a step, each at its own tailwater, m³/s. */
  private span(t: number): readonly [number, number] {
    const { table } = this;
    const set = this.setAt[t]!;
    const headAt = this.headOf(t);
    let low = table.leastFlowM3s(set, headAt(0));
    let high = table.mostFlowM3s(set, headAt(this.mostM3s()));
    for (let i = 0; i < SPAN_ROUNDS; i++) {
      low = table.leastFlowM3s(set, headAt(low));
      high = table.mostFlowM3s(set, headAt(high));
    }
    return [low, high];
  }

  /** As much of a range as the step's band leaves, or the end nearest to it. */
  private within([low, high]: readonly [number, number], t: number): readonly [number, number] {
    if (!this.bands) return [low, high];
    const into = (flow: number): number => Math.max(low, Math.min(high, flow));
    return [into(this.bands.low[t]!), into(this.bands.high[t]!)];
  }

  /** Σ P at most that leaves the reserve, MW. */
  private reservedMw(t: number): number {
    const { plant } = this.model.task.station;
    if (plant.reserveMw <= 0) return Infinity;
    const running = this.course.running[t]!;
    const ready = plant.units.reduce((sum, unit, u) => sum + (running[u]! > 0 ? unit.mwMax : 0), 0);
    return ready - plant.reserveMw;
  }

  /** Sets the flows of a stretch: at the water value where its end is free, else such that it ends at `volume`. */
  private stretch(
    sharing: WaterSharing,
    from: number,
    to: number,
    volume: number,
    flow: Float64Array,
  ): void {
    const { perFlow, task } = this.model;
    if (Number.isNaN(volume)) {
      sharing.atPrice(from, to, task.station.end.waterValuePerMm3, flow);
      return;
    }
    const start = from === 0 ? this.volume[0]! : this.endOf(flow, from);
    let given = start - volume;
    for (let t = from; t < to; t++) {
      given += (task.inflowM3s[t]! - this.startM3s[t]!) * perFlow;
    }
    sharing.using(from, to, given, this.dearest(), flow);
  }

  /** More than water can be worth, money per Mm³. */
  private dearest(): number {
    const { problem } = this.model.task;
    const price = problem.pricePerMwh.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    const perM3s = (price * problem.seconds) / SECONDS_PER_HOUR / this.model.flowPerMw;
    return (3 * perM3s) / this.model.perFlow;
  }

  private endOf(flow: Float64Array, to: number): number {
    return this.balance(flow, to)[to]!;
  }

  private balance(flow: Float64Array, to = flow.length): Float64Array {
    const { perFlow, task } = this.model;
    const volume = new Float64Array(flow.length + 1);
    volume[0] = this.volume[0]!;
    for (let t = 0; t < to; t++) {
      volume[t + 1] = volume[t]! + (task.inflowM3s[t]! - flow[t]! - this.startM3s[t]!) * perFlow;
    }
    return volume;
  }

  /** The instant at which a limit is broken most; −1: none is. */
  private worstBreach(volume: Float64Array): number {
    let worst = -1;
    let most = 1e-6;
    // What is ordered from the start on cannot be mended.
    const free = this.fixed.indexOf(0);
    for (let t = free + 1; t < volume.length; t++) {
      const off = Math.max(this.low[t]! - volume[t]!, volume[t]! - this.high[t]!);
      if (off > most) [most, worst] = [off, t];
    }
    return worst;
  }
}
