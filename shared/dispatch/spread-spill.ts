import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { type Intentions, carryOutDay } from './carry-out-day.ts';
import { type CheckedPlan } from './checked-plan.ts';
import { NO_SPILL_MM3 } from './plan-rank.ts';
import type { Problem } from './problem.ts';
import type { Schedule } from './schedule.ts';
import { type StationSearch, following } from './search-stations.ts';

/** Storages tried to be held through a flood, shares of the way from the roof to the least reached. */
const DEPTHS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
/** Halvings about the best of them. */
const REFINEMENTS = 4;
/** Lowest storage tried, shares of the storage that the day's spill is. */
const DEEPEST = 0.8;

/**
 * For a flood that cannot but spill: the same plan with the reservoir held lower until its last hours, so
 * that what must be spilled is spilled evenly and early. Where units stand at their greatest output a
 * lower head makes them take more water, and less is left to spill; at the end the reservoir fills with
 * what the units leave. The depth is found by trying.
 * @param judge completes and checks a schedule; the spill of what it gives is compared, Mm³
 * @returns the schedule's plan with the least spill; null where nothing is gained or nothing spills
 */
export function spreadSpill(
  problem: Problem,
  search: StationSearch,
  plan: CheckedPlan,
  judge: (schedule: Schedule) => CheckedPlan,
): CheckedPlan | null {
  const now = spillOf(plan);
  if (problem.stations.length > 1 || now <= NO_SPILL_MM3 || problem.stations[0]!.plant.freeSpill) {
    return null;
  }
  let best: CheckedPlan | null = null;
  let least = now;
  let depth = 0;
  const tryDepth = (share: number): void => {
    const tried = judge(carryOutDay(problem, heldAt(problem, search, share * DEEPEST * now)));
    if (tried.machineViolations.length > 0 || tried.plan.relaxations.length > 0) return;
    const spill = spillOf(tried);
    if (spill < least - NO_SPILL_MM3) [best, least, depth] = [tried, spill, share];
  };
  for (const share of DEPTHS) tryDepth(share);
  for (let i = 0, width = 0.1; best && i < REFINEMENTS; i++, width /= 2) {
    for (const share of [depth - width, depth + width])
      if (share > 0 && share <= 1) tryDepth(share);
  }
  return best;
}

/** The plan's intentions with the storage kept `below` Mm³ under the roof until it must fill. */
function heldAt(problem: Problem, search: StationSearch, below: number): Intentions {
  const { model } = search;
  const { ceiling } = model.corridor;
  const { steps } = problem;
  const perFlow = problem.seconds / M3_PER_MM3;
  const most = model.mostFlowM3s(model.sets.length - 1);
  const held = Float64Array.from(ceiling);
  let filling = ceiling[steps]!;
  for (let t = steps - 1; t > 0; t--) {
    filling -= Math.max(0, model.task.inflowM3s[t]! - most) * perFlow;
    held[t] = Math.min(ceiling[t]!, Math.max(ceiling[t]! - below, filling));
  }
  const follow = following([search]);
  return (s, t, track, inflowM3s) => ({
    ...follow(s, t, track, inflowM3s),
    ceilingMm3: held[t + 1]!,
  });
}

export const spillOf = ({ plan }: CheckedPlan): number =>
  Object.values(plan.spill).reduce(
    (sum, { avoidableMm3, unavoidableMm3 }) => sum + avoidableMm3 + unavoidableMm3,
    0,
  );
