import { parentPort } from 'node:worker_threads';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { SolveAnswer, SolveRequest } from './solver.ts';

/** The thread that plans: takes `{ id, request }`, answers with a plan checked by code apart from the search. */
parentPort?.on('message', ({ id, request }: { id: number; request: SolveRequest }) => {
  parentPort?.postMessage(answer(id, request));
});

function answer(id: number, request: SolveRequest): SolveAnswer {
  const { system, day, budgetMs, gap } = request;
  try {
    const plan = planDay(system, day, { budgetMs, gap, clock: () => performance.now() });
    const from = day.fixed?.steps ?? 0;
    const violations = checkPlan(system, day, plan)
      .filter((violation) => !isExcused(plan.relaxations, violation, from))
      .map((violation) => violation.message);
    return { id, ok: true, solved: { plan, violations } };
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Whether a broken limit speaks not against the plan: its steps were ordered before, or it is an
 * operating limit of which the plan itself says that no plan keeps it.
 */
function isExcused(
  relaxations: Plan['relaxations'],
  violation: Violation,
  firstFreeStep: number,
): boolean {
  const declared = (step: number): boolean =>
    violation.rank === 2 &&
    relaxations.some(
      ({ station, limit, fromStep, toStep }) =>
        station === violation.station &&
        limit === violation.limit &&
        fromStep <= step &&
        step < toStep,
    );
  for (let step = Math.max(firstFreeStep, violation.fromStep); step < violation.toStep; step++) {
    if (!declared(step)) return false;
  }
  return true;
}
