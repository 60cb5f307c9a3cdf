import { levelM } from '#shared/hydraulics/reservoir.ts';
import { betweenSets } from './between-sets.ts';
import type { StorageCorridor } from './storage-corridor.ts';
import { type ApproxStep, type StationModel, emptyApproxStep } from './station-model.ts';
import { nearestSet } from './nearest-set.ts';
import { optionFlows } from './option-flows.ts';

/** Storage points per instant: as many as the work allows, within these. */
const MOST_POINTS = 41;
const LEAST_POINTS = 15;

/** Steps tried for one worth of water, about: what bounds the time of long days and many sets. */
const STEPS_TRIED = 1_200_000;
const STEPS_TRIED_PLAIN = 200_000;
const FLOWS_TRIED = 9;
const FLOWS_TRIED_RAMPED = 20;

/** Cells at an edge that tell how worth goes on beyond it. */
const EDGE_CELLS = 8;

/** Outflow bins at most, where outflow or generation may only change so fast. */
const MOST_BINS = 60;
const LEAST_BINS = 16;
/** Bins times sets at most: every set is weighed against every other in each bin. */
const BINS_AND_SETS = 1200;

/** Every how many of the table's flows are tried: the guide may be coarser than the search it guides. */
const FLOW_STRIDE = 4;

/** Worth of what cannot be; finite, so that interpolating stays a number. */
const HOPELESS = -1e30;

/**
 * What the rest of the horizon is worth from each instant, storage and running set on (and outflow,
 * where ramps make it matter): backward dynamic programming over the corridor. It knows start costs,
 * prices, heads and limits, not the times and numbers of starts that single units keep to, so it
 * guides a search and proves nothing.
 */
export class WaterValue {
  private readonly model: StationModel;
  private readonly corridor: StorageCorridor;
  private readonly points: number;
  private readonly bins: Bins;
  /** Per instant: bin-major, then set, then storage point. */
  private readonly worth: Float64Array[] = [];
  private readonly shares: Float64Array;
  private readonly switchCost: Float64Array;

  /** False where the time was over before the start was reached: then it guides nobody. */
  readonly complete: boolean;

  /**
   * @param corridor the model's own, or a part of it about a course already found
   * @param inTime asked before each step
   * @param thorough takes more points
   */
  constructor(
    model: StationModel,
    corridor: StorageCorridor,
    inTime: () => boolean,
    thorough = false,
  ) {
    this.model = model;
    this.corridor = corridor;
    this.bins = binsOf(model);
    this.points = pointsWithin(model, this.bins.count > 1, thorough);
    this.shares = Float64Array.from({ length: this.points }, (_, i) =>
      shareOfPoint(i / (this.points - 1)),
    );
    this.switchCost = betweenSets(model, ({ startCost }) => startCost);
    const { steps } = model.task.problem;
    this.worth[steps] = this.endWorth();
    let t = steps;
    while (t > 0 && inTime()) this.worth[--t] = this.before(t);
    this.complete = t === 0;
  }

  private volumeAt(t: number, i: number): number {
    const { low, high } = this.corridor;
    return low[t]! + (high[t]! - low[t]!) * shareOfPoint(i / (this.points - 1));
  }

  private endWorth(): Float64Array {
    const { model, points, bins } = this;
    const worth = new Float64Array(bins.count * model.sets.length * points);
    const { steps } = model.task.problem;
    worth.forEach((_, at) => (worth[at] = model.endWorth(this.volumeAt(steps, at % points))));
    return worth;
  }

  /** Worth at instant t of a storage and set that ran before it. */
  at(t: number, volume: number, set: number, outflow: number): number {
    const { model, points } = this;
    const from = (this.binOf(outflow) * model.sets.length + set) * points;
    const low = this.corridor.low[t]!;
    const high = this.corridor.high[t]!;
    const worth = this.worth[t]!;
    const beyond = this.beyondCost(t, volume);
    const edge = volume < low ? from : from + points - 1;
    if (beyond !== 0) return worth[edge]! - beyond;
    const share = (volume - low) / (high - low);
    if (share < 0 || share > 1) return worth[edge]! + this.slopeAtEdge(worth, from, share);
    const i = Math.min(points - 2, Math.floor(pointOfShare(share) * (points - 1)));
    const left = this.shares[i]!;
    const x = (share - left) / (this.shares[i + 1]! - left);
    return worth[from + i]! + x * (worth[from + i + 1]! - worth[from + i]!);
  }

  /** Price of water about a storage at instant t, money per Mm³, over `reachMm3` to either side. */
  slopeAt(t: number, volume: number, ranBefore: ArrayLike<number>, reachMm3: number): number {
    const set = nearestSet(this.model, ranBefore);
    const low = Math.max(volume - reachMm3, this.model.corridor.low[t]!);
    const high = Math.min(volume + reachMm3, this.model.corridor.high[t]!);
    return (this.at(t, high, set, NaN) - this.at(t, low, set, NaN)) / (high - low);
  }

  /** Past an edge that is only the narrowed corridor's, worth goes on as it went over the last few cells. */
  private slopeAtEdge(worth: Float64Array, from: number, share: number): number {
    const last = this.points - 1;
    const [a, b] = share < 0 ? [0, EDGE_CELLS] : [last - EDGE_CELLS, last];
    const slope = (worth[from + b]! - worth[from + a]!) / (this.shares[b]! - this.shares[a]!);
    return slope * (share < 0 ? share : share - 1);
  }

  /** What lies outside the model's corridor breaks a limit sooner or later, or can but spill. */
  private beyondCost(t: number, volume: number): number {
    const { low, high } = this.model.corridor;
    if (volume < low[t]!) return this.model.breachWeight * (low[t]! - volume);
    return volume > high[t]! ? this.overflowCost(t, volume - high[t]!) : 0;
  }

  /** Above the corridor more water only means spill later; at the end of the horizon it is worth its price. */
  private overflowCost(t: number, above: number): number {
    const { model } = this;
    if (t === model.task.problem.steps) return -model.endWorth(above);
    return model.spillWeight * above;
  }

  private binOf(outflow: number): number {
    const { count, spacing } = this.bins;
    if (count === 1 || Number.isNaN(outflow)) return 0;
    return Math.max(0, Math.min(count - 1, Math.round(outflow / spacing)));
  }

  /** Worth at instant t from that at t + 1. */
  private before(t: number): Float64Array {
    const { model, points, bins } = this;
    const sets = model.sets.length;
    const worth = new Float64Array(bins.count * sets * points);
    const ahead = new Float64Array(bins.count * sets);
    const switched = new Float64Array(bins.count * sets);
    const into = emptyApproxStep();
    for (let i = 0; i < points; i++) {
      const volume = this.volumeAt(t, i);
      const level = levelM(model.task.station.plant, volume);
      ahead.fill(HOPELESS);
      for (let set = 0; set < sets; set++) this.tryFlows(t, volume, level, set, into, ahead);
      this.withStarts(ahead, switched);
      for (let bin = 0; bin < bins.count; bin++) {
        for (let set = 0; set < sets; set++) {
          worth[(bin * sets + set) * points + i] = this.bestWithin(switched, bin, set);
        }
      }
    }
    return worth;
  }

  private tryFlows(
    t: number,
    volume: number,
    level: number,
    set: number,
    into: ApproxStep,
    ahead: Float64Array,
  ): void {
    const { model, bins } = this;
    if (!isInService(model, set, t)) return;
    const flows = optionFlows(model, t, level, set, bins.count > 1 ? bins.spacing : 0, FLOW_STRIDE);
    for (const flow of flows) {
      if (!model.step(t, volume, level, set, flow, 0, NaN, NaN, into)) continue;
      const value = into.worth + this.at(t + 1, into.volumeMm3, set, into.outflowM3s);
      const at = this.binOf(into.outflowM3s) * model.sets.length + set;
      if (value > ahead[at]!) ahead[at] = value;
    }
  }

  /** Turns worth of running each set into worth of coming from each set: less the starts between. */
  private withStarts(ahead: Float64Array, switched: Float64Array): void {
    const sets = this.model.sets.length;
    for (let bin = 0; bin < this.bins.count; bin++) {
      for (let from = 0; from < sets; from++) {
        let best = HOPELESS;
        for (let to = 0; to < sets; to++) {
          const value = ahead[bin * sets + to]! - this.switchCost[from * sets + to]!;
          if (value > best) best = value;
        }
        switched[bin * sets + from] = best;
      }
    }
  }

  /** The best among the outflow bins that the ramps leave. */
  private bestWithin(switched: Float64Array, bin: number, set: number): number {
    const { count, up, down } = this.bins;
    const sets = this.model.sets.length;
    let best = HOPELESS;
    const last = Math.min(count - 1, bin + up);
    for (let b = Math.max(0, bin - down); b <= last; b++) {
      const value = switched[b * sets + set]!;
      if (value > best) best = value;
    }
    return best;
  }
}

/**
 * Storage points lie closer together towards the corridor's edges, where worth bends sharply: water
 * that cannot but spill, an end level that cannot be reached any more.
 */
const shareOfPoint = (x: number): number => (1 - Math.cos(Math.PI * x)) / 2;
const pointOfShare = (share: number): number => Math.acos(1 - 2 * share) / Math.PI;

interface Bins {
  readonly count: number;
  readonly spacing: number;
  readonly up: number;
  readonly down: number;
}

/** Outflow bins as wide as the tighter ramp; one bin where nothing is ramped. */
function binsOf(model: StationModel): Bins {
  const { plant } = model.task.station;
  const byPower = plant.rampMwPerStep * model.flowPerMw;
  const up = Math.min(plant.outflowRampM3sPerStep.up, byPower);
  const down = Math.min(plant.outflowRampM3sPerStep.down, byPower);
  const most = model.sets.reduce((a, _, s) => Math.max(a, model.mostFlowM3s(s)), 0);
  if (Math.min(up, down) >= most) return { count: 1, spacing: Infinity, up: 0, down: 0 };
  const count = Math.max(2, Math.min(binsWithin(model), Math.ceil(most / Math.min(up, down)) + 1));
  const spacing = most / (count - 1);
  const inBins = (ramp: number): number => Math.min(count, Math.max(1, Math.round(ramp / spacing)));
  return { count, spacing, up: inBins(up), down: inBins(down) };
}

function binsWithin(model: StationModel): number {
  return Math.max(LEAST_BINS, Math.min(MOST_BINS, Math.floor(BINS_AND_SETS / model.sets.length)));
}

function pointsWithin(model: StationModel, ramped: boolean, thorough: boolean): number {
  const flows = ramped ? FLOWS_TRIED_RAMPED : FLOWS_TRIED;
  const tried = thorough || ramped ? STEPS_TRIED : STEPS_TRIED_PLAIN;
  const perPoint = model.task.problem.steps * model.sets.length * flows;
  return Math.max(LEAST_POINTS, Math.min(MOST_POINTS, Math.floor(tried / perPoint)));
}

/** Whether enough units of each class are in service in step t. */
export function isInService(model: StationModel, set: number, t: number): boolean {
  const { units } = model.task.station;
  const { counts } = model.sets[set]!;
  return model.classes.every(({ members }, c) => {
    let able = 0;
    for (const u of members) if (units[u]!.available[t]) able++;
    return counts[c]! <= able;
  });
}
