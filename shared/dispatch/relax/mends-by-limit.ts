import type { Mend } from '#shared/station/plan-schema.ts';
import type { CheckedPlan } from '../checked-plan.ts';
import { type LimitCode, limits, operatingLimits } from '../limit-codes.ts';
import type { Problem } from '../problem.ts';
import { byWater } from './by-water.ts';
import type { LimitWeights } from './flow-course.ts';
import type { StationModel } from '../station-model.ts';
import { type ViolationSearch, approached } from './least-violation.ts';

/** A limit that is to stay costs this many times one that is to give way, for the same water. */
const OTHERS_OUTWEIGH = 50;

/**
 * What would make a relaxed day whole: for each operating limit the least by which it alone would have to
 * give way, as a plan that breaks no other shows. Limits the station does not have are left out, and
 * those of which no such plan is found in time.
 */
export function mendsByLimit(search: ViolationSearch, relaxed: CheckedPlan): Mend[] {
  const broken = new Set(relaxed.operatingViolations.map(({ limit }) => limit));
  const mends: Mend[] = [];
  for (const limit of operatingLimits.filter((code) => binds(search.problem, code))) {
    const alone = broken.size === 1 && broken.has(limit);
    if (!alone && !search.forMore()) continue;
    const weights = onlyLetting(search.model, limit);
    const plan = alone ? relaxed : approached({ ...search, weights }, relaxed);
    const whole =
      plan.machineViolations.length === 0 &&
      plan.operatingViolations.every((violation) => violation.limit === limit);
    if (whole) mends.push(mendOf(search.problem, limit, plan));
  }
  return mends;
}

/** Those that stay far above the one that gives way, for the same water. */
function onlyLetting(model: StationModel, limit: LimitCode): LimitWeights {
  const ofWater = byWater(model);
  return (code) => (code === limit ? 1 : OTHERS_OUTWEIGH) * ofWater(code);
}

/** Whether a station has such a limit at all. */
function binds(problem: Problem, limit: LimitCode): boolean {
  const { plant, end, levelMinM, levelMaxM } = problem.stations[0]!;
  switch (limit) {
    case 'level-min':
      return levelMinM.some((level) => level > plant.volumeAtLevel.x[0]!);
    case 'level-max':
      return levelMaxM.some(Number.isFinite);
    case 'level-rise':
      return plant.levelRampMPerHour.up < Infinity;
    case 'level-fall':
      return plant.levelRampMPerHour.down < Infinity;
    case 'outflow-min':
      return plant.outflowMinM3s > 0;
    case 'outflow-max':
      return plant.outflowMaxM3s < Infinity;
    case 'outflow-rise':
      return plant.outflowRampM3sPerStep.up < Infinity;
    case 'outflow-fall':
      return plant.outflowRampM3sPerStep.down < Infinity;
    case 'generation-ramp':
      return plant.rampMwPerStep < Infinity;
    case 'export-limit':
      return plant.exportLimitMw < Infinity;
    case 'reserve':
      return plant.reserveMw > 0;
    case 'load':
      return problem.loadMw !== null;
    case 'end-level':
      return end.levelM > -Infinity;
    default:
      return false;
  }
}

/** How far a plan lets one limit go, step by step. */
function mendOf(
  problem: Problem,
  limit: LimitCode,
  { plan, operatingViolations }: CheckedPlan,
): Mend {
  const [station] = problem.stations;
  const fromStep = Math.min(...operatingViolations.map((violation) => violation.fromStep));
  const toStep = Math.max(...operatingViolations.map((violation) => violation.toStep));
  const planned = plan.stations[station!.id]!;
  const amounts = new Array<number>(toStep - fromStep).fill(0);
  for (const violation of operatingViolations) {
    for (let t = violation.fromStep; t < violation.toStep; t++) {
      amounts[t - fromStep] =
        limit === 'load' ? problem.loadMw![t]! - planned.exportMw[t]! : violation.amount;
    }
  }
  return {
    change: limit,
    station: station!.id,
    fromStep,
    toStep,
    amount: largest(amounts),
    unit: limits[limit].unit,
    amounts,
  };
}

const largest = (amounts: readonly number[]): number =>
  amounts.reduce((most, amount) => (Math.abs(amount) > Math.abs(most) ? amount : most), 0);
