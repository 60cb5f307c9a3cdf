import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { checkPlan } from './check.ts';
import { limits } from './limit-codes.ts';
import type { Problem } from './problem.ts';
import { relaxationsOf } from './relaxations.ts';
import type { Schedule } from './schedule.ts';
import { simulate } from './simulate.ts';
import { spillReport } from './spill-report.ts';
import type { Violation } from './violation.ts';

/** A plan with what the checker found in it: rank 2 is declared in the plan, rank 1 disqualifies it. */
export interface CheckedPlan {
  readonly plan: Plan;
  readonly machineViolations: readonly Violation[];
  /**
   * Rank 2, declared in the plan's relaxations. What orders themselves ask of a machine beyond its range is
   * declared there too, but is none of these: no plan can help it, and none must spill or stop for it.
   */
  readonly operatingViolations: readonly Violation[];
  readonly turnover: number;
}

/** Completes a schedule into a plan, without reasons yet, has it checked, and declares what it breaks. */
export function checkedPlan(
  system: System,
  day: Day,
  problem: Problem,
  schedule: Schedule,
  method: string,
): CheckedPlan {
  const { stations, value, turnover } = simulate(problem, schedule);
  const plan: Plan = {
    format: 'forebay-plan/1',
    status: 'feasible',
    value,
    bound: null,
    gap: null,
    stations,
    relaxations: [],
    reasons: [],
    spill: Object.fromEntries(
      problem.stations.map((station) => [
        station.id,
        spillReport(problem, station, stations[station.id]!),
      ]),
    ),
    solve: { ms: 0, method, seed: null },
  };
  const violations = checkPlan(system, day, plan);
  const declared = violations.filter((violation) => violation.rank === 2);
  plan.relaxations = relaxationsOf(declared);
  if (plan.relaxations.length > 0) plan.status = 'relaxed';
  const machineViolations = violations.filter((violation) => violation.rank === 1);
  const operatingViolations = declared.filter(({ limit }) => limits[limit].rank === 2);
  return { plan, machineViolations, operatingViolations, turnover };
}
