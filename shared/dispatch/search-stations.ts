import { type Intentions, carryOutDay } from './carry-out-day.ts';
import { outflowBefore } from './cascade.ts';
import { keepsTimes } from './commitment.ts';
import { courseWorth } from './course-worth.ts';
import { fullCourse } from './full-course.ts';
import { labelSearch } from './label-search.ts';
import { type PolishedCourse, polishCourse } from './polish-course.ts';
import { priceCourses } from './price-search.ts';
import type { Problem } from './problem.ts';
import { rampedCourse } from './ramps/ramped-course.ts';
import { runAtInflow } from './rule-plan.ts';
import type { Schedule } from './schedule.ts';
import { shiftStarts } from './shift-starts.ts';
import { simulate } from './simulate.ts';
import { StationModel } from './station-model.ts';
import { type StorageCorridor, narrowed } from './storage-corridor.ts';
import type { StationTask } from './station-task.ts';
import type { StationTrack } from './station-track.ts';
import { WaterValue } from './water-value.ts';

/** A station's model, worth of water and course: what further improvement starts from. */
export interface StationSearch {
  readonly model: StationModel;
  /** null where the course was found by the price of water alone. */
  readonly value: WaterValue | null;
  readonly course: PolishedCourse;
  /** The course as it was searched: where the polished one touches a limit too closely, this one may keep it. */
  readonly unpolished: PolishedCourse;
  /** What else was found on the way and seemed worth less, for where this breaks or spills something. */
  readonly others: readonly StationSearch[];
}

/** What a search asks its clock. */
export interface SearchTime {
  /** Whether there is time left at all: where not, a search is broken off. */
  readonly inTime: () => boolean;
  /** Whether there is time to begin one more round. */
  readonly forMore: () => boolean;
}

/** How a search is to go. */
export interface SearchWay {
  /** Over all storage, coarse first and then finer about the course found; else by the price of water where it can. */
  readonly thorough: boolean;
  /** Kept free below upper limits of storage, for what units take less than is reckoned, Mm³. */
  readonly clearMm3: number;
}

/**
 * Searches a course for each station from upstream down, each with the water that the course above
 * lets go and with the levels below as `before` has them. Where the time is over first, the lower stations have none.
 * @param before a plan of the whole day whose levels and outflows stand for what is not yet known; a single
 *   station needs none
 */
export function searchStations(
  problem: Problem,
  before: Schedule | null,
  time: SearchTime,
  way: SearchWay,
): StationSearch[] {
  const searches: StationSearch[] = [];
  let known = before ? simulate(problem, before) : null;
  const shares = known ? loadShares(problem, known.stations) : problem.loadMw && [problem.loadMw];
  for (const [s, station] of problem.stations.entries()) {
    const task: StationTask = {
      problem,
      station,
      inflowM3s: Float64Array.from(station.inflowM3s, (own, t) => {
        const arrivals = station.arrivals.reduce((sum, { from, lagSteps }) => {
          const above = problem.stations[from]!;
          const outflows = known!.stations[above.id]!.outflowM3s;
          const arriving =
            t >= lagSteps
              ? outflows[t - lagSteps]!
              : outflowBefore(above.outflowHistoryM3s, lagSteps - t);
          return sum + arriving;
        }, 0);
        return own + arrivals;
      }),
      levelBelowM: Float64Array.from({ length: problem.steps }, (_, t) => {
        const below = problem.stations[station.backwaterFrom];
        return below ? known!.stations[below.id]!.levelM[t]! : -Infinity;
      }),
      exportMw: shares ? shares[s]! : null,
    };
    const found = searchStation(task, time, way);
    if (!found) break;
    searches.push(found);
    if (s < problem.stations.length - 1) {
      known = simulate(problem, carryOutDay(problem, following(searches)));
    }
  }
  return searches;
}

/** Rounds of search, each about the course of the one before. */
const ROUNDS = 3;

/**
 * Quick: by the price of water where that alone ties the steps together; else all at full flow where a flood leaves
 * no choice, or once over all storage.
 * Thorough: coarse over all storage, then finer about the course found. null where the time was over before any.
 */
function searchStation(
  task: StationTask,
  time: SearchTime,
  { thorough, clearMm3 }: SearchWay,
): StationSearch | null {
  const model = new StationModel(task, null, clearMm3);
  const ramped = thorough ? null : rampedCourse(model, time.inTime);
  if (ramped) return { model, value: null, course: ramped, unpolished: ramped, others: [] };
  const quick = thorough ? [] : timelyCourses(model).map((course) => polished(model, null, course));
  if (quick.length > 0) {
    const best = quick.reduce((a, b) => (worthOf(b) > worthOf(a) ? b : a));
    return { ...best, others: quick.filter((one) => one !== best) };
  }
  const full = thorough ? null : fullCourse(model);
  if (full) return { model, value: null, course: full, unpolished: full, others: [] };
  let found = searchWithin(model, model.corridor, time, thorough);
  for (let round = 1; thorough && found && round < ROUNDS && time.forMore(); round++) {
    const about = narrowed(task, model.corridor, found.course.volumeMm3);
    const finer = searchWithin(model, about, time, thorough);
    if (!finer || finer.course.worth <= found.course.worth) break;
    found = finer;
  }
  return found;
}

/** Courses by the price of water that keep times and numbers of starts, of which it knows nothing. */
function timelyCourses(model: StationModel): PolishedCourse[] {
  const { problem, station } = model.task;
  return priceCourses(model).filter(({ running }) => keepsTimes(problem, station, running));
}

/** Searches a course within a corridor; null where the time was over before it was done. */
export function searchWithin(
  model: StationModel,
  corridor: StorageCorridor,
  time: SearchTime,
  thorough = false,
): StationSearch | null {
  const value = new WaterValue(model, corridor, time.inTime, thorough);
  const course = value.complete ? labelSearch(model, value, time.inTime, thorough) : null;
  if (!course) return null;
  return polished(model, value, course);
}

/** The same with starts moved and sets exchanged where that earns more; null where nothing is gained. */
export function withBetterStarts(search: StationSearch): StationSearch | null {
  const { model } = search;
  const shifted = shiftStarts(model, search.course, true);
  return shifted && { ...search, course: polishCourse(model, shifted) };
}

const worthOf = ({ model, course }: StationSearch): number => courseWorth(model, course);

/** A course found, with better flows and starts. */
function polished(
  model: StationModel,
  value: WaterValue | null,
  course: PolishedCourse,
): StationSearch {
  const first = polishCourse(model, course);
  const shifted = shiftStarts(model, first);
  const best = shifted ? polishCourse(model, shifted) : first;
  return { model, value, course: best, unpolished: course, others: [] };
}

/** The same courses as they were searched, and what else was found for a single station: other ways to go. */
export function otherWays(found: readonly StationSearch[]): StationSearch[][] {
  const asSearched = (search: StationSearch): StationSearch => {
    return { ...search, course: search.unpolished };
  };
  const [only, second] = found;
  const others = only && !second ? only.others : [];
  const isPolished = found.some(({ course, unpolished }) => course !== unpolished);
  return [
    ...(isPolished ? [found.map(asSearched)] : []),
    ...others.flatMap((other) => [[other], [asSearched(other)]]),
  ];
}

/** Follows the courses found so far; stations without one go by rule. */
export function following(searches: readonly StationSearch[]): Intentions {
  return (s, t, track, inflowM3s) => {
    const search = searches[s];
    if (!search) return runAtInflow(s, t, track, inflowM3s);
    const { course, model } = search;
    const { exportMw } = model.task;
    return {
      running: course.running[t]!,
      target: exportMw
        ? { exportMw: exportMw[t]! }
        : {
            turbineFlowM3s:
              course.turbineFlowM3s[t]! + besideCourseM3s(search, t, track, inflowM3s),
          },
      ceilingMm3: model.corridor.ceiling[t + 1]!,
    };
  };
}

/** A step that asks for this share more than its course lets go is meant at full flow. */
const ABOVE_COURSE = 0.005;

/**
 * Where the day must end at a level, what a step lets go beside its course so that the storage comes back
 * to it, m³/s: units at full flow take not quite what the course reckoned, and its last steps may rest,
 * when it is too late to make up for that. What is meant at full flow stays so.
 */
function besideCourseM3s(
  { course, model }: StationSearch,
  t: number,
  { volumeMm3 }: StationTrack,
  inflowM3s: number,
): number {
  if (model.task.station.end.levelM === -Infinity) return 0;
  const meant = course.turbineFlowM3s[t]!;
  const [before, after] = [course.volumeMm3[t]!, course.volumeMm3[t + 1]!];
  const letGo = (before - after) / model.perFlow + inflowM3s;
  if (meant > letGo * (1 + ABOVE_COURSE)) return 0;
  return Math.max(-meant, (volumeMm3 - before) / model.perFlow);
}

/** Each station's part of the load, MW, by what it makes in the plan by rule; null where there is no load. */
function loadShares(
  problem: Problem,
  stations: ReturnType<typeof simulate>['stations'],
): Float64Array[] | null {
  const { loadMw } = problem;
  if (!loadMw) return null;
  const made = problem.stations.map(({ id }) =>
    stations[id]!.generationMw.reduce((sum, mw) => sum + mw, 0),
  );
  const total = made.reduce((sum, mw) => sum + mw, 0);
  return made.map((mw) =>
    loadMw.map((load) => (load * (total > 0 ? mw : 1)) / (total || made.length)),
  );
}
