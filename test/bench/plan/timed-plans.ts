import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { median } from '../statistics.ts';

// Nothing of Node here: a browser's worker takes these times too.

/** As the command line's `--budget-ms` and `--gap`. */
export interface PlanSettings {
  readonly budgetMs: number;
  readonly gap: number;
}

export interface TimedPlan {
  readonly plan: Plan;
  readonly ms: number;
  /** Of all the process, NaN where nobody can tell. On a busy machine it counts for more than `ms`. */
  readonly cpuMs: number;
}

/** Plans of one day made one after the other, the first of them only to warm up: code is compiled as it is used. */
export interface WarmPlans {
  readonly first: TimedPlan;
  /** How many were made to warm up, the first among them, and after that. */
  readonly warmUps: number;
  readonly count: number;
  /** Medians of these. */
  readonly ms: number;
  readonly cpuMs: number;
  /** Of all, the plan with the widest gap: a budget that runs out cuts some short and others not. */
  readonly worst: Plan;
  /** Whether all have the same value. */
  readonly alike: boolean;
}

/** @param cpu time that the process has used so far, ms */
export function timedPlan(
  system: System,
  day: Day,
  settings: PlanSettings,
  cpu: () => number = () => Number.NaN,
): TimedPlan {
  const clock = (): number => performance.now();
  const [startedMs, cpuBeforeMs] = [clock(), cpu()];
  const plan = planDay(system, day, { ...settings, clock });
  return { plan, ms: clock() - startedMs, cpuMs: cpu() - cpuBeforeMs };
}

/**
 * @param count plans after those to warm up
 * @param enoughMs no further one is begun after this long
 * @param warmUpMs as many to warm up as are begun within this
 */
export function warmPlans(
  plan: () => TimedPlan,
  count: number,
  enoughMs = Number.POSITIVE_INFINITY,
  warmUpMs = 0,
): WarmPlans {
  const startedMs = performance.now();
  const first = plan();
  const toWarmUp = [first];
  while (performance.now() - startedMs < warmUpMs) toWarmUp.push(plan());
  const warm: TimedPlan[] = [];
  while (warm.length < count && performance.now() - startedMs < enoughMs) warm.push(plan());
  const timed = warm.length > 0 ? warm : [first];
  const all = [...toWarmUp, ...warm].map((one) => one.plan);
  return {
    first,
    warmUps: toWarmUp.length,
    count: warm.length,
    ms: median(timed.map((one) => one.ms)),
    cpuMs: median(timed.map((one) => one.cpuMs)),
    worst: all.reduce((worst, one) => (gapOf(one) > gapOf(worst) ? one : worst)),
    alike: all.every((one) => one.value.total === all[0]!.value.total),
  };
}

const gapOf = (plan: Plan): number => plan.gap ?? Number.POSITIVE_INFINITY;

export const gapPercentOf = (plan: Plan): number | null =>
  plan.gap === null ? null : 100 * plan.gap;
