import { type Intentions, carryOutDay } from './carry-out-day.ts';
import type { CheckedPlan } from './checked-plan.ts';
import { Flood } from './flood.ts';
import { NO_SPILL_MM3 } from './plan-rank.ts';
import type { Problem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import type { StationSearch } from './search-stations.ts';

/** Rounds, each with the heads that the one before led to. */
const ROUNDS = 4;
/** A round that gains, or is bound to gain by what the last two did, less than this share of the spill is not worth it. */
const WORTH_A_ROUND = 2e-4;

/**
 * For a flood that cannot but spill: the same plan with what must be spilled put where it leaves the
 * least to spill. Where units stand at their greatest output a lower head makes them take more water: so
 * it pays to spill early, for the reservoir is lower from then on, and evenly, where that raises the
 * tailwater most (flood.ts).
 * @param judge completes and checks a schedule; the spill of what it gives is compared, Mm³
 * @returns the plan with the least spill; null where nothing is gained or nothing spills
 */
export function spreadSpill(
  problem: Problem,
  { model }: StationSearch,
  plan: CheckedPlan,
  judge: (schedule: Schedule) => CheckedPlan,
): CheckedPlan | null {
  const [station, second] = problem.stations;
  if (second || spillOf(plan) <= NO_SPILL_MM3 || station!.plant.freeSpill) return null;
  const { exportLimitMw, reserveMw } = station!.plant;
  const isLimited = exportLimitMw < Infinity || reserveMw > 0;
  let best = plan;
  for (const allRun of isLimited ? [false, true] : [false]) {
    const flood = Flood.of(model, plan.plan.stations[station!.id]!, allRun);
    if (!flood) return null;
    best = leastSpill(problem, flood, best, judge);
  }
  return best === plan ? null : best;
}

/** The plan that spills least of one and of those that follow a flood, round by round. */
function leastSpill(
  problem: Problem,
  flood: Flood,
  plan: CheckedPlan,
  judge: (schedule: Schedule) => CheckedPlan,
): CheckedPlan {
  let best = plan;
  let least = spillOf(plan);
  let gainedBefore = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const tried = judge(carryOutDay(problem, following(flood)));
    flood.learn(tried.plan.stations[problem.stations[0]!.id]!);
    if (tried.machineViolations.length + tried.operatingViolations.length > 0) continue;
    const spill = spillOf(tried);
    const gained = least - spill;
    if (gained > NO_SPILL_MM3) [best, least] = [tried, spill];
    // What a round gains falls about as it fell before.
    const next = gainedBefore < Infinity ? gained * (gained / gainedBefore) : gained;
    if (Math.min(gained, next) < WORTH_A_ROUND * least) break;
    gainedBefore = gained;
  }
  return best;
}

/** The plan's units and turbine flows, or the load, under the storages that the flood leaves best. */
function following(flood: Flood): Intentions {
  const { exportMw } = flood.model.task;
  const ceilingMm3 = flood.storages();
  const limits = flood.model.corridor.ceiling;
  return (_, t) => ({
    running: flood.running(t),
    target: exportMw ? { exportMw: exportMw[t]! } : { turbineFlowM3s: flood.wantedFlowM3s(t) },
    ceilingMm3: Math.min(limits[t + 1]!, ceilingMm3[t + 1]!),
    isFlood: flood.takesAll(t),
  });
}

export const spillOf = ({ plan }: CheckedPlan): number =>
  Object.values(plan.spill).reduce(
    (sum, { avoidableMm3, unavoidableMm3 }) => sum + avoidableMm3 + unavoidableMm3,
    0,
  );
