import type { Relaxation } from '#shared/station/plan-schema.ts';
import type { Violation } from './violation.ts';

/** The operating limits (rank 2) a plan breaks, as it declares them. */
export function relaxationsOf(violations: readonly Violation[]): Relaxation[] {
  return violations.map(({ station, limit, fromStep, toStep, amount, unit }) => ({
    station,
    limit,
    fromStep,
    toStep,
    amount,
    unit,
  }));
}
