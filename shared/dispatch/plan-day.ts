import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { carryOutDay } from './carry-out-day.ts';
import { type CheckedPlan, checkedPlan } from './checked-plan.ts';
import { fewChanges } from './changes/few-changes.ts';
import type { ChangeSearch } from './changes/partly-free.ts';
import type { InForce } from './changes/plan-changes.ts';
import { NO_SPILL_MM3, isBetter } from './plan-rank.ts';
import { type Problem, problemOf } from './problem.ts';
import { runAtInflow, runNothing } from './rule-plan.ts';
import type { Schedule } from './schedule.ts';
import { spillOf, spreadSpill } from './spread-spill.ts';
import { reasonsOf } from './reasons.ts';
import { asTheyAre, leastViolation } from './relax/least-violation.ts';
import { addMends } from './relax/mends.ts';
import { type Proved, searchProved } from './search-proved.ts';
import {
  type SearchTime,
  type SearchWay,
  type StationSearch,
  following,
  otherWays,
  searchStations,
} from './search-stations.ts';

export interface PlanDayOptions {
  /** Time to search for, ms. */
  readonly budgetMs: number;
  /** Gap at which a search with a bound may stop; this one proves none and runs to its own end. */
  readonly gap: number;
  /** Milliseconds; only ever asked whether the budget is spent. */
  readonly clock: () => number;
  /** The plan in force, its flows from the day's first step on: changes of it cost `changePrice` each. */
  readonly inForce?: InForce;
  /** Money per change; 0 where absent. */
  readonly changePrice?: number;
}

/** Largest gap of a plan that is called proved. */
const PROVED_GAP = 0.002;

const METHOD = 'worth of water, forward search';

/** Searches of a cascade: the second knows the levels and arrivals that the first one led to. */
const CASCADE_SEARCHES = 2;

/**
 * A flood that takes all the units can is proved as it was found within this share of the budget; where that leaves
 * it unproved, it is searched thoroughly after all.
 */
const FIRST_PROVED_BY = 0.35;

/** For cascades, and where a quick search breaks or spills what it need not. */
const THOROUGH: SearchWay = { thorough: true, clearMm3: 0 };
const QUICK: SearchWay = { thorough: false, clearMm3: 0 };

/** Searches with room kept free below upper limits, each with this much of what the one before spilled on top. */
const CLEARINGS = 2;
const CLEAR_OF_SPILL = 1.2;

/**
 * A further round is begun within this share of the budget, so that it ends about within it. The first
 * may overrun on a busy machine, for without it there is only the rule; it is broken off at this many budgets.
 */
const FURTHER_BY = 0.5;
const BROKEN_OFF_AT = 4;

/**
 * With a plan in force, proving ends within the first share of the budget and the search for few changes
 * within the second: the rest is for what each of them earns.
 */
const PROVED_BY = 0.5;
const CHANGED_BY = 0.85;

/** A search for the least violation ends within this share of the budget: the rest is for what would mend it. */
const VIOLATION_BY = 0.6;

/**
 * Where no unit can run all day, only the gates are left to decide: a longer search found no plan that breaks
 * less, yet one that breaks anything takes all the time there is, ms.
 */
const STANDING_BUDGET_MS = 400;

function budgetOf({ stations }: Problem, budgetMs: number): number {
  const canRun = stations.some(({ units }) => units.some(({ available }) => available.includes(1)));
  return canRun ? budgetMs : Math.min(budgetMs, STANDING_BUDGET_MS);
}

/**
 * Plans a day: a search station by station (worth of water backwards, states forwards), carried out by the
 * exact physics and checked; for a single station then proved and bettered (search-proved.ts). Where the
 * search had no time or its plan breaks or spills anything, a plan by rule stands beside it, and the
 * better by rank is given: `proved`, `feasible`, or `relaxed` with every operating limit declared that
 * it breaks, by as little as a search for the least violation finds (relax/). Of a plan in force no more
 * is changed than pays (changes/). Equal input gives an equal plan as long as the budget does not cut
 * the search short.
 */
export function planDay(system: System, day: Day, options: PlanDayOptions): Plan {
  const startedMs = options.clock();
  const problem = problemOf(system, day);
  const budgetMs = budgetOf(problem, options.budgetMs);
  const within = (share: number): boolean => options.clock() - startedMs < share * budgetMs;
  const time = { inTime: () => within(BROKEN_OFF_AT), forMore: () => within(FURTHER_BY) };
  const isSingle = problem.stations.length === 1;
  const search = (way: SearchWay): Searched => searchedPlan(system, day, problem, time, way);
  const spread = (searched: Searched): Searched => withSpillSpread(system, day, problem, searched);
  let { plan: best, found } = spread(isSingle ? quickPlan(search, time) : search(THOROUGH));
  const isThorough = best !== null && isSingle && !isAllThereIs(best, problem) && time.forMore();
  if (isThorough && best) {
    const again = spread(search(THOROUGH));
    if (again.plan && isBetter(again.plan, best)) ({ plan: best, found } = again);
  }
  if (!best || !isAllThereIs(best, problem)) best = betterOfRules(system, day, problem, best);
  const [only] = found;
  if (only && isSingle && best.operatingViolations.length > 0) {
    const { model } = only;
    const search = { system, day, problem, model, weights: asTheyAre };
    best = leastViolation({ ...search, forMore: () => within(VIOLATION_BY) }, best);
    addMends({ ...search, forMore: () => within(1) }, best);
  }
  if (only && isSingle) {
    const share = options.inForce && options.changePrice ? PROVED_BY : 1;
    const proved = (plan: CheckedPlan, by: StationSearch, upTo: number): CheckedPlan => {
      const proving = { inTime: time.inTime, forMore: () => within(upTo) };
      return provedPlan(searchProved(system, day, problem, plan, by, options.gap, proving), plan);
    };
    const mayBeShort = !isThorough && !isBroken(best) && !isClean(best);
    best = proved(best, only, mayBeShort ? FIRST_PROVED_BY * share : share);
    if (mayBeShort && best.plan.status !== 'proved') {
      const again = time.forMore() ? spread(search(THOROUGH)) : null;
      const by = again?.found[0];
      const isBest = again?.plan && by && isBetter(again.plan, best);
      const next = isBest ? proved(again.plan, by, share) : proved(best, only, share);
      best = withLesserBound(next, best.plan.bound);
    }
  }
  if (options.inForce) {
    const model = isSingle ? (only?.model ?? null) : null;
    const { inForce, changePrice = 0 } = options;
    const search = { system, day, problem, model, inForce, changePrice };
    const time = { forMore: () => within(CHANGED_BY), toPrice: () => within(1) };
    best = withFewChanges({ ...search, ...time }, best);
  }
  best.plan.reasons = reasonsOf(problem, best.plan.stations);
  best.plan.solve.ms = options.clock() - startedMs;
  return best.plan;
}

/** A plan, if any was found in time, with what it was found by. */
interface Searched {
  readonly plan: CheckedPlan | null;
  readonly found: StationSearch[];
  /**
   * What the course that seemed best spilled of what the units could have taken, whether this is it or not, Mm³; 0
   * where it was not found by the price of water or broke a limit.
   */
  readonly spilledMm3: number;
}

/**
 * A quick search, and again with a little room kept free where it spills what the units could have taken: full flow
 * is not quite what the search reckoned with.
 */
function quickPlan(search: (way: SearchWay) => Searched, time: SearchTime): Searched {
  let best = search(QUICK);
  let clearMm3 = 0;
  let { spilledMm3 } = best;
  for (let i = 0; i < CLEARINGS && spilledMm3 > NO_SPILL_MM3 && time.forMore(); i++) {
    clearMm3 += CLEAR_OF_SPILL * spilledMm3;
    const again = search({ ...QUICK, clearMm3 });
    if (again.plan && best.plan && isBetter(again.plan, best.plan)) best = again;
    ({ spilledMm3 } = again);
  }
  return best;
}

const avoidableMm3 = ({ plan }: CheckedPlan): number =>
  Object.values(plan.spill).reduce((sum, spill) => sum + spill.avoidableMm3, 0);

/** The same with its spill put where it leaves the least to spill, if there is any. */
function withSpillSpread(system: System, day: Day, problem: Problem, searched: Searched): Searched {
  const { plan, found } = searched;
  const [only] = found;
  if (!plan || !only) return searched;
  const spread = spreadSpill(problem, only, plan, (schedule) =>
    checkedPlan(system, day, problem, schedule, 'worth of water, spill spread'),
  );
  return spread && isBetter(spread, plan) ? { ...searched, plan: spread } : searched;
}

/** Whether a longer search could break and spill no less: nothing is broken, and the units took all the water they could. */
function isAllThereIs(checked: CheckedPlan, { loadMw }: Problem): boolean {
  if (isClean(checked)) return true;
  // With a load to follow, spill is not told apart by what the units could have taken.
  return !isBroken(checked) && loadMw === null && avoidableMm3(checked) <= NO_SPILL_MM3;
}

/** The best plan that searching finds, with what it was found by; none where there was no time. */
function searchedPlan(
  system: System,
  day: Day,
  problem: Problem,
  time: SearchTime,
  way: SearchWay,
): Searched {
  let plan: CheckedPlan | null = null;
  let found: StationSearch[] = [];
  let before: Schedule | null = null;
  let spilledMm3 = 0;
  const searches = problem.stations.length > 1 ? CASCADE_SEARCHES : 1;
  for (let i = 0; i < searches && (i === 0 ? time.inTime() : time.forMore()); i++) {
    // A single station needs no other's levels and outflows.
    before ??= searches > 1 ? carryOutDay(problem, runAtInflow) : null;
    const next = searchStations(problem, before, time, way);
    if (next.length === 0) break;
    found = next;
    before = carryOutDay(problem, following(found));
    const searched = checkedPlan(system, day, problem, before, METHOD);
    spilledMm3 = isBroken(searched) || !isByPrice(found) ? 0 : avoidableMm3(searched);
    if (!plan || isBetter(searched, plan)) plan = searched;
    for (const other of otherWays(found)) {
      if (isClean(plan)) break;
      const schedule = carryOutDay(problem, following(other));
      const checked = checkedPlan(system, day, problem, schedule, METHOD);
      if (isBetter(checked, plan)) [plan, found, before] = [checked, other, schedule];
    }
  }
  return { plan, found, spilledMm3 };
}

const isByPrice = (found: readonly StationSearch[]): boolean =>
  found.every(({ value }) => value === null);

const isBroken = ({ machineViolations, operatingViolations }: CheckedPlan): boolean =>
  machineViolations.length + operatingViolations.length > 0;

/** Nothing broken, nothing spilled. */
const isClean = (checked: CheckedPlan): boolean =>
  !isBroken(checked) && spillOf(checked) <= NO_SPILL_MM3;

/** The better of a plan and those by rule: running at the inflow and, where a machine suffers, not at all. */
function betterOfRules(
  system: System,
  day: Day,
  problem: Problem,
  plan: CheckedPlan | null,
): CheckedPlan {
  const running = carryOutDay(problem, runAtInflow);
  const run = checkedPlan(system, day, problem, running, 'rule: run at the inflow');
  let best = plan && !isBetter(run, plan) ? plan : run;
  if (best.machineViolations.length > 0) {
    const resting = carryOutDay(problem, runNothing);
    const rested = checkedPlan(system, day, problem, resting, 'rule: run nothing');
    if (isBetter(rested, best)) best = rested;
  }
  return best;
}

/** A plan with the bound that was proved for it, if one was. */
function provedPlan(proved: Proved | null, otherwise: CheckedPlan): CheckedPlan {
  return proved ? bounded(proved.best, proved.bound) : otherwise;
}

/** What bounds the plans that spill no more than another bounds those that spill no more than this better one. */
function withLesserBound(checked: CheckedPlan, bound: number | null): CheckedPlan {
  const own = checked.plan.bound;
  return bound !== null && (own === null || bound < own) ? bounded(checked, bound) : checked;
}

function bounded(checked: CheckedPlan, bound: number): CheckedPlan {
  checked.plan.bound = bound;
  checked.plan.gap = (bound - checked.plan.value.total) / checked.turnover;
  if (checked.plan.gap <= PROVED_GAP) checked.plan.status = 'proved';
  return checked;
}

/** The plan with as few changes as pay; what bounds the best plan bounds it too. */
function withFewChanges(search: ChangeSearch, free: CheckedPlan): CheckedPlan {
  const { checked, changes } = fewChanges(search, free);
  const { bound } = free.plan;
  if (checked !== free && bound !== null && checked.operatingViolations.length === 0) {
    bounded(checked, bound);
  }
  checked.plan.changes = [...changes];
  return checked;
}
