import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM, spillCapacityM3s, volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import { LoadingTable } from './loading-table.ts';
import { nearestSet } from './nearest-set.ts';
import type { RunningSet } from './running-sets.ts';
import { SpillParts } from './spill-parts.ts';
import type { StationModel } from './station-model.ts';

/** Less than this counts as no spill, m³/s. */
const NO_SPILL_M3S = 1e-6;
/** A flow of this share of the most that the units let through counts as all of it. */
const FULL_SHARE = 0.995;
/** An output of this share of its limit counts as at it. */
const AT_LIMIT_SHARE = 0.97;
/** Asked of units that are to let through all they can, share of the most at any head. */
const ALL = 1.1;
/** Heads at which the most that units let through is known, m apart, and down from the plan's. */
const HEADS_APART_M = 0.1;
const HEADS_BEYOND_M = 1;
const MOST_HEADS = 80;
/** Parts of a step's spill within which it counts as gaining the same, m³/s of the most through the units. */
const PART_SHARE = 0.05;

/**
 * A day's flood: the steps up to the last that spills. The spill of the day is what comes in less what
 * the units take and what the reservoir keeps at the flood's end, so that it is least where the units take
 * most. What they take answers to the head: so each m³/s spilled gains by the tailwater that it raises in
 * its step, and by the level that it lowers from then on, and is put where it gains most. It must come no
 * later than in the plan, whose reservoir is as full as it may be.
 */
export class Flood {
  readonly model: StationModel;
  /** The plan that spills as late as it can. */
  private readonly late: Water;
  /** The latest plan known: its heads say what spilling gains. */
  private known: Water;
  /** First instant after the flood. */
  private readonly end: number;
  private readonly perFlow: number;
  /** Per step, where it was asked for. */
  private readonly full: boolean[] = [];
  /** Most through the units at any head, m³/s. */
  private readonly mostM3s: number;
  /** Of the sets that may run in the flood, by their place among them. */
  private readonly table: LoadingTable;
  private readonly kinds: readonly number[];
  /** Whether all units there are run where all water is to go through. */
  private readonly allRun: boolean;

  private constructor(model: StationModel, late: Water, end: number, allRun: boolean) {
    this.model = model;
    this.allRun = allRun;
    this.late = late;
    this.known = late;
    this.end = end;
    this.perFlow = model.perFlow;
    this.mostM3s = model.mostFlowM3s(model.sets.length - 1);
    const sets = [...late.setAt.subarray(0, end)];
    if (allRun) sets.push(...sets.map((_, t) => nearestSet(model, this.available(t))));
    const kinds = [...new Set(sets)];
    this.kinds = kinds;
    this.table = fullFlows(
      model,
      late,
      this.mostM3s,
      kinds.map((set) => model.sets[set]!),
    );
  }

  /**
   * @param allRun with all units there are instead of the plan's where all water is to go through
   * @returns null where the plan spills nothing
   */
  static of(model: StationModel, plan: StationPlan, allRun: boolean): Flood | null {
    const last = plan.spillM3s.findLastIndex((spill) => spill > NO_SPILL_M3S);
    return last < 0 ? null : new Flood(model, waterOf(model, plan), last + 1, allRun);
  }

  /** What came of a plan along `storages`. */
  learn(plan: StationPlan): void {
    this.known = waterOf(this.model, plan);
  }

  running(t: number): ArrayLike<number> {
    return this.allRun && this.takesAll(t) ? this.available(t) : this.late.running[t]!;
  }

  private available(t: number): Uint8Array {
    return Uint8Array.from(this.model.task.station.units, ({ available }) => available[t]!);
  }

  /** Whether step t is to let as much water through the units as its output allows. */
  takesAll(t: number): boolean {
    return t < this.end && this.isFull(t);
  }

  /** Turbine flow to ask for in step t, m³/s: all, where the plan has that. */
  wantedFlowM3s(t: number): number {
    const { turbineM3s } = this.late;
    return this.takesAll(t) ? ALL * this.mostM3s : turbineM3s[t]!;
  }

  /** Storages not to be exceeded, Mm³; n + 1. */
  storages(): Float64Array {
    const { late, known, end, perFlow } = this;
    const spill = this.placed();
    const ceiling = new Float64Array(late.volumeMm3.length).fill(Infinity);
    // From the flood's end backwards: there the reservoir is as full as in the plan.
    let below = 0;
    for (let t = end; t > 0; t--) {
      ceiling[t] = late.volumeMm3[t]! - Math.max(0, below);
      const taken = known.turbineM3s[t - 1]! - late.turbineM3s[t - 1]!;
      below -= (spill[t - 1]! - late.spillM3s[t - 1]! + taken) * perFlow;
    }
    return ceiling;
  }

  /** The flood's spill, m³/s of each step, put where it gains most. */
  private placed(): Float64Array {
    const { late, known, end } = this;
    const placed = new Float64Array(end);
    // At most so much may be left to spill from each step on, or the reservoir is too full before it.
    const left = new Float64Array(end);
    let sum = 0;
    for (let t = end - 1; t >= 0; t--) {
      sum += late.spillM3s[t]! + late.turbineM3s[t]! - known.turbineM3s[t]!;
      left[t] = Math.max(0, sum);
    }
    for (let t = 1; t < end; t++) left[t] = Math.min(left[t]!, left[t - 1]!);
    const parts = this.parts();
    // From this step on nothing is left to spill.
    let doneFrom = left.findIndex((most) => !(most > 0));
    if (doneFrom < 0) doneFrom = end;
    for (;;) {
      let t = 0;
      for (let at = 1; at < doneFrom; at++) if (parts[at]!.gain > parts[t]!.gain) t = at;
      if (doneFrom === 0 || parts[t]!.gain === -Infinity) return placed;
      let room = parts[t]!.widthM3s;
      for (let at = 0; at <= t; at++) if (left[at]! < room) room = left[at]!;
      placed[t]! += room;
      for (let at = t; at >= 0; at--) {
        left[at]! -= room;
        if (!(left[at]! > 0)) doneFrom = at;
      }
      parts[t]!.next();
    }
  }

  /** The parts of the spill of each step. */
  private parts(): SpillParts[] {
    const { known, end, perFlow, model } = this;
    const { levelAtVolume } = model.task.station.plant;
    const parts = new Array<SpillParts>(end);
    let later = 0;
    for (let t = end - 1; t >= 0; t--) {
      const mean = (known.volumeMm3[t]! + known.volumeMm3[t + 1]!) / 2;
      const head = known.headM[t]!;
      const lower = this.takenM3s(t, head - HEADS_APART_M / 2);
      const answer = (lower - this.takenM3s(t, head + HEADS_APART_M / 2)) / HEADS_APART_M;
      const byLevel = answer * curveSlopeAt(levelAtVolume, mean) * perFlow;
      parts[t] = this.partsOf(t, byLevel / 2 + later);
      later += byLevel;
    }
    return parts;
  }

  private partsOf(t: number, byLevel: number): SpillParts {
    const { known, model } = this;
    const { plant } = model.task.station;
    const releaseM3s = known.turbineM3s[t]!;
    const mean = (known.volumeMm3[t]! + known.volumeMm3[t + 1]!) / 2;
    const gates = spillCapacityM3s(plant, levelM(plant, mean));
    const outflowM3s = releaseM3s + known.spillM3s[t]!;
    return new SpillParts({
      plant,
      releaseM3s,
      mostM3s: Math.min(releaseM3s + gates, plant.outflowMaxM3s),
      widthM3s: PART_SHARE * this.mostM3s,
      levelM: known.headM[t]! + curveAt(plant.tailwater, outflowM3s),
      takenM3s: (headM) => this.takenM3s(t, headM),
      byLevel,
    });
  }

  /** What the units take in step t at another head, m³/s. */
  private takenM3s(t: number, headM: number): number {
    const { known, model } = this;
    const head = known.headM[t]!;
    const flow = known.turbineM3s[t]!;
    if (!this.isFull(t)) return model.task.exportMw ? (flow * head) / Math.max(1, headM) : flow;
    const all = this.mostThroughM3s(known, t, headM);
    const most = Number.isNaN(all) ? flow : all;
    return this.isLimited(known, t) ? Math.min(most, (flow * head) / Math.max(1, headM)) : most;
  }

  /** Whether the units take all they can in step t of the plan. */
  private isFull(t: number): boolean {
    return (this.full[t] ??= this.isFullIn(t));
  }

  private isFullIn(t: number): boolean {
    const { late } = this;
    const most = this.mostThroughM3s(late, t, late.headM[t]!);
    const isFullFlow = late.turbineM3s[t]! >= FULL_SHARE * most;
    return late.spillM3s[t]! > NO_SPILL_M3S || isFullFlow || this.isLimited(late, t);
  }

  /** The most that the units which run in step t let through at a head, m³/s; NaN where that is not known. */
  private mostThroughM3s({ setAt }: Water, t: number, headM: number): number {
    const kind = this.kinds.indexOf(setAt[t]!);
    return kind < 0 ? NaN : this.table.mostFlowM3s(kind, headM);
  }

  /** Whether the station makes as much in step t as export limit and reserve allow. */
  private isLimited({ exportMw, setAt }: Water, t: number): boolean {
    const { model } = this;
    if (model.task.exportMw) return false;
    const most = model.mostExportMw(setAt[t]!, t);
    return exportMw[t]! >= AT_LIMIT_SHARE * most;
  }
}

/** The most that sets let through, at all heads that a flood may lead to. */
function fullFlows(
  { task }: StationModel,
  late: Water,
  mostM3s: number,
  sets: readonly RunningSet[],
): LoadingTable {
  const { plant } = task.station;
  const levels = late.volumeMm3.map((volume) => levelM(plant, volume));
  const tail = (outflow: number): number => curveAt(plant.tailwater, outflow);
  const most = mostM3s + spillCapacityM3s(plant, Math.max(...levels));
  const lowest = Math.min(...levels) - tail(most) - HEADS_BEYOND_M;
  const highest = Math.max(...levels) - tail(Math.min(...late.turbineM3s));
  const span = Math.max(HEADS_APART_M, highest - lowest);
  const count = Math.min(MOST_HEADS, Math.ceil(span / HEADS_APART_M));
  const headsM = Float64Array.from({ length: count + 1 }, (_, i) => lowest + (span * i) / count);
  return new LoadingTable(plant, sets, headsM, 2, 1);
}

/** Where the water of a plan goes. */
interface Water {
  /** n + 1. */
  readonly volumeMm3: Float64Array;
  readonly turbineM3s: Float64Array;
  readonly spillM3s: readonly number[];
  /** Gross. */
  readonly headM: Float64Array;
  readonly running: readonly Uint8Array[];
  /** The set of the model that runs in each step. */
  readonly setAt: Int32Array;
  readonly exportMw: readonly number[];
}

function waterOf(model: StationModel, plan: StationPlan): Water {
  const { task } = model;
  const { plant } = task.station;
  const { steps } = task.problem;
  const units = plant.units.map(({ id }) => plan.units[id]!);
  const running = Array.from({ length: steps }, (_, t) =>
    Uint8Array.from(units, ({ on }) => on[t]!),
  );
  const eachStep = (of: (t: number) => number): Float64Array =>
    Float64Array.from({ length: steps }, (_, t) => of(t));
  return {
    volumeMm3: Float64Array.from(plan.levelM, (level) => volumeMm3(plant, level)),
    turbineM3s: eachStep((t) => units.reduce((sum, { flowM3s }) => sum + flowM3s[t]!, 0)),
    spillM3s: plan.spillM3s,
    headM: eachStep((t) => (plan.levelM[t]! + plan.levelM[t + 1]!) / 2 - plan.tailwaterM[t]!),
    running,
    setAt: Int32Array.from(running, (units) => nearestSet(model, units)),
    exportMw: plan.exportMw,
  };
}
