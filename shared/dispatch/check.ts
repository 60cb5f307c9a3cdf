import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { machineViolations } from './check/machine-limits.ts';
import { loadViolations, operatingViolations } from './check/operating-limits.ts';
import { recompute } from './check/recompute.ts';
import { seriesViolations } from './check/stated-series.ts';
import { worthViolations } from './check/stated-worth.ts';
import { unitTimeViolations } from './check/unit-times.ts';
import type { Violation } from './violation.ts';

/**
 * Every limit of model.md that a plan breaks, and every number of it that does not follow from its
 * own flows and spill; empty where it keeps all. Shares nothing with planner and simulator but the
 * physics (hydraulics/), the names of the limits and the tolerances: what those two get wrong
 * together, this still finds. So problem.ts, end-condition.ts and value.ts stay out of check/.
 * @throws where the plan lacks a station, a unit or a step
 */
export function checkPlan(system: System, day: Day, plan: Plan): Violation[] {
  const all = recompute(system, day, plan);
  return [
    ...all.flatMap((at) => [
      ...machineViolations(at, day),
      ...unitTimeViolations(at, system, day),
      ...operatingViolations(at),
      ...seriesViolations(at),
    ]),
    ...loadViolations(system, day, all),
    ...worthViolations(system, day, plan, all),
  ];
}
