import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { StationPlan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { type Intentions, carryOutDay } from '../carry-out-day.ts';
import { type CheckedPlan, checkedPlan } from '../checked-plan.ts';
import { isBetter } from '../plan-rank.ts';
import type { Problem } from '../problem.ts';
import type { StationModel } from '../station-model.ts';
import type { StationTask } from '../station-task.ts';
import { tolerances } from '../tolerances.ts';
import type { FlowCourse, LimitWeights } from './flow-course.ts';
import { FlowProgram } from './flow-program.ts';
import { nearbyRunning, otherRunning, withRunning } from './other-running.ts';

const METHOD = 'least violation';

/** How far flows may move in each round about the course of the one before, shares of their ranges. */
const REACHES = [0.5, 0.3, 0.3, 0.15, 0.1, 0.05, 0.03, 0.01];
/** Rounds in which a try of other units is judged. */
const TRIAL_REACHES = [0.5, 0.2, 0.08];
/** Other running sets that are carried out to the end. */
const CARRIED_OUT = 3;
/** Rounds of changing who runs. */
const ROUNDS = 12;
/** A change of who runs has to save this much of the violation, and this share. */
const WORTH_WHILE = 1e-3;

/** What a search for the least violation goes by. */
export interface ViolationSearch {
  readonly system: System;
  readonly day: Day;
  /** Of one station. */
  readonly problem: Problem;
  readonly model: StationModel;
  readonly weights: LimitWeights;
  /** Whether there is time for one more try. */
  readonly forMore: () => boolean;
}

/** Each limit counts in its own unit (model.md, rank 2). */
export const asTheyAre: LimitWeights = () => 1;

/** Σ weight · violation of a plan; Infinity where machines suffer. */
export function costOf(checked: CheckedPlan, weights: LimitWeights): number {
  if (checked.machineViolations.length > 0) return Infinity;
  return checked.operatingViolations.reduce(
    (sum, { limit, total }) => sum + weights(limit) * total,
    0,
  );
}

/**
 * A plan that breaks operating limits less than the one at hand, in all steps together: flows by a
 * straight program for the units that run, then other units, each try carried out exactly and checked.
 * @returns the plan given where none is better
 */
export function leastViolation(search: ViolationSearch, first: CheckedPlan): CheckedPlan {
  let best = approached(search, first);
  for (let round = 0; round < ROUNDS && search.forMore(); round++) {
    const next = changedUnits(search, best);
    if (!next) break;
    best = next;
  }
  return best;
}

/** The same as far as whole days of other units go. */
export function approached(search: ViolationSearch, first: CheckedPlan): CheckedPlan {
  let best = refined(search, first, courseOf(search.problem, first));
  const others = otherRunning(search.model, courseOf(search.problem, best), search.weights);
  const tried = others.map((course) => trial(search, course)).sort((a, b) => a.cost - b.cost);
  for (const { course } of tried.slice(0, CARRIED_OUT)) {
    if (!search.forMore()) break;
    best = refined(search, best, course);
  }
  return best;
}

/** The better by one change of who runs; null where none is. */
function changedUnits(search: ViolationSearch, best: CheckedPlan): CheckedPlan | null {
  const course = courseOf(search.problem, best);
  const now = costOf(best, search.weights);
  const promising: { cost: number; course: FlowCourse }[] = [];
  for (const running of nearbyRunning(search.problem, best, course)) {
    if (!search.forMore()) break;
    const tried = trial(search, withRunning(course, running));
    if (tried.cost < now * (1 - WORTH_WHILE) - WORTH_WHILE) promising.push(tried);
  }
  promising.sort((a, b) => a.cost - b.cost);
  for (const tried of promising.slice(0, CARRIED_OUT)) {
    const next = refined(search, best, tried.course);
    if (next !== best) return next;
  }
  return null;
}

/**
 * What a course could come to, without carrying it out.
 * @param inflowM3s another inflow than the day's, where one is tried
 */
export function trial(
  { model, weights }: Pick<ViolationSearch, 'model' | 'weights'>,
  from: FlowCourse,
  inflowM3s = model.task.inflowM3s,
): { cost: number; course: FlowCourse } {
  const aims = { weights, inflowM3s };
  const costAt = (course: FlowCourse): number => new FlowProgram(model, course, aims, 0).atCourse();
  let course = from;
  let cost = costAt(course);
  for (const reach of TRIAL_REACHES) {
    const found = new FlowProgram(model, course, aims, reach).solve();
    const foundCost = costAt(found);
    if (foundCost < cost) [course, cost] = [found, foundCost];
  }
  return { cost, course };
}

/** Rounds of program and exact carrying out about a course; the better of what comes and `best`. */
function refined(search: ViolationSearch, best: CheckedPlan, from: FlowCourse): CheckedPlan {
  const { problem, model, weights } = search;
  let about = carriedOut(search, from);
  for (const reach of REACHES) {
    const found = new FlowProgram(model, courseOf(problem, about), { weights }, reach).solve();
    const checked = carriedOut(search, found);
    if (isLess(checked, about, weights)) about = checked;
  }
  return isLess(about, best, weights) ? about : best;
}

/** A course as it is meant, limits or not, carried out exactly and checked. */
function carriedOut(search: ViolationSearch, course: FlowCourse): CheckedPlan {
  const { system, day, problem } = search;
  const schedule = carryOutDay(problem, meant(search.model.task, course));
  return checkedPlan(system, day, problem, schedule, METHOD);
}

function isLess(a: CheckedPlan, b: CheckedPlan, weights: LimitWeights): boolean {
  if (weights === asTheyAre) return isBetter(a, b);
  return costOf(a, weights) < costOf(b, weights) - WORTH_WHILE;
}

function meant({ exportMw }: StationTask, course: FlowCourse): Intentions {
  return (_s, t) => ({
    running: course.running[t]!,
    target:
      exportMw && course.meetsLoad[t]
        ? { exportMw: exportMw[t]! }
        : { turbineFlowM3s: course.turbineFlowM3s[t]! },
    ceilingMm3: Infinity,
    spillM3s: course.spillM3s[t]!,
  });
}

/** What a plan of one station does. */
export function courseOf(problem: Problem, { plan }: CheckedPlan): FlowCourse {
  const [station] = problem.stations;
  const planned: StationPlan = plan.stations[station!.id]!;
  const units = station!.units.map(({ id }) => planned.units[id]!);
  const volumes = new Float64Array(problem.steps + 1);
  volumes[0] = station!.startVolumeMm3;
  const { steps, seconds } = problem;
  for (let t = 0; t < steps; t++) {
    const net = station!.inflowM3s[t]! - planned.outflowM3s[t]!;
    volumes[t + 1] = volumes[t]! + (net * seconds) / M3_PER_MM3;
  }
  return {
    running: Array.from({ length: steps }, (_, t) => Uint8Array.from(units, (unit) => unit.on[t]!)),
    turbineFlowM3s: Float64Array.from({ length: steps }, (_, t) =>
      units.reduce((sum, unit) => sum + unit.flowM3s[t]!, 0),
    ),
    spillM3s: Float64Array.from(planned.spillM3s),
    volumeMm3: volumes,
    generationMw: Float64Array.from(planned.generationMw),
    meetsLoad: Uint8Array.from({ length: steps }, (_, t) => {
      const off = problem.loadMw ? Math.abs(planned.exportMw[t]! - problem.loadMw[t]!) : Infinity;
      return off <= tolerances.loadMw ? 1 : 0;
    }),
  };
}
