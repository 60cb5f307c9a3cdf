import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import { spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import {
  type StepOutcome,
  type StepOrder,
  emptyOutcome,
  runStep,
} from '#shared/hydraulics/step.ts';
import type { Problem, StationProblem } from '#shared/dispatch/problem.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { Decisions } from './trajectory.ts';
import { type Band, UnitAtHead, nearestBand } from './unit-curve.ts';

/** Rounds in which heads and band edges settle; each leaves about a hundredth of the error. */
const ROUNDS = 6;

/** A flow that moves less in a round has settled, m³/s. */
const SETTLED_M3S = 1e-8;

/** Halvings of the way from where the units stand to the ends of their bands. */
const HALVINGS = 45;

/** Kept clear of the limits of export, generation and outflow, MW or m³/s. */
const INSIDE = 1e-6;

/** An export this near its load follows it, MW (model.md, rank 4). */
const LOAD_SLACK_MW = 0.05;

/** What a step may come to: generation MW, outflow m³/s. */
interface Room {
  readonly generation: readonly [number, number];
  readonly outflow: readonly [number, number];
}

/**
 * Carries planned decisions out by the exact physics: every unit moved into its band at the head
 * that really is, then all together just as far as a limit or the planned storage asks.
 */
export function exactRun(problem: Problem, station: StationProblem, planned: Decisions): Decisions {
  const run = new ExactRun(problem, station, planned);
  for (let t = 0; t < problem.steps; t++) run.step(t);
  return run.decisions;
}

class ExactRun {
  readonly decisions: Decisions;
  private readonly problem: Problem;
  private readonly station: StationProblem;
  private readonly planned: Decisions;
  private readonly outcome: StepOutcome;
  private readonly heads: Float64Array;
  private generationBefore: number;

  constructor(problem: Problem, station: StationProblem, planned: Decisions) {
    this.problem = problem;
    this.station = station;
    this.planned = planned;
    this.outcome = emptyOutcome(station.plant);
    this.heads = new Float64Array(station.units.length);
    this.generationBefore = station.generationBeforeMw ?? NaN;
    this.decisions = {
      flowsM3s: planned.flowsM3s.map((flows) => new Float64Array(flows.length)),
      spillM3s: new Float64Array(problem.steps),
      outflowM3s: new Float64Array(problem.steps),
      volumeMm3: new Float64Array(problem.steps + 1).fill(station.startVolumeMm3),
    };
  }

  step(t: number): void {
    const { decisions, station } = this;
    const flows = Float64Array.from(this.planned.flowsM3s, (series) => series[t]!);
    const spill = this.plannedSpill(t, flows);
    this.outcomeOf(t, flows, spill);
    for (let i = 0; i < ROUNDS; i++) {
      const before = Float64Array.from(flows);
      const bands = this.intoBands(t, flows);
      this.towardsPlan(t, flows, bands, spill);
      this.intoRoom(t, flows, bands, spill);
      this.outcomeOf(t, flows, spill);
      if (flows.every((flow, u) => Math.abs(flow - before[u]!) < SETTLED_M3S)) break;
    }
    this.intoBands(t, flows);
    const final = this.finalSpill(t, flows, spill);
    const {
      outflowM3s,
      volumeMm3: volume,
      generationMw,
      spillM3s,
    } = this.outcomeOf(t, flows, final);
    flows.forEach((flow, u) => (decisions.flowsM3s[u]![t] = flow));
    decisions.spillM3s[t] = station.plant.freeSpill ? spillM3s : final;
    decisions.outflowM3s[t] = outflowM3s;
    decisions.volumeMm3[t + 1] = volume;
    this.generationBefore = generationMw;
  }

  private outcomeOf(t: number, flowsM3s: Float64Array, spillM3s: number): StepOutcome {
    const order: StepOrder = {
      volumeMm3: this.decisions.volumeMm3[t]!,
      inflowM3s: this.station.inflowM3s[t]!,
      flowsM3s,
      spillM3s,
      startWaterM3: this.startWaterM3(t, flowsM3s),
      downstreamLevelM: -Infinity,
      serviceLoadMw: this.station.serviceLoadMw[t]!,
      seconds: this.problem.seconds,
    };
    return runStep(this.station.plant, order, this.outcome);
  }

  private startWaterM3(t: number, flows: Float64Array): number {
    return this.station.plant.units.reduce((sum, unit, u) => {
      const onBefore =
        t > 0 ? this.decisions.flowsM3s[u]![t - 1]! > 0 : this.station.units[u]!.onBefore;
      return flows[u]! > 0 && !onBefore ? sum + unit.startWaterM3 : sum;
    }, 0);
  }

  /** Gated spill of the plan, and what more keeps the storage where the plan wants it while water is spilled. */
  private plannedSpill(t: number, flows: Float64Array): number {
    const planned = this.planned.spillM3s[t]!;
    if (planned < 1e-4) return 0;
    const turbined = flows.reduce((sum, flow) => sum + flow, 0);
    const start = this.startWaterM3(t, flows) / this.problem.seconds;
    return Math.max(0, this.plannedOutflow(t) - turbined - start);
  }

  /** Outflow that ends the step at the planned storage, m³/s. */
  private plannedOutflow(t: number): number {
    const more = this.decisions.volumeMm3[t]! - this.planned.volumeMm3[t + 1]!;
    return this.station.inflowM3s[t]! + (more * M3_PER_MM3) / this.problem.seconds;
  }

  /** Moves every running unit into its nearest band at the present head; one without any is stopped. */
  private intoBands(t: number, flows: Float64Array): (Band | null)[] {
    const { plant } = this.station;
    netHeadsInto(plant, this.outcome.grossHeadM, flows, this.heads);
    return plant.units.map((unit, u) => {
      const flow = flows[u]!;
      const ordered = this.station.units[u]!.fixedFlowM3s[t]!;
      if (!Number.isNaN(ordered)) {
        flows[u] = ordered;
        return null;
      }
      if (flow <= 0) return null;
      const at = new UnitAtHead(unit, this.heads[u]! + unit.lossS2PerM5 * flow * flow);
      const band = nearestBand(at.bands(), flow);
      flows[u] = band ? Math.min(band.high, Math.max(band.low, flow)) : 0;
      return band;
    });
  }

  /** Where the load is free, the units make good what the storage is off the plan. */
  private towardsPlan(
    t: number,
    flows: Float64Array,
    bands: readonly (Band | null)[],
    spill: number,
  ): void {
    if (this.problem.loadMw) return;
    const wanted = this.plannedOutflow(t);
    this.shift(t, flows, bands, spill, (outcome) => outcome.outflowM3s - wanted);
  }

  /** Moves the units just into the room that the limits leave: power first, then outflow. */
  private intoRoom(
    t: number,
    flows: Float64Array,
    bands: readonly (Band | null)[],
    spill: number,
  ): void {
    const room = this.roomOf(t, flows);
    const into = (span: readonly [number, number], at: (outcome: StepOutcome) => number): void => {
      const [least, most] = span;
      const now = at(this.outcomeOf(t, flows, spill));
      const target = now > most ? most : now < least ? least : null;
      if (target === null || !Number.isFinite(target)) return;
      this.shift(t, flows, bands, spill, (outcome) => at(outcome) - target);
    };
    into(room.generation, (outcome) => outcome.generationMw);
    into(room.outflow, (outcome) => outcome.outflowM3s);
  }

  private roomOf(t: number, flows: Float64Array): Room {
    const { plant, outflowHistoryM3s, serviceLoadMw } = this.station;
    let service = plant.fixedServiceMw + serviceLoadMw[t]!;
    let ready = 0;
    plant.units.forEach((unit, u) => {
      if (flows[u]! <= 0) return;
      service += unit.auxiliaryMw;
      ready += unit.mwMax;
    });
    const before = this.generationBefore;
    const ramp = Number.isNaN(before) ? Infinity : plant.rampMwPerStep;
    const load = this.problem.loadMw?.[t];
    const slack = LOAD_SLACK_MW - INSIDE;
    const generation: [number, number] = [
      Math.max(
        ramp < Infinity ? before - ramp : -Infinity,
        load === undefined ? -Infinity : load - slack + service,
      ),
      Math.min(
        ramp < Infinity ? before + ramp : Infinity,
        load === undefined ? Infinity : load + slack + service,
        plant.exportLimitMw + service,
        plant.reserveMw > 0 ? ready - plant.reserveMw : Infinity,
      ),
    ];
    const outflowBefore =
      t > 0 ? this.decisions.outflowM3s[t - 1]! : (outflowHistoryM3s.at(-1) ?? NaN);
    const { up, down } = plant.outflowRampM3sPerStep;
    const least = Number.isNaN(outflowBefore) ? -Infinity : outflowBefore - down;
    const most = Number.isNaN(outflowBefore) ? Infinity : outflowBefore + up;
    return {
      generation,
      outflow: [Math.max(plant.outflowMinM3s, least), Math.min(plant.outflowMaxM3s, most)],
    };
  }

  /**
   * Moves all units the same share of their way to the upper, or lower, ends of their bands, until
   * `excess` is nought, or as near as they come.
   */
  private shift(
    t: number,
    flows: Float64Array,
    bands: readonly (Band | null)[],
    spill: number,
    excess: (outcome: StepOutcome) => number,
  ): void {
    const from = Float64Array.from(flows);
    const now = excess(this.outcomeOf(t, flows, spill));
    if (now === 0) return;
    const end = now > 0 ? ('low' as const) : ('high' as const);
    const moved = (share: number): number => {
      bands.forEach((band, u) => {
        if (band) flows[u] = from[u]! + share * (band[end] - from[u]!);
      });
      return excess(this.outcomeOf(t, flows, spill));
    };
    let [low, high] = [0, 1];
    if (moved(1) > 0 === now > 0) return;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (moved(middle) > 0 === now > 0) low = middle;
      else high = middle;
    }
    moved(high);
  }

  /** The spill that the level's upper limit and the outflow's floor really ask for, as the gates pass it. */
  private finalSpill(t: number, flows: Float64Array, planned: number): number {
    const { plant, levelMaxM } = this.station;
    if (plant.freeSpill) return 0;
    const highest = volumeMm3(plant, levelMaxM[t + 1]! - 1e-7);
    const { volumeMm3: volume, outflowM3s } = this.outcomeOf(t, flows, planned);
    const over = ((volume - highest) * M3_PER_MM3) / this.problem.seconds;
    const needed = Math.max(over, plant.outflowMinM3s - outflowM3s);
    const wanted = needed > 0 ? planned + needed : planned;
    if (wanted <= 0) return 0;
    let spill = wanted;
    for (let i = 0; i < ROUNDS; i++) {
      spill = Math.min(wanted, spillCapacityM3s(plant, this.outcomeOf(t, flows, spill).meanLevelM));
    }
    return spill;
  }
}
