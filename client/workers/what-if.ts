import { carryOutDay } from '#shared/dispatch/carry-out-day.ts';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { type Problem, problemOf } from '#shared/dispatch/problem.ts';
import { reasonsOf } from '#shared/dispatch/reasons.ts';
import { runAtInflow } from '#shared/dispatch/rule-plan.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulate } from '#shared/dispatch/simulate.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { scheduleOfSetPoints, SetPointDay } from './set-points.ts';
import type { BestOutcome, BrokenLimit, Outcome, Rows, ShortCell } from './what-if-messages.ts';

/** A day in numbers, on which set points are tried. */
export interface Trial {
  readonly system: System;
  readonly day: Day;
  readonly problem: Problem;
  readonly setPoints: SetPointDay;
}

export function trialOf(system: System, day: Day): Trial {
  const problem = problemOf(system, day);
  return { system, day, problem, setPoints: new SetPointDay(problem) };
}

/** All that follows from set points: levels, heads, powers, money, and every limit that they break. */
export function tryOut(trial: Trial, rows: Rows, clock: () => number): Outcome {
  const startedMs = clock();
  const { schedule, short } = trial.setPoints.make(rows);
  return outcomeOf(trial, schedule, short, startedMs, clock);
}

/** The day by rule: turbines run at the inflow, so that the level holds. */
export function ruleCurve(trial: Trial, clock: () => number): Outcome {
  const startedMs = clock();
  return outcomeOf(trial, carryOutDay(trial.problem, runAtInflow), [], startedMs, clock);
}

/**
 * The best plan around what the dispatcher has fixed: those cells keep their MW, all others are planned
 * anew. The planner keeps flows; what they make under its own levels is then brought back to the MW.
 */
export function bestFromHere(
  trial: Trial,
  rows: Rows,
  options: { readonly budgetMs: number; readonly gap: number; readonly clock: () => number },
): BestOutcome {
  const startedMs = options.clock();
  const { system, day, problem } = trial;
  const { schedule } = scheduleOfSetPoints(problem, rows);
  const plan = planDay(system, { ...day, fixed: fixedOf(day, rows, schedule) }, options);
  const made = scheduleOfSetPoints(problem, rowsAround(plan, rows));
  const outcome = outcomeOf(trial, made.schedule, made.short, startedMs, options.clock);
  const status = outcome.broken.length > 0 ? 'relaxed' : plan.status;
  return { ...outcome, status, gap: plan.gap, mends: plan.relaxations[0]?.mends ?? [] };
}

/** What is ordered already and what is fixed on top of it, as flows; NaN where a step is free. */
function fixedOf(day: Day, rows: Rows, schedule: Schedule): NonNullable<Day['fixed']> {
  const ordered = day.fixed;
  const stations = Object.entries(rows).map(([station, { baseMw, fixedMw }]) => {
    const units = Object.keys(baseMw).map((unit) => {
      const before = ordered?.stations[station]?.units[unit]?.flowM3s ?? [];
      const flowM3s = Array.from({ length: day.steps }, (_, t) => {
        if ((fixedMw[unit]?.[t] ?? null) !== null) {
          return schedule.stations[station]!.units[unit]!.flowM3s[t]!;
        }
        return t < (ordered?.steps ?? 0) ? (before[t] ?? NaN) : NaN;
      });
      return [unit, { flowM3s }] as const;
    });
    return [station, { units: Object.fromEntries(units) }] as const;
  });
  return { steps: day.steps, stations: Object.fromEntries(stations) };
}

/** A plan's own powers as the base, and on top of them what was fixed. */
function rowsAround(plan: Plan, rows: Rows): Rows {
  return Object.fromEntries(
    Object.entries(rows).map(([station, { fixedMw }]) => {
      const { units, spillM3s } = plan.stations[station]!;
      const baseMw = Object.fromEntries(Object.entries(units).map(([id, unit]) => [id, unit.mw]));
      return [station, { spillM3s, baseMw, fixedMw }];
    }),
  );
}

function outcomeOf(
  { system, day, problem }: Trial,
  schedule: Schedule,
  short: readonly ShortCell[],
  startedMs: number,
  clock: () => number,
): Outcome {
  const { stations, value } = simulate(problem, schedule);
  const plan: Plan = { ...EMPTY_PLAN, value, stations };
  return {
    stations,
    value,
    reasons: reasonsOf(problem, stations),
    broken: checkPlan(system, day, plan)
      // The numbers beside the flows are the simulator's own; nobody has stated others.
      .filter(({ limit }) => limit !== 'disagreement')
      .map(brokenLimit)
      .toSorted((a, b) => a.rank - b.rank || a.fromStep - b.fromStep),
    short,
    ms: clock() - startedMs,
  };
}

/** What a plan says besides its numbers. */
const EMPTY_PLAN = {
  format: 'forebay-plan/1',
  status: 'feasible',
  bound: null,
  gap: null,
  relaxations: [],
  reasons: [],
  spill: {},
  solve: { ms: 0, method: 'what-if', seed: null },
} satisfies Partial<Plan>;

function brokenLimit(violation: Violation): BrokenLimit {
  const { station, unitId, limit, rank, fromStep, toStep, amount, unit } = violation;
  return { station, unit: unitId ?? null, limit, rank, fromStep, toStep, amount, amountUnit: unit };
}
