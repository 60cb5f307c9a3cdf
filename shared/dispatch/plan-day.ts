import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { carryOutDay } from './carry-out-day.ts';
import { checkedPlan } from './checked-plan.ts';
import { isBetter } from './plan-rank.ts';
import { problemOf } from './problem.ts';
import { runAtInflow, runNothing } from './rule-plan.ts';
import type { Schedule } from './schedule.ts';
import { searchProved } from './search-proved.ts';
import { type StationSearch, following, searchStations } from './search-stations.ts';

export interface PlanDayOptions {
  /** Time to search for, ms. */
  readonly budgetMs: number;
  /** Gap at which a search with a bound may stop; this one proves none and runs to its own end. */
  readonly gap: number;
  /** Milliseconds; only ever asked whether the budget is spent. */
  readonly clock: () => number;
}

/** Largest gap of a plan that is called proved. */
const PROVED_GAP = 0.002;

/** Searches of a cascade: the second knows the levels and arrivals that the first one led to. */
const CASCADE_SEARCHES = 2;

/**
 * A further round is begun within this share of the budget, so that it ends about within it. The first
 * may overrun on a busy machine, for without it there is only the rule; it is broken off at this many budgets.
 */
const FURTHER_BY = 0.5;
const BROKEN_OFF_AT = 4;

/**
 * Plans a day: a rule-based plan first, so that there always is one; then a search station by station
 * (worth of water backwards, states forwards), carried out by the exact physics. The better by rank
 * is given: checked, `feasible`, or `relaxed` with every operating limit declared that it breaks. No
 * bound is proved. Equal input gives an equal plan as long as the budget does not cut the search short; a
 * budget too short for any search gives the plan by rule.
 */
export function planDay(system: System, day: Day, options: PlanDayOptions): Plan {
  const startedMs = options.clock();
  const within = (share: number): boolean => options.clock() - startedMs < share * options.budgetMs;
  const time = { inTime: () => within(BROKEN_OFF_AT), forMore: () => within(FURTHER_BY) };
  const problem = problemOf(system, day);
  let before: Schedule = carryOutDay(problem, runAtInflow);
  let best = checkedPlan(system, day, problem, before, 'rule: run at the inflow');
  let found: StationSearch[] = [];
  const searches = problem.stations.length > 1 ? CASCADE_SEARCHES : 1;
  for (let i = 0; i < searches && (i === 0 ? time.inTime() : time.forMore()); i++) {
    const next = searchStations(problem, before, time);
    if (next.length === 0) break;
    found = next;
    before = carryOutDay(problem, following(found));
    const searched = checkedPlan(system, day, problem, before, 'worth of water, forward search');
    if (isBetter(searched, best)) best = searched;
  }
  const [only] = found;
  if (only && problem.stations.length === 1) {
    const proved = searchProved(system, day, problem, best, only, options.gap, {
      inTime: () => within(BROKEN_OFF_AT),
      forMore: () => within(1),
    });
    if (proved) {
      best = proved.best;
      const gap = (proved.bound - best.plan.value.total) / best.turnover;
      best.plan.bound = proved.bound;
      best.plan.gap = gap;
      if (gap <= PROVED_GAP) best.plan.status = 'proved';
    }
  }
  if (best.machineViolations.length > 0) {
    const resting = carryOutDay(problem, runNothing);
    const rested = checkedPlan(system, day, problem, resting, 'rule: run nothing');
    if (isBetter(rested, best)) best = rested;
  }
  best.plan.solve.ms = options.clock() - startedMs;
  return best.plan;
}
