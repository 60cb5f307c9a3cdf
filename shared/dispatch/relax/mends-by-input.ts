import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { Mend } from '#shared/station/plan-schema.ts';
import { type CheckedPlan, checkedPlan } from '../checked-plan.ts';
import type { LimitCode } from '../limit-codes.ts';
import { problemOf } from '../problem.ts';
import { StationModel } from '../station-model.ts';
import { type ViolationSearch, approached, asTheyAre, courseOf, trial } from './least-violation.ts';
import { otherRunning } from './other-running.ts';

/** Limits that less inflow mends; the others ask for more. */
const OF_TOO_MUCH: ReadonlySet<string> = new Set<LimitCode>([
  'level-max',
  'level-rise',
  'outflow-max',
]);

/** A day that a trial leaves with less violation than this could be whole. */
const NEARLY_WHOLE = 0.02;
/** Inflows tried: from this share of the units' largest flow on, doubled so often, then halved between. */
const FIRST_SHARE = 0.02;
const DOUBLINGS = 12;
const HALVINGS = 6;
/** Inflows that are planned exactly, as shares of the one that the trials found. */
const MARGINS = [1.005, 1.05, 1.2];

/**
 * The inflow that would make a relaxed day whole: so many m³/s more, or less, in each step until the
 * last that is broken. None where no such inflow is found in time.
 */
export function mendsByInflow(search: ViolationSearch, relaxed: CheckedPlan): Mend[] {
  const { problem, model } = search;
  const { station } = model.task;
  const toStep = Math.max(...relaxed.operatingViolations.map((violation) => violation.toStep));
  const tooMuch = relaxed.operatingViolations.some(({ limit }) => OF_TOO_MUCH.has(limit));
  const course = courseOf(problem, relaxed);
  const courses = [course, ...otherRunning(model, course, asTheyAre)];
  const shifted = (flowM3s: number): Float64Array =>
    station.inflowM3s.map((inflow, t) =>
      t < toStep ? Math.max(0, inflow + (tooMuch ? -flowM3s : flowM3s)) : inflow,
    );
  const couldBeWhole = (flowM3s: number): boolean =>
    courses.some((from) => {
      const tried = trial({ model, weights: asTheyAre }, from, shifted(flowM3s));
      return tried.cost < NEARLY_WHOLE;
    });
  let high = FIRST_SHARE * model.mostFlowM3s(model.sets.length - 1);
  let low = 0;
  for (let i = 0; i < DOUBLINGS && search.forMore() && !couldBeWhole(high); i++) {
    [low, high] = [high, 2 * high];
  }
  for (let i = 0; i < HALVINGS && search.forMore(); i++) {
    const middle = (low + high) / 2;
    if (couldBeWhole(middle)) high = middle;
    else low = middle;
  }
  for (const margin of MARGINS) {
    if (!search.forMore()) break;
    const inflowM3s = Array.from(shifted(margin * high));
    const whole = isWhole(search, relaxed, { ...stationDay(search), inflowM3s });
    if (!whole) continue;
    const amounts = inflowM3s.slice(0, toStep).map((inflow, t) => inflow - station.inflowM3s[t]!);
    const amount = tooMuch ? Math.min(...amounts) : Math.max(...amounts);
    return [
      { change: 'inflow', station: station.id, fromStep: 0, toStep, amount, unit: 'm³/s', amounts },
    ];
  }
  return [];
}

/**
 * Units out of service whose return would make a relaxed day whole: by the first step that is broken, or
 * else from the beginning.
 */
export function mendsByReturn(search: ViolationSearch, relaxed: CheckedPlan): Mend[] {
  const { problem } = search;
  const day = stationDay(search);
  const first = Math.min(...relaxed.operatingViolations.map((violation) => violation.fromStep));
  return day.outOfService.flatMap((outage, i): Mend[] => {
    const back = [Math.max(first, outage.fromStep), outage.fromStep].find((fromStep) => {
      if (!search.forMore() || outage.toStep <= first) return false;
      const outOfService = day.outOfService.flatMap((other, j) =>
        j !== i ? [other] : fromStep > other.fromStep ? [{ ...other, toStep: fromStep }] : [],
      );
      return isWhole(search, relaxed, { ...day, outOfService });
    });
    if (back === undefined) return [];
    const toStep = Math.min(outage.toStep, problem.steps);
    return [
      {
        change: 'outage',
        station: problem.stations[0]!.id,
        generatingUnit: outage.unit,
        fromStep: back,
        toStep,
        amount: ((toStep - back) * problem.stepMinutes) / 60,
        unit: 'h',
      },
    ];
  });
}

const stationDay = ({ day, problem }: ViolationSearch): StationDay =>
  day.stations[problem.stations[0]!.id]!;

/** Whether a plan that keeps every limit is found for the day with the station's part changed. */
function isWhole(search: ViolationSearch, relaxed: CheckedPlan, changed: StationDay): boolean {
  const { system, problem: before } = search;
  const { id } = before.stations[0]!;
  const day: Day = { ...search.day, stations: { ...search.day.stations, [id]: changed } };
  const problem = problemOf(system, day);
  const station = problem.stations[0]!;
  const task = { ...search.model.task, problem, station, inflowM3s: station.inflowM3s };
  const model = new StationModel(task);
  const first = checkedPlan(system, day, problem, relaxed.plan, 'of the day as it was');
  const plan = approached({ ...search, day, problem, model, weights: asTheyAre }, first);
  return plan.machineViolations.length + plan.operatingViolations.length === 0;
}
