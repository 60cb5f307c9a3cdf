import type { Highs } from 'highs';
import { type CheckedPlan, checkedPlan } from '#shared/dispatch/checked-plan.ts';
import { isBetter } from '#shared/dispatch/plan-rank.ts';
import { type Problem, type StationProblem, problemOf } from '#shared/dispatch/problem.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { DayProgram, type DaySolution, MONEY } from './day-program.ts';
import { exactRun } from './exact-run.ts';
import { type Effort, solver } from './linear-program.ts';
import { type Decisions, type Trajectory, restingDay, trajectoryOf } from './trajectory.ts';
import { unitChoices } from './unit-choices.ts';

export interface PeerOptions {
  /** For all mixed-integer searches together, s. */
  readonly timeLimitSeconds: number;
  /** Gap, as a share of the turnover, at which each of them may stop. */
  readonly mipGap: number;
}

export interface PeerPlan {
  /** Recomputed by the exact physics and checked: `relaxed` where it breaks an operating limit. */
  readonly plan: Plan;
  /** Of `plan`, currency. */
  readonly value: number;
  /**
   * (bound − objective) / turnover of the search that committed the units: of its program, not of the
   * day. Infinity where none found a plan in its time.
   */
  readonly mipGap: number;
  /** Full and incremental iterations. */
  readonly iterations: number;
  readonly ms: number;
  readonly timeLimitSeconds: number;
}

/** Linear relaxations before the first full iteration: they give it heads to begin from. */
const RELAXATIONS = 2;

/** Full iterations, units committed anew: two, and a third where the second was worth this share of the turnover. */
const FULL_ITERATIONS = 3;
const WORTH_A_FULL_ITERATION = 2e-5;

/**
 * Incremental iterations, units committed as they are: each within a reach of the best so far, as a
 * share of a unit's largest flow, that shrinks where it gained less than this share of the turnover.
 */
const INCREMENTAL_ITERATIONS = 24;
const FIRST_REACH = 0.2;
const LAST_REACH = 2e-3;
const SHRINKS_BY = 0.5;
const WORTH_THE_SAME_REACH = 1e-6;

/**
 * Plans one station's day as the industry's planners do (SHOP's full and incremental iterations): a
 * mixed-integer linear program at the heads of the last iteration, solved by HiGHS, its commitment
 * then kept while linear programs settle the heads. Every iteration is carried out by the exact
 * physics and checked; the best by rank is given.
 * @throws where the system has more than one station
 */
export async function planByPeer(
  system: System,
  day: Day,
  options: PeerOptions,
): Promise<PeerPlan> {
  const highs = await solver();
  const startedMs = performance.now();
  const peer = new Peer(highs, system, day, options);
  peer.relax();
  peer.fullIterations();
  peer.incrementalIterations();
  const plan = peer.plan();
  plan.solve.ms = performance.now() - startedMs;
  return {
    plan,
    value: plan.value.total,
    mipGap: peer.mipGap,
    iterations: peer.iterations,
    ms: plan.solve.ms,
    timeLimitSeconds: options.timeLimitSeconds,
  };
}

class Peer {
  mipGap = Infinity;
  iterations = 0;
  private readonly highs: Highs;
  private readonly system: System;
  private readonly day: Day;
  private readonly options: PeerOptions;
  private readonly problem: Problem;
  private readonly station: StationProblem;
  /** What the next program is linearised at: the best so far. */
  private last: Trajectory;
  private best: CheckedPlan | null = null;

  constructor(highs: Highs, system: System, day: Day, options: PeerOptions) {
    this.highs = highs;
    this.system = system;
    this.day = day;
    this.options = options;
    this.problem = problemOf(system, day);
    if (this.problem.stations.length !== 1) {
      throw new Error('the peer plans one station; give it a system of one');
    }
    this.station = this.problem.stations[0]!;
    this.last = trajectoryOf(this.station, restingDay(this.station, this.problem.steps));
  }

  plan(): Plan {
    if (!this.best) throw new Error('ask for the plan once a full iteration has been made');
    return this.best.plan;
  }

  relax(): void {
    for (let i = 0; i < RELAXATIONS; i++) {
      const decisions = this.solve(null, null);
      if (decisions) this.last = trajectoryOf(this.station, decisions);
    }
  }

  /** One without a solution in its time carries out what the programs before it led to. */
  fullIterations(): void {
    const turnover = this.turnover();
    const gap = (this.options.mipGap * turnover) / MONEY;
    let secondsLeft = this.options.timeLimitSeconds;
    for (let i = 0; i < FULL_ITERATIONS; i++) {
      const startedMs = performance.now();
      const solution = this.solve({ gap, timeLimitSeconds: secondsLeft / 2 }, null);
      secondsLeft -= (performance.now() - startedMs) / 1000;
      const gain = this.take(solution ?? this.last.decisions);
      if (solution && (gain > 0 || i === 0)) {
        const { bound, objective } = solution.solved;
        this.mipGap = Math.max(0, ((bound - objective) * MONEY) / turnover);
      }
      if (gain < WORTH_A_FULL_ITERATION * turnover) return;
    }
  }

  incrementalIterations(): void {
    const turnover = this.turnover();
    let reach = FIRST_REACH;
    for (let i = 0; i < INCREMENTAL_ITERATIONS && reach > LAST_REACH; i++) {
      const solution = this.solve(null, reach);
      const gain = solution ? this.take(solution) : 0;
      if (gain < WORTH_THE_SAME_REACH * turnover) reach *= SHRINKS_BY;
    }
  }

  /** Σ |price · P| Δ/3600, P as the last iteration's heads make it, currency. */
  private turnover(): number {
    const hours = this.problem.seconds / SECONDS_PER_HOUR;
    return this.last.steps.reduce((sum, { units, flowsM3s }, t) => {
      const power = units.reduce((all, unit, u) => all + unit.powerMw(flowsM3s[u]!), 0);
      return sum + Math.abs(this.problem.pricePerMwh[t]!) * power * hours;
    }, 1);
  }

  /** Keeps all limits where that is possible, else breaks them by the least; null where time runs out. */
  private solve(effort: Effort | null, reach: number | null): DaySolution | null {
    const choices = unitChoices(this.problem, this.station, this.last, reach);
    for (const elastic of [false, true]) {
      const freedom = { reach, elastic };
      const program = new DayProgram(this.problem, this.station, this.last, freedom, choices);
      const solution = program.solve(this.highs, effort);
      const { status } = solution.solved;
      if (status === 'unsolved') return null;
      if (status !== 'infeasible') return solution;
    }
    return null;
  }

  /** Carries decisions out and keeps them if they are the best so far; what they gain on it, currency. */
  private take(planned: Decisions): number {
    this.iterations++;
    const exact = exactRun(this.problem, this.station, planned);
    const checked = this.checked(exact);
    const { best } = this;
    if (best && !isBetter(checked, best)) return 0;
    this.best = checked;
    this.last = trajectoryOf(this.station, exact);
    if (!best) return Infinity;
    const ofSameRank = checked.plan.value.total - best.plan.value.total;
    return ofSameRank > 0 ? ofSameRank : Infinity;
  }

  private checked(decisions: Decisions): CheckedPlan {
    const { id, units } = this.station;
    const flows = units.map((unit, u) => {
      return [unit.id, { flowM3s: [...decisions.flowsM3s[u]!] }] as const;
    });
    const schedule = {
      stations: {
        [id]: { spillM3s: [...decisions.spillM3s], units: Object.fromEntries(flows) },
      },
    };
    return checkedPlan(this.system, this.day, this.problem, schedule, 'successive MILP (HiGHS)');
  }
}
