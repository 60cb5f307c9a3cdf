import { curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { StationCourse } from '../label-search.ts';
import type { StationModel } from '../station-model.ts';

/** The straight prices that a bound takes out of the worth of water. Any prices give a bound; good ones a tight one. */
export interface WaterPrice {
  /** Money per Mm³ in store at each instant; n + 1. */
  readonly perMm3: Float64Array;
  /** Money taken off per Mm³ spilled, ≥ 0. */
  readonly perSpilledMm3: number;
  /** Mm³ that a plan may spill and still be one the bound speaks of; 0: gates stay shut. */
  readonly mostSpillMm3: number;
}

/** Price of the water that a step lets go: the mean of its two instants', money per Mm³. */
export const middlePrice = ({ perMm3 }: WaterPrice, t: number): number =>
  (perMm3[t]! + perMm3[t + 1]!) / 2;

/** Half the difference of head over which a unit's gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** A level this near to its limit, in shares of a step's largest turbine flow, is taken to rest on it. */
const AT_LIMIT = 0.75;

/**
 * What water in store is worth along a course: between two instants the price falls by what a Mm³ more
 * would have earned by its head, and jumps only where the storage rests on a limit. So it is known up to
 * one number for each stretch between limits, which is the middle one of the slopes told for it.
 * @param slopeAt money per Mm³ about instant t, as some worth of water has it; it may be noisy
 */
export function priceAlong(
  model: StationModel,
  course: StationCourse,
  slopeAt: (t: number, volumeMm3: number) => number,
): Float64Array {
  const { problem, station } = model.task;
  const { steps } = problem;
  const most = dearest(model);
  const shape = new Float64Array(steps + 1);
  for (let t = steps - 1; t >= 0; t--) shape[t] = shape[t + 1]! + headWorth(model, course, t, most);
  const price = new Float64Array(steps + 1);
  let to = steps;
  while (to >= 0) {
    // The last instant itself prices what lies before it, whatever it rests on.
    let from = to === steps ? to - 1 : to;
    while (from > 0 && !restsOnLimit(model, course, from)) from--;
    const told: number[] = [];
    for (let t = Math.max(1, from); t <= to; t++) {
      const slope = slopeAt(t, course.volumeMm3[t]!);
      if (Number.isFinite(slope)) told.push(Math.max(0, Math.min(most, slope)) - shape[t]!);
    }
    told.sort((a, b) => a - b);
    const free = to === steps && !restsOnLimit(model, course, steps);
    const known = free && station.end.waterValuePerMm3 > 0 && station.end.levelM === -Infinity;
    const middle = known
      ? station.end.waterValuePerMm3
      : (told[told.length >> 1] ?? station.end.waterValuePerMm3);
    for (let t = from; t <= to; t++) price[t] = middle + shape[t]!;
    to = from - 1;
  }
  return price;
}

/** More than water can be worth, money per Mm³: all of it at the dearest price at the greatest head. */
function dearest(model: StationModel): number {
  const { problem, station } = model.task;
  const price = problem.pricePerMwh.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const mwhPerMm3 = 1 / (model.flowPerMw * model.perFlow) / (SECONDS_PER_HOUR / problem.seconds);
  return 1.3 * Math.max(price * mwhPerMm3, station.end.waterValuePerMm3);
}

/** What a Mm³ more in store earns by its head in step t, money per Mm³. */
function headWorth(model: StationModel, course: StationCourse, t: number, most: number): number {
  const { task, table } = model;
  const { plant } = task.station;
  const set = setOf(model, course.running[t]!);
  const flow = course.turbineFlowM3s[t]!;
  if (set < 0 || !(flow > 0)) return 0;
  const volume = (course.volumeMm3[t]! + course.volumeMm3[t + 1]!) / 2;
  const perMm3 = curveSlopeAt(plant.levelAtVolume, volume);
  const outflow = Math.max(flow, task.inflowM3s[t]! - (course.volumeMm3[t + 1]! - course.volumeMm3[t]!) / model.perFlow);
  const head = levelM(plant, volume) - tailwaterM(model, outflow, t);
  const upper = table.powerMw(set, flow, head + HEAD_STEP_M);
  const lower = table.powerMw(set, flow, head - HEAD_STEP_M);
  if (upper === -Infinity || lower === -Infinity) return 0;
  const gainMw = ((upper - lower) / (2 * HEAD_STEP_M)) * perMm3;
  if (!task.exportMw) {
    return (task.problem.pricePerMwh[t]! * gainMw * task.problem.seconds) / SECONDS_PER_HOUR;
  }
  // With a load to follow a higher head saves water instead.
  const worth = task.station.end.waterValuePerMm3 || most / 2;
  return worth * gainMw * model.flowPerMw * model.perFlow;
}

function tailwaterM(model: StationModel, outflow: number, t: number): number {
  const { plant } = model.task.station;
  const { x, y } = plant.tailwater;
  let i = 0;
  while (i < x.length - 2 && x[i + 1]! <= outflow) i++;
  const share = Math.max(0, Math.min(1, (outflow - x[i]!) / (x[i + 1]! - x[i]!)));
  return Math.max(y[i]! + share * ((y[i + 1] ?? y[i]!) - y[i]!), model.task.levelBelowM[t]!);
}

/** Index of the set with as many of each class as run; −1: not among the sets. */
export function setOf(model: StationModel, running: ArrayLike<number>): number {
  return model.sets.findIndex(({ counts }) =>
    model.classes.every(({ members }, c) => {
      let on = 0;
      for (const u of members) if (running[u]! > 0) on++;
      return on === counts[c];
    }),
  );
}

function restsOnLimit(model: StationModel, course: StationCourse, t: number): boolean {
  const near = AT_LIMIT * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
  const volume = course.volumeMm3[t]!;
  const [low, high] = model.limitsMm3(t);
  return volume - low < near || high - volume < near;
}
