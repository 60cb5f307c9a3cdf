import { largestFlowM3s, smallestFlowM3s } from '#shared/hydraulics/unit-power.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { type Intentions, carryOutDay } from '../carry-out-day.ts';
import { type CheckedPlan, checkedPlan } from '../checked-plan.ts';
import type { StationCourse } from '../label-search.ts';
import { isBetter } from '../plan-rank.ts';
import { type FlowBands, polishCourse } from '../polish-course.ts';
import type { Problem, StationProblem } from '../problem.ts';
import { byWater } from '../relax/by-water.ts';
import type { FlowCourse } from '../relax/flow-course.ts';
import { FlowProgram } from '../relax/flow-program.ts';
import type { Schedule } from '../schedule.ts';
import type { StationModel } from '../station-model.ts';
import { DEAD_BAND, type InForce } from './plan-changes.ts';

const METHOD = 'few changes';

/** How far flows may move in each round about the course of the one before, shares of their ranges. */
const REACHES = [0.5, 0.3, 0.15, 0.07, 0.03];
/** The dearest m³/s counts this much of what breaking a limit by a m³/s does. */
const MONEY = 0.05;
/** Rounds in which orders are held within what their heads allow, and how far they keep clear of it, share. */
const ORDER_ROUNDS = 3;
const CLEAR_OF_RANGE = 2e-5;
/** Of the dead band so much is used: what an exact carrying out moves stays within it. */
const WITHIN_BAND = 0.9;

/** What a search for few changes goes by. */
export interface ChangeSearch {
  readonly system: System;
  readonly day: Day;
  readonly problem: Problem;
  /** Of the only station; null: there are several, and only whole plans are compared. */
  readonly model: StationModel | null;
  readonly inForce: InForce;
  /** Money per change. */
  readonly changePrice: number;
  /** Whether there is time for one more try. */
  readonly forMore: () => boolean;
  /** Whether there is time to say what one more change earns. */
  readonly toPrice: () => boolean;
}

/** Steps of each unit, in the plant's order, in which the free plan is followed and not the one in force; n. */
export type Taken = readonly Uint8Array[];

/** Tries of plans between the one in force and the free one. */
export class PartlyFree {
  private readonly search: ChangeSearch;
  private readonly free: CheckedPlan;

  constructor(search: ChangeSearch, free: CheckedPlan) {
    this.search = search;
    this.free = free;
  }

  judged(schedule: Schedule): CheckedPlan {
    const { system, day, problem } = this.search;
    return checkedPlan(system, day, problem, schedule, METHOD);
  }

  /**
   * The best plan that takes so much of the free one; null where machines cannot. Steps of which nothing is
   * taken are as ordered, unit by unit; where that breaks what need not be broken, within the dead band.
   */
  improved(taken: Taken, model: StationModel): CheckedPlan | null {
    const { problem } = this.search;
    const course = this.flows(taken, model, 0);
    let plan: CheckedPlan | null = null;
    for (let round = 0; round < ORDER_ROUNDS && !(plan && keepsAll(plan)); round++) {
      const ordered = problem.loadMw ? problem : this.asOrdered(taken, plan ?? this.free);
      plan = this.judged(carryOutDay(ordered, followed(model, course)));
    }
    if (!plan || !keepsAll(plan)) {
      const within = this.flows(taken, model, WITHIN_BAND);
      const banded = this.judged(carryOutDay(problem, followed(model, within)));
      if (!plan || isBetter(banded, plan)) plan = banded;
    }
    return plan.machineViolations.length > 0 ? null : plan;
  }

  /** Who runs, and the best flows. @param within how much of the dead band may be used, share */
  private flows(taken: Taken, model: StationModel, within: number): StationCourse {
    const begun = this.begun(taken, model);
    const bands = this.bands(taken, within);
    const polished = polishCourse(model, { ...begun, worth: 0 }, bands);
    if (polished.perMm3 || this.search.problem.loadMw) return polished;
    return { ...this.withinLimits(begun, bands, model), worth: 0 };
  }

  /**
   * The problem with the steps of which nothing is taken ordered as in force, as far as the heads of a
   * plan near by allow.
   */
  private asOrdered(taken: Taken, { plan }: CheckedPlan): Problem {
    const { problem } = this.search;
    const station = problem.stations[0]!;
    const kept = (t: number): boolean =>
      station.units.every((_, u) => !taken[u]![t] && this.before(u, t) !== undefined);
    const units = station.units.map((unit, u) => {
      const machine = station.plant.units[u]!;
      const heads = plan.stations[station.id]!.units[unit.id]!.netHeadM;
      const held = (flow: number, t: number): number =>
        Math.max(
          smallestFlowM3s(machine, heads[t]!) * (1 + CLEAR_OF_RANGE),
          Math.min(largestFlowM3s(machine, heads[t]!) * (1 - CLEAR_OF_RANGE), flow),
        );
      return {
        ...unit,
        fixedFlowM3s: unit.fixedFlowM3s.map((flow, t) => {
          const before = this.before(u, t);
          if (before === undefined || !kept(t)) return flow;
          return before > 0 ? held(before, t) : 0;
        }),
      };
    });
    return { ...problem, stations: [{ ...station, units }] };
  }

  /** Flows within ramps, spill or what else a polish does not know: for the units that then run. */
  private withinLimits(begun: FlowCourse, bands: FlowBands, model: StationModel): FlowCourse {
    const aims = { weights: byWater(model), money: MONEY, bands };
    return REACHES.reduce(
      (course, reach) => new FlowProgram(model, course, aims, reach).solve(),
      begun,
    );
  }

  /** Flow of a unit in the plan in force, m³/s; undefined where it says nothing, or the step is ordered. */
  before(u: number, t: number): number | undefined {
    const station = this.search.problem.stations[0]!;
    const unit = station.units[u]!;
    if (!Number.isNaN(unit.fixedFlowM3s[t]!)) return undefined;
    if (!unit.available[t]) return 0;
    return this.search.inForce.stations[station.id]?.units[unit.id]?.flowM3s[t];
  }

  /** The plan in force with some of the free plan's steps. */
  private begun(taken: Taken, model: StationModel): FlowCourse {
    const { problem } = this.search;
    const station = problem.stations[0]!;
    const flows = Array.from({ length: problem.steps }, (_, t) =>
      station.units.map((unit, u) => {
        const freeFlow = this.free.plan.stations[station.id]!.units[unit.id]!.flowM3s[t]!;
        return taken[u]![t] ? freeFlow : (this.before(u, t) ?? freeFlow);
      }),
    );
    const turbineFlowM3s = Float64Array.from(flows, (all) => all.reduce((sum, q) => sum + q, 0));
    const volumeMm3 = new Float64Array(problem.steps + 1);
    volumeMm3[0] = station.startVolumeMm3;
    turbineFlowM3s.forEach((flow, t) => {
      const net = station.inflowM3s[t]! - flow;
      volumeMm3[t + 1] = volumeMm3[t]! + net * model.perFlow;
    });
    return {
      running: flows.map((all) => Uint8Array.from(all, (flow) => (flow > 0 ? 1 : 0))),
      turbineFlowM3s,
      spillM3s: new Float64Array(problem.steps),
      volumeMm3,
      generationMw: new Float64Array(problem.steps).fill(NaN),
      meetsLoad: new Uint8Array(problem.steps),
    };
  }

  /** Where nothing is taken, flows stay within a share of the dead band about what is in force. */
  private bands(taken: Taken, within: number): FlowBands {
    const { problem } = this.search;
    const station = problem.stations[0]!;
    const low = new Float64Array(problem.steps).fill(-Infinity);
    const high = new Float64Array(problem.steps).fill(Infinity);
    for (let t = 0; t < problem.steps; t++) {
      const flows = station.units.map((_, u) => (taken[u]![t] ? NaN : (this.before(u, t) ?? NaN)));
      if (flows.some(Number.isNaN)) continue;
      const flow = flows.reduce((sum, one) => sum + one, 0);
      const band = within * bandOf(station, flows);
      [low[t], high[t]] = [flow - band, flow + band];
    }
    return { low, high };
  }
}

/** Dead bands of the units that run, together, m³/s. */
function bandOf({ plant }: StationProblem, flows: readonly number[]): number {
  return flows.reduce(
    (sum, flow, u) => sum + (flow > 0 ? DEAD_BAND * Math.max(...plant.units[u]!.flowMax.y) : 0),
    0,
  );
}

const keepsAll = ({ machineViolations, operatingViolations }: CheckedPlan): boolean =>
  machineViolations.length + operatingViolations.length === 0;

function followed(
  model: StationModel,
  course: Pick<FlowCourse, 'running' | 'turbineFlowM3s'>,
): Intentions {
  return (_s, t) => ({
    running: course.running[t]!,
    target: { turbineFlowM3s: course.turbineFlowM3s[t]! },
    ceilingMm3: model.corridor.ceiling[t + 1]!,
  });
}
