import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { FIRST_LOOK, isTold, leastLook, pricesOf, spillPricesOf } from './bound-prices.ts';
import { type BoundTask, boundTask } from './bound/bound-task.ts';
import { chargedAlong } from './bound/charged-along.ts';
import { pooledTask } from './bound/pools.ts';
import { type Fineness, Prover, type RampFineness } from './bound/prove.ts';
import { type RampPrice, rampPrice } from './bound/ramp-price.ts';
import { nothingCharged } from './bound/start-charges.ts';
import type { PricePath, WaterPrice } from './bound/water-price.ts';
import { carryOutDay } from './carry-out-day.ts';
import { type CheckedPlan, checkedPlan } from './checked-plan.ts';
import { NO_SPILL_MM3, isBetter } from './plan-rank.ts';
import type { Problem } from './problem.ts';
import { spillOf } from './spread-spill.ts';
import type { StationTask } from './station-task.ts';
import {
  type SearchTime,
  type StationSearch,
  following,
  searchWithin,
  withBetterStarts,
} from './search-stations.ts';

/** What came of a proof: the best plan, and what no plan of its ranks exceeds, money. */
export interface Proved {
  readonly best: CheckedPlan;
  readonly bound: number;
}

const METHOD = 'worth of water within its proved bounds';

/** The first look, had once: often it is enough, and what it leaves over makes the next ones cheap. */
const GLANCE: Fineness = { headShare: 0.004, stepShare: 0.8 };

/** Looks at the bound, from coarse to fine. */
const LOOKS: readonly Fineness[] = [
  { headShare: 0.0015, stepShare: 0.3 },
  { headShare: 0.001, stepShare: 0.2 },
  { headShare: 0.0006, stepShare: 0.05 },
  { headShare: 0.0004, stepShare: 0.02 },
  { headShare: 0.0002, stepShare: 0.01 },
  { headShare: 0.0001, stepShare: 0.004 },
];

/**
 * Where outflow is ramped, looks that tell outflows apart, one after each of the first of these. With more sets than
 * `MOST_APART` there is room but for cells so coarse that they tell nothing.
 */
const RAMP_LOOKS: readonly RampFineness[] = [
  { headShare: 0.0006, storageShare: 0.002, cellsOfRamp: 4 },
  { headShare: 0.0003, storageShare: 0.0007, cellsOfRamp: 5 },
  { headShare: 0.0002, storageShare: 0.0003, cellsOfRamp: 6 },
];

/** More running sets than this are not told apart: the day's units are looked at in one pool. */
const MOST_APART = 40;

/** Where the pool leaves more than this gap, after a first look and after more, sets have to be told apart after all. */
const POOL_WIDE = [0.006, 0.002];

/** A look is worth while where it leaves less than this share of the gap. */
const WORTH_WHILE = 0.95;

/** With a gap beyond this the plan and its prices may be far off: it is searched before a finer look. */
const FAR = 0.01;

/** With no more gap than this, finer looks do more than another price of spill. */
const SPILL_WIDE = 0.005;

/** Heads are told finely apart for as much spill as the plan has in a step, and this many times that. */
const BEYOND_SPILL = 1.5;

/** A plan better by this share of the turnover is worth another look at its own prices. */
const MUCH = 5e-4;

/** A plan within rank 3's tolerance of this one's spill counts as equal to it (model.md). */
const SAME_SPILL_MM3 = 1e-3;
const SAME_SPILL_SHARE = 1e-3;

/**
 * Proves a single station's plan and betters it on the way: each look at the bound leaves a narrower
 * corridor that holds every better plan, in which the search goes on.
 * @param goal gap at which to stop, share of the turnover
 * @returns null where nothing can be proved
 */
export function searchProved(
  system: System,
  day: Day,
  problem: Problem,
  first: CheckedPlan,
  found: StationSearch,
  goal: number,
  time: SearchTime,
): Proved | null {
  if (first.plan.relaxations.length > 0 || first.machineViolations.length > 0) return null;
  return new Proof(system, day, problem, first, found, goal, time).run();
}

/** What a look goes by besides its fineness. */
interface Look {
  readonly price: PricePath;
  readonly spillPerMm3: number;
  readonly ramp: RampPrice | null;
  readonly at: (perMm3: Float64Array) => WaterPrice;
}

class Proof {
  private readonly system: System;
  private readonly day: Day;
  private readonly problem: Problem;
  private readonly goal: number;
  private readonly time: SearchTime;
  private readonly mostSpillMm3: number;
  private readonly apart: BoundTask | null;
  private readonly prover: Prover;
  private best: CheckedPlan;
  private search: StationSearch;
  private prices: readonly PricePath[] = [];
  private pricedFor: StationSearch | null = null;
  /** What spill may be charged; of several the best is kept after a look. */
  private spillPrices: readonly number[] | null = null;

  constructor(
    system: System,
    day: Day,
    problem: Problem,
    first: CheckedPlan,
    found: StationSearch,
    goal: number,
    time: SearchTime,
  ) {
    [this.system, this.day, this.problem] = [system, day, problem];
    [this.best, this.search, this.goal, this.time] = [first, found, goal, time];
    const { task } = found.model;
    this.mostSpillMm3 = mostSpill(first);
    const usualSpillM3s = BEYOND_SPILL * largestSpillM3s(first);
    this.apart = boundTask(task);
    this.prover = new Prover(pooledUnlessFew(task, this.apart), this.mostSpillMm3, usualSpillM3s);
  }

  /** null where nothing can be said. */
  run(): Proved | null {
    const { prover, time, apart } = this;
    let before = Infinity;
    let searched = false;
    if (this.isEnoughAtAGlance()) return this.proved();
    for (let i = 0; i < LOOKS.length; i++) {
      // Whatever the search took, one look is had: without it nothing is known of the plan.
      const inTime = prover.bound < Infinity ? time.forMore() : time.inTime();
      if (!inTime || (i > 0 && prover.isTooFine(LOOKS[i]!))) break;
      const look = this.look(LOOKS[i]!);
      if (!look) return null;
      if (i === 0) this.moveStarts();
      if (this.isProved()) break;
      const hardly = i > 1 && this.gap() > WORTH_WHILE * before;
      before = this.gap();
      prover.narrow(this.best.plan.value.total);
      if (!prover.reach || !time.forMore()) break;
      if (prover.task.pools && apart && before > POOL_WIDE[Math.min(i, 1)]!) {
        prover.tellApart(apart);
        [i, before, this.pricedFor] = [prover.isTooFine(LOOKS[1]!) ? -1 : 0, Infinity, null];
      } else if (look.ramp && prover.task.sets.length <= MOST_APART) {
        if (!this.lookAtRamps(look, i) || hardly) break;
      } else if (!this.isWorthALook(look, i, hardly)) {
        if (hardly && searched) break;
        searched = true;
        const gained = this.searchInside();
        if (gained === null || this.isProved()) break;
        // A much better plan has other prices: they are looked at as finely once more.
        if (gained > MUCH) [i, before, searched] = [i - 1, Infinity, false];
      }
    }
    return this.proved();
  }

  private proved(): Proved | null {
    const { best, prover } = this;
    const bound = Math.max(prover.bound, best.plan.value.total);
    return prover.bound < Infinity ? { best, bound } : null;
  }

  private gap(): number {
    return (this.prover.bound - this.best.plan.value.total) / this.best.turnover;
  }

  private isProved(): boolean {
    return this.gap() <= this.goal;
  }

  /**
   * Looks once, coarsely, at one price where prices are known and sets are told apart. Often that is enough; if
   * not, what it leaves over makes the next looks cheap.
   */
  private isEnoughAtAGlance(): boolean {
    const { prover, mostSpillMm3, prices, spillPrices } = this.outset();
    const price = prices[Math.min(FIRST_LOOK, prices.length - 1)]!;
    if (prover.task.pools || isTold(price)) return false;
    const ramp = changesOf(this.search, prover, mostSpillMm3);
    const { perMm3 } = price;
    prover.look({ perMm3, mostSpillMm3, spillPerMm3: spillPrices![0]!, ramp }, GLANCE);
    if (!this.isProved()) prover.narrow(this.best.plan.value.total);
    return this.isProved() || !prover.reach;
  }

  /** Prices the water of the search at hand, unless it is priced already. */
  private outset(): this {
    const { search, prover, prices, mostSpillMm3 } = this;
    if (this.pricedFor !== search || isTold(prices[0]!)) {
      this.prices = pricesOf(search, prover, prices[0]);
    }
    this.pricedFor = search;
    this.spillPrices ??= spillPricesOf(mostSpillMm3, this.prices[0]!);
    return this;
  }

  /** Looks once at the prices as they are known; null where nothing can be said. */
  private look(fineness: Fineness): Look | null {
    const { prover, search, mostSpillMm3 } = this.outset();
    const ramp = changesOf(search, prover, mostSpillMm3);
    let best: (Look & { readonly bound: number }) | null = null;
    for (const spillPerMm3 of this.spillPrices!) {
      const at = (perMm3: Float64Array): WaterPrice => {
        return { perMm3, mostSpillMm3, spillPerMm3, ramp };
      };
      if (prover.task.pools) {
        this.prices = this.prices.slice(0, 1);
        const { perMm3 } = this.prices[0]!;
        prover.charge(chargedAlong(search.model.task, search.course, at(perMm3)));
      }
      const found = leastLook(prover, this.prices, at, fineness, () => this.isProved());
      if (found && found.bound < (best?.bound ?? Infinity))
        best = { ...found, ramp, at, spillPerMm3 };
      if (this.isProved() || (best && this.gap() < SPILL_WIDE)) break;
    }
    if (!best) return null;
    [this.prices, this.spillPrices] = [[best.price], [best.spillPerMm3]];
    return best;
  }

  /** Looks at ramps of outflow too, if there are any; false where no more can come of it. */
  private lookAtRamps({ price, at }: Look, i: number): boolean {
    const fineness = RAMP_LOOKS[i];
    if (!fineness) return false;
    if (isOutflowRamped(this.search.model)) this.prover.lookAtRamps(at(price.perMm3), fineness);
    return !this.isProved();
  }

  /** Prices that are known serve a finer look at once. Where that pays no more, the plan itself may be what is short. */
  private isWorthALook({ price }: Look, i: number, hardly: boolean): boolean {
    const next = LOOKS[i + 1];
    if (next === undefined || hardly || this.prover.isTooFine(next)) return false;
    return !isTold(price) && this.gap() < FAR;
  }

  /** Where the first look leaves a gap, starts and sets of the plan are tried otherwise. */
  private moveStarts(): void {
    const moved = this.isProved() ? null : withBetterStarts(this.search);
    if (moved) this.take(moved);
  }

  /** Searches within what the looks have left over: what is gained, share of the turnover; null where the time is over. */
  private searchInside(): number | null {
    const { model } = this.search;
    const corridor = { ...this.prover.reach!, ceiling: model.corridor.ceiling };
    const inside = searchWithin(model, corridor, this.time);
    return inside && this.take(inside);
  }

  /** Takes a course that makes a better plan: what is gained, share of the turnover; 0 where it makes none. */
  private take(course: StationSearch): number {
    const { system, day, problem, best } = this;
    const schedule = carryOutDay(problem, following([course]));
    const plan = checkedPlan(system, day, problem, schedule, METHOD);
    if (!isBetter(plan, best)) return 0;
    [this.best, this.search] = [plan, course];
    return (plan.plan.value.total - best.plan.value.total) / best.turnover;
  }
}

/** What a plan may spill and still count as equal to this one, Mm³; 0 where this one spills nothing. */
function mostSpill(plan: CheckedPlan): number {
  const spill = spillOf(plan);
  return spill > NO_SPILL_MM3 ? spill * (1 + SAME_SPILL_SHARE) + SAME_SPILL_MM3 : 0;
}

function largestSpillM3s({ plan }: CheckedPlan): number {
  const spills = Object.values(plan.stations).flatMap(({ spillM3s }) => spillM3s);
  return spills.reduce((most, spill) => Math.max(most, spill), 0);
}

/** The day in running sets told apart where they are few, else with its units in one pool. */
function pooledUnlessFew(task: StationTask, apart: BoundTask | null): BoundTask {
  if (apart && apart.sets.length <= MOST_APART) return apart;
  return pooledTask(task, nothingCharged(task));
}

/** Prices of change along a course, where it has them and the bound can use them. */
function changesOf(
  { course, model }: StationSearch,
  { task }: Prover,
  mostSpillMm3: number,
): RampPrice | null {
  const { changePerM3s, changePerMw } = course;
  if (!changePerM3s || task.pools || mostSpillMm3 > 0) return null;
  return rampPrice(model.task, changePerM3s, changePerMw ?? new Float64Array(changePerM3s.length));
}

/** Of a ramp of output the prices of change tell all that the bound knows. */
function isOutflowRamped({ task }: StationSearch['model']): boolean {
  const { up, down } = task.station.plant.outflowRampM3sPerStep;
  return Math.min(up, down) < Infinity;
}
