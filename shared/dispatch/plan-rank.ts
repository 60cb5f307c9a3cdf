import type { CheckedPlan } from './checked-plan.ts';

/** Spill counts as equal within 0.001 Mm³ + 0.1 % (model.md, ranks). */
const SAME_SPILL_MM3 = 1e-3;
const SAME_SPILL_SHARE = 1e-3;

/** What each rank of a plan comes to. */
interface Ranks {
  readonly machine: number;
  /** Amounts of all operating limits, each in its own unit, added up over their steps. */
  readonly relaxed: number;
  readonly spillMm3: number;
  readonly value: number;
}

function ranksOf({ plan, machineViolations, operatingViolations }: CheckedPlan): Ranks {
  return {
    machine: machineViolations.length,
    relaxed: operatingViolations.reduce((sum, { total }) => sum + total, 0),
    spillMm3: Object.values(plan.spill).reduce(
      (sum, { avoidableMm3, unavoidableMm3 }) => sum + avoidableMm3 + unavoidableMm3,
      0,
    ),
    value: plan.value.total,
  };
}

/** Less spill than this is rounding: a tenth of what rank 3 takes for equal, Mm³. */
export const NO_SPILL_MM3 = 1e-4;

/** Whether `a` is the better plan, rank by rank (model.md). */
export function isBetter(a: CheckedPlan, b: CheckedPlan): boolean {
  const x = ranksOf(a);
  const y = ranksOf(b);
  if (x.machine !== y.machine) return x.machine < y.machine;
  if (Math.abs(x.relaxed - y.relaxed) > 1e-3) return x.relaxed < y.relaxed;
  const same = SAME_SPILL_MM3 + SAME_SPILL_SHARE * Math.min(x.spillMm3, y.spillMm3);
  if (Math.abs(x.spillMm3 - y.spillMm3) > same) return x.spillMm3 < y.spillMm3;
  return x.value > y.value;
}
