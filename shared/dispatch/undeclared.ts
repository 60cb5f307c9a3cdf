import type { Plan, Relaxation } from '#shared/station/plan-schema.ts';
import { tolerances } from './tolerances.ts';
import type { Violation } from './violation.ts';

/**
 * The operating limits (rank 2) broken by a plan that it does not own up to: a violation is declared
 * where relaxations of the same station and limit cover all its steps and state at least its amount.
 */
export function undeclared(violations: readonly Violation[], plan: Plan): Violation[] {
  return violations.filter(
    (violation) => violation.rank === 2 && !isDeclared(violation, plan.relaxations),
  );
}

function isDeclared(violation: Violation, relaxations: readonly Relaxation[]): boolean {
  const { station, limit, fromStep, toStep, amount } = violation;
  const same = relaxations.filter(
    (relaxation) =>
      relaxation.station === station &&
      relaxation.limit === limit &&
      relaxation.fromStep < toStep &&
      relaxation.toStep > fromStep,
  );
  for (let t = fromStep; t < toStep; t++) {
    if (!same.some((relaxation) => t >= relaxation.fromStep && t < relaxation.toStep)) return false;
  }
  const stated = Math.max(...same.map((relaxation) => relaxation.amount));
  return stated >= amount * (1 - tolerances.declaredShare) - tolerances.operating;
}
