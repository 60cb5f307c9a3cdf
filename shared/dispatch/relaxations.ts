import type { Relaxation } from '#shared/station/plan-schema.ts';
import type { Violation } from './violation.ts';

/** The operating limits a plan breaks, as it declares them. */
export function relaxationsOf(violations: readonly Violation[]): Relaxation[] {
  return violations
    .filter((violation) => violation.rank === 2)
    .map(({ station, limit, fromStep, toStep, amount, unit }) => ({
      station,
      limit,
      fromStep,
      toStep,
      amount,
      unit,
    }));
}
