import type { Site } from '#shared/station/site-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanCause, PlanVersion } from '#shared/wire/plan-view.ts';
import { SERVER_ACTOR } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { OutageStore } from '../store/outage-store.ts';
import type { PlanInputs, PlanStore } from '../store/plan-store.ts';
import type { FailedPlans } from './failed-plans.ts';
import { type DaySources, type GatheredDay, gatherDay } from './gather-day.ts';
import { PLAN_STEP_MINUTES } from './horizon.ts';
import { scheduleFrom, stepAt } from './ordered-slots.ts';
import type { Outages } from './outages.ts';
import type { PlanBook } from './plan-book.ts';
import { adopting, birthMove, offering } from './plan-steps.ts';
import { planVersion } from './plan-version.ts';
import { type SolveRequest, type Solved, type Solver, SolverClosed } from './solver.ts';
import type { TryOutcome } from './when-to-plan.ts';

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
  readonly outages: OutageStore;
  readonly clock: Clock;
  readonly solver: Solver;
  readonly failed: FailedPlans;
  readonly log: Log;
  /** Names the program that computes, in the record of a plan's inputs. */
  readonly build: string;
  /**
   * Whether the plant does what is ordered (absent: yes), so that a new plan keeps the steps that have begun.
   * A record does what it did: its plans begin from there.
   */
  readonly isFollowed?: boolean;
  /** Time of search of one plan, ms; and the gap at which it may stop. */
  readonly budgetMs?: number;
  readonly gap?: number;
}

/** What a maker needs of the rest of planning. */
export interface MakerParts extends PlanningParts {
  readonly book: PlanBook;
  readonly outagesAt: (atMs: number) => Outages;
  /** Called with each version that is made. */
  readonly tell: (version: PlanVersion) => void;
}

const BUDGET_MS = 2000;
const GAP = 0.001;
const STEP_MS = PLAN_STEP_MINUTES * MS_PER_MINUTE;

/** A plan for tomorrow reaches to its end. */
const DAY_AHEAD_DAYS = 2;

/** Makes one plan: gathers its day, has it solved and checked, stores it, puts it in force where the site says so. */
export function planMaker(
  parts: MakerParts,
): (causes: readonly PlanCause[], as: PlanAs) => Promise<TryOutcome> {
  const { system, clock, solver, failed, log } = parts;
  let waitingFor = '';
  return async (causes, as) => {
    const atMs = as.atMs ?? clock.now();
    const budgetMs = as.budgetMs ?? parts.budgetMs ?? BUDGET_MS;
    const gathered = await gathering(parts, causes, atMs, budgetMs);
    if ('missing' in gathered) {
      if (gathered.missing !== waitingFor) log.info({ missing: gathered.missing }, 'no plan yet');
      waitingFor = gathered.missing;
      return 'waiting';
    }
    waitingFor = '';
    const { day } = gathered;
    const begun = performance.now();
    const before = changing(parts, atMs, gathered.horizon.startMs);
    const request = { system, day, budgetMs, gap: parts.gap ?? GAP, ...before };
    try {
      const solved = await solver.solve(request);
      const { plan, violations } = solved;
      if (violations.length > 0) throw new Error(`the check refused it: ${violations.join('; ')}`);
      const version = await offered(parts, gathered, { request, solved, causes, atMs });
      const ms = Math.round(performance.now() - begun);
      log.info({ causes, plan: version.id, status: plan.status, gap: plan.gap, ms }, 'plan made');
      parts.tell(version);
      return 'made';
    } catch (error) {
      if (error instanceof SolverClosed) return 'failed';
      const reason = error instanceof Error ? error.message : String(error);
      const kept = await failed.keep({ madeAt: atMs, error: reason, system, day, ...before });
      log.error({ causes, reason, kept }, 'plan failed; the plan in force stays');
      return 'failed';
    }
  };
}

function gathering(
  parts: MakerParts,
  causes: readonly PlanCause[],
  atMs: number,
  budgetMs: number,
): ReturnType<typeof gatherDay> {
  const { planning } = parts.site;
  const isAhead = causes.includes('day-ahead');
  const begunMs = Math.floor(atMs / STEP_MS) * STEP_MS;
  const solvedMs = atMs + budgetMs * parts.clock.rate;
  return gatherDay(parts, {
    atMs,
    horizonDays: isAhead ? Math.max(DAY_AHEAD_DAYS, planning.horizonDays) : planning.horizonDays,
    inForce: parts.isFollowed === false ? null : parts.book.inForceAt(atMs),
    // A unit that is out takes the plan with it: what can be changed is changed.
    settledMs: causes.some((cause) => cause === 'trip' || cause === 'outage')
      ? solvedMs
      : Math.max(solvedMs, begunMs + planning.keptSteps * STEP_MS + 1),
    outages: parts.outagesAt(atMs),
  });
}

/** What a new plan is to change little: the one in force from the horizon's first step on. */
function changing(
  { book, site, isFollowed }: MakerParts,
  atMs: number,
  startMs: number,
): Pick<SolveRequest, 'inForce' | 'changePrice'> {
  const inForce = isFollowed === false ? null : book.inForceAt(atMs);
  const step = inForce ? stepAt(inForce, startMs) : -1;
  if (!inForce || step < 0) return {};
  return { inForce: scheduleFrom(inForce, step), changePrice: site.planning.changePrice };
}

interface Made {
  readonly request: SolveRequest;
  readonly solved: Solved;
  readonly causes: readonly PlanCause[];
  readonly atMs: number;
}

/** Stores a plan as an offer, in force at once where nobody decides. */
async function offered(
  { book, site, build }: MakerParts,
  gathered: GatheredDay,
  { request, solved, causes, atMs }: Made,
): Promise<PlanVersion> {
  const { system, day, ...search } = request;
  const by = { id: SERVER_ACTOR.id, name: SERVER_ACTOR.name };
  const taken = { by, at: atMs };
  const birth = { madeAt: atMs, causes, move: birthMove('offer', taken) };
  const version = planVersion(gathered, solved.plan, birth);
  const inputs: PlanInputs = {
    system,
    day,
    search: { ...search, clock: solved.clock ?? [] },
    image: gathered.image,
    forecastIssuedAt: Object.fromEntries(
      Object.entries(gathered.outlooks).map(([station, { issuedAt }]) => [station, issuedAt]),
    ),
    loadCurves: gathered.loadCurves,
    build,
  };
  const enter = site.planning.adopt === 'auto' ? adopting : offering;
  await book.change((versions) => ({ ...enter(versions, version, inputs, taken), audit: [] }));
  return version;
}
