import { parentPort } from 'node:worker_threads';
import { checkPlan } from '#shared/dispatch/check.ts';
import { checkedPlan } from '#shared/dispatch/checked-plan.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { problemOf } from '#shared/dispatch/problem.ts';
import { reasonsOf } from '#shared/dispatch/reasons.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { notedClock, playedClock } from './clock-readings.ts';
import type {
  CarryOutRequest,
  Solved,
  SolveAnswer,
  SolveRequest,
  ThreadRequest,
} from './solver.ts';

/** The thread that plans: takes `{ id, asked }`, answers with a plan checked by code apart from the search. */
parentPort?.on('message', ({ id, asked }: { id: number; asked: ThreadRequest }) => {
  parentPort?.postMessage(answer(id, asked));
});

function answer(id: number, asked: ThreadRequest): SolveAnswer {
  try {
    const solved = asked.kind === 'solve' ? searched(asked.request) : carriedOut(asked.request);
    return { id, ok: true, solved };
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function searched({ system, day, clock: readings, ...options }: SolveRequest): Solved {
  const noted = notedClock(() => performance.now());
  const clock = readings ? playedClock(readings) : noted.read;
  const plan = planDay(system, day, { ...options, clock });
  const from = day.fixed?.steps ?? 0;
  const violations = checkPlan(system, day, plan)
    .filter((violation) => !isExcused(plan.relaxations, violation, from))
    .map((violation) => violation.message);
  return { plan, violations, clock: readings ?? noted.readings() };
}

const BY_HAND = 'by hand';

function carriedOut({ system, day, schedule }: CarryOutRequest): Solved {
  const problem = problemOf(system, day);
  const { plan, machineViolations } = checkedPlan(system, day, problem, schedule, BY_HAND);
  plan.reasons = reasonsOf(problem, plan.stations);
  return { plan, violations: machineViolations.map((violation) => violation.message) };
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
