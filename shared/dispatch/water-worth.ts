import { spillCapacityM3s } from '#shared/hydraulics/reservoir.ts';
import { type StationFacts, moneyPerMw } from './reason-facts.ts';
import { levelLimitAt, rangeEnd } from './step-cause-rooms.ts';
import { type UseRange, priceBetween, useRange } from './water-worth-uses.ts';

/**
 * What a station's water is worth along its plan, money per Mm³: the costate of the water balance.
 */
export interface WaterWorth {
  /** What a Mm³ more in store at the end of step t would earn; n. */
  readonly perMm3: Float64Array;
  /** The same once a level limit that the storage rests on at that instant is behind it; n. */
  readonly pastLimit: Float64Array;
  /** What a Mm³ that flows in during step t earns, by its head in that step as well; n. */
  readonly arriving: Float64Array;
  /** What a Mm³ that leaves in step t earns at the stations below; n. */
  readonly below: Float64Array;
  /** The instant at which the stretch of step t ends: the next at which the storage rests on a limit, or n. */
  readonly endsAt: Int32Array;
}

/** Spill below this is rounding, m³/s. */
const NO_SPILL_M3S = 1e-6;

/**
 * What the water of each station is worth by step, from finished plans alone. Between two instants
 * at which the storage rests on a limit the worth of a Mm³ follows the adjoint of the step's
 * equations,
 *
 *     λ[t] = λ[t+1] · ∂V[t+1]/∂V[t] + price · Δ/3600 · ∂X/∂V[t] + what ∂O/∂V[t] earns below,
 *
 * so it has one free number in each stretch: the end's water value where that alone decides, else the
 * one that fits best what the plan's own steps say (water-worth-uses.ts). With a load to follow X is
 * held, and what more head saves is flow. The loss of head at a station above by backwater is
 * counted, but not while a load is followed.
 */
export function waterWorths(all: readonly StationFacts[]): WaterWorth[] {
  const worths = new Array<WaterWorth>(all.length);
  for (let s = all.length - 1; s >= 0; s--) {
    const below = worthBelow(all, worths, s);
    const course = new Valuation(all[s]!, below, backwaterCost(all, s)).run();
    worths[s] = { ...course, below, arriving: worthArriving(all[s]!, course.perMm3, below) };
  }
  return worths;
}

/** What a Mm³ let go by station s earns below, by step; 0 for what is still under way at the end. */
function worthBelow(
  all: readonly StationFacts[],
  worths: readonly WaterWorth[],
  s: number,
): Float64Array {
  const { steps } = all[s]!.problem;
  const worth = new Float64Array(steps);
  all.forEach(({ station }, d) => {
    for (const { from, lagSteps } of station.arrivals) {
      if (from !== s) continue;
      for (let t = 0; t + lagSteps < steps; t++) worth[t]! += worths[d]!.arriving[t + lagSteps]!;
    }
  });
  return worth;
}

/** What a Mm³ more that flows in during step t earns: kept, by its head at once, and by what it spills. */
function worthArriving(
  facts: StationFacts,
  perMm3: Float64Array,
  below: Float64Array,
): Float64Array {
  return perMm3.map((kept, t) => {
    const slopes = facts.slopes[t]!;
    const passed = slopes.outflowPerInflow;
    const atOnce = facts.problem.loadMw ? 0 : moneyPerMw(facts, t) * slopes.exportPerInflow;
    return kept * (1 - passed) + atOnce / facts.perFlow + below[t]! * passed;
  });
}

/** What a Mm³ more in reservoir s at the start of step t costs the stations above by their tailwater, money. */
function backwaterCost(all: readonly StationFacts[], s: number): Float64Array {
  const cost = new Float64Array(all[s]!.problem.steps);
  if (all[s]!.problem.loadMw) return cost;
  for (const above of all) {
    if (above.station.backwaterFrom !== s) continue;
    for (let t = 0; t < cost.length; t++) {
      const { backwater, powerPerHead } = above.slopes[t]!;
      if (!backwater) continue;
      cost[t]! += moneyPerMw(above, t) * powerPerHead * all[s]!.slopes[t]!.startLevel;
    }
  }
  return cost;
}

/** λ at the start of a step as `share` · λ at its end + `plus`. */
interface Adjoint {
  readonly share: number;
  readonly plus: number;
}

class Valuation {
  private readonly facts: StationFacts;
  private readonly below: Float64Array;
  private readonly cost: Float64Array;

  constructor(facts: StationFacts, below: Float64Array, cost: Float64Array) {
    this.facts = facts;
    this.below = below;
    this.cost = cost;
  }

  run(): Omit<WaterWorth, 'arriving' | 'below'> {
    const { steps } = this.facts.problem;
    const perMm3 = new Float64Array(steps);
    const pastLimit = new Float64Array(steps);
    const endsAt = new Int32Array(steps);
    let past = this.facts.station.end.waterValuePerMm3;
    for (let to = steps; to > 0;) {
      let from = to - 1;
      while (from > 0 && levelLimitAt(this.facts, from) === null) from--;
      const last = this.lastWorth(from, to, past);
      let worth = last;
      for (let t = to - 1; t >= from; t--) {
        perMm3[t] = worth;
        pastLimit[t] = t === to - 1 ? past : worth;
        endsAt[t] = to;
        const { share, plus } = this.adjoint(t);
        worth = share * worth + plus;
      }
      past = worth;
      to = from;
    }
    return { perMm3, pastLimit, endsAt };
  }

  /** λ at the end of the stretch of steps `from` to `to` − 1. */
  private lastWorth(from: number, to: number, past: number): number {
    const { problem, station } = this.facts;
    const limit = levelLimitAt(this.facts, to);
    const atEnd = to === problem.steps;
    if (atEnd && limit !== 'level-max' && station.end.levelM === -Infinity && limit === null)
      return past;
    const spilling = this.spillWorth(from, to, limit === 'level-max');
    if (limit === 'level-max' && spilling.isSpilled) return spilling.most;
    if (problem.loadMw) {
      // The units may make no more: past a full reservoir more water can but go over the gates.
      const gates = limit === 'level-max' && spilling.most > -Infinity;
      return gates ? Math.min(past, spilling.most) : past;
    }
    const [low, high] = priceBetween(this.uses(from, to));
    // Past a full reservoir no more water finds room: it is used before, or goes over the gates.
    const used = limit === 'level-max' ? Math.max(low, spilling.most) : -Infinity;
    return used > -Infinity ? used : Math.max(low, Math.min(past, high));
  }

  /** What the steps of a stretch say of λ at its end. */
  private uses(from: number, to: number): UseRange[] {
    const uses: UseRange[] = [];
    let [share, plus] = [1, 0];
    for (let t = to - 1; t >= from; t--) {
      const { least, most } = useRange(this.facts, t, this.below[t]!);
      uses.push({ least: (least - plus) / share, most: (most - plus) / share });
      const step = this.adjoint(t);
      share *= step.share;
      plus = plus * step.share + step.plus;
      if (!(share > 0)) break;
    }
    return uses;
  }

  private adjoint(t: number): Adjoint {
    const { facts } = this;
    const { outflowPerVolume, outflowPerFlow, exportPerVolume } = facts.slopes[t]!;
    const below = this.below[t]!;
    const passed = facts.perFlow * outflowPerVolume;
    if (!facts.problem.loadMw) {
      const byHead = moneyPerMw(facts, t) * exportPerVolume;
      return { share: 1 - passed, plus: byHead + passed * below - this.cost[t]! };
    }
    const perFlow = marginalMwPerFlow(facts, t);
    const saved = perFlow > 0 ? (facts.perFlow * outflowPerFlow * exportPerVolume) / perFlow : 0;
    return { share: 1 - passed + saved, plus: (passed - saved) * below };
  }

  /** Most that a Mm³ over the gates earns in a stretch, and whether one goes there that need not. */
  private spillWorth(
    from: number,
    to: number,
    full: boolean,
  ): { readonly most: number; readonly isSpilled: boolean } {
    const { station, plan } = this.facts;
    let most = -Infinity;
    let isSpilled = false;
    let [share, plus] = [1, 0];
    if (station.plant.freeSpill) return { most, isSpilled };
    for (let t = to - 1; t >= from; t--) {
      const spill = plan.spillM3s[t]!;
      const spilled = full && spill > NO_SPILL_M3S && plan.outflowM3s[t]! > floorM3s(this.facts);
      const meanLevel = (plan.levelM[t]! + plan.levelM[t + 1]!) / 2;
      const open = spillCapacityM3s(station.plant, meanLevel) > spill + NO_SPILL_M3S;
      if ((open && !isSpilled) || spilled) {
        const worth = (this.overTheGates(t) - plus) / share;
        most = spilled && !isSpilled ? worth : Math.max(most, worth);
        isSpilled ||= spilled;
      }
      const step = this.adjoint(t);
      share *= step.share;
      plus = plus * step.share + step.plus;
    }
    return { most, isSpilled };
  }

  /** What a Mm³ over the gates earns in step t: what it earns below, less the head it takes, money. */
  private overTheGates(t: number): number {
    const { facts } = this;
    const { powerPerHead, headPerFlow } = facts.slopes[t]!;
    const lost = facts.problem.loadMw
      ? 0
      : (moneyPerMw(facts, t) * powerPerHead * headPerFlow) / facts.perFlow;
    return this.below[t]! + lost;
  }
}

/** An outflow above the floor, m³/s, with room to be sure. */
const floorM3s = ({ station }: StationFacts): number => station.plant.outflowMinM3s * 1.001 + 1e-3;

/** dX/dQ of the unit that takes up a little more, MW per m³/s; NaN where nothing runs. */
function marginalMwPerFlow(facts: StationFacts, t: number): number {
  const { more, less } = facts.slopes[t]!;
  let best = NaN;
  let other = NaN;
  facts.units.forEach(({ on }, u) => {
    if (on[t] !== 1) return;
    if (rangeEnd(facts, t, u, true) === null) {
      if (!(best >= more[u]!)) best = more[u]!;
    } else if (!(other <= less[u]!)) other = less[u]!;
  });
  return Number.isNaN(best) ? other : best;
}
