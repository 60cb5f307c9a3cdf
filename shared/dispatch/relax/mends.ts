import type { CheckedPlan } from '../checked-plan.ts';
import type { ViolationSearch } from './least-violation.ts';
import { mendsByInflow, mendsByReturn } from './mends-by-input.ts';
import { mendsByLimit } from './mends-by-limit.ts';

/**
 * Writes into each relaxation of a plan what would mend it: every way was planned, carried out and
 * checked, and keeps every limit of the day but for what it says. Ways for which there is no time are left out.
 */
export function addMends(search: ViolationSearch, relaxed: CheckedPlan): void {
  if (relaxed.operatingViolations.length === 0) return;
  const mends = [
    ...mendsByLimit(search, relaxed),
    ...mendsByReturn(search, relaxed),
    ...mendsByInflow(search, relaxed),
  ];
  for (const relaxation of relaxed.plan.relaxations) relaxation.mends = mends;
}
