import type { Site } from '#shared/station/site-schema.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { PlanStore } from '../store/plan-store.ts';
import type { FailedPlans } from './failed-plans.ts';
import { type DaySources, gatherDay } from './gather-day.ts';
import type { PlanBook } from './plan-book.ts';
import type { TryOutcome } from './plan-clock.ts';
import { planVersion } from './plan-version.ts';
import { type Solver, SolverClosed } from './solver.ts';

/** How a plan is made unless as usual. */
export interface PlanAs {
  /** As of when; absent: now. */
  readonly atMs?: number;
  /** Time of search; absent: the usual. */
  readonly budgetMs?: number;
}

export interface PlanningParts extends DaySources {
  readonly site: Site;
  readonly plans: PlanStore;
  readonly clock: Clock;
  readonly solver: Solver;
  readonly failed: FailedPlans;
  readonly log: Log;
  /**
   * Whether the plant does what is ordered (absent: yes), so that a new plan keeps the steps that have begun.
   * A record does what it did: its plans begin from there.
   */
  readonly isFollowed?: boolean;
  /** Time of search of one plan, ms; and the gap at which it may stop. */
  readonly budgetMs?: number;
  readonly gap?: number;
}

const BUDGET_MS = 2000;
const GAP = 0.001;

/** Makes one plan: gathers its day, has it solved and checked, stores it, puts it in force where the site says so. */
export function planMaker(
  parts: PlanningParts,
  book: PlanBook,
  tell: () => void,
): (why: string, as: PlanAs) => Promise<TryOutcome> {
  const { system, site, clock, solver, failed, log } = parts;
  let waitingFor = '';
  return async (why, as) => {
    const atMs = as.atMs ?? clock.now();
    const budgetMs = as.budgetMs ?? parts.budgetMs ?? BUDGET_MS;
    const settledMs = atMs + budgetMs * clock.rate;
    const ordered = parts.isFollowed === false ? null : book.inForceAt(atMs);
    const gathered = await gatherDay(parts, ordered, atMs, settledMs);
    if ('missing' in gathered) {
      if (gathered.missing !== waitingFor) log.info({ missing: gathered.missing }, 'no plan yet');
      waitingFor = gathered.missing;
      return 'waiting';
    }
    waitingFor = '';
    const { day } = gathered;
    const begun = performance.now();
    const request = { system, day, budgetMs, gap: parts.gap ?? GAP };
    try {
      const { plan, violations } = await solver.solve(request);
      if (violations.length > 0) throw new Error(`the check refused it: ${violations.join('; ')}`);
      const version = planVersion(gathered, plan, atMs);
      await book.offer(version);
      if (site.planning.adopt === 'auto') await book.putInForce(version.id);
      const ms = Math.round(performance.now() - begun);
      log.info({ why, plan: version.id, status: plan.status, gap: plan.gap, ms }, 'plan made');
      tell();
      return 'made';
    } catch (error) {
      if (error instanceof SolverClosed) return 'failed';
      const reason = error instanceof Error ? error.message : String(error);
      const kept = await failed.keep({ madeAt: atMs, error: reason, system, day });
      log.error({ why, reason, kept }, 'plan failed; the plan in force stays');
      return 'failed';
    }
  };
}
