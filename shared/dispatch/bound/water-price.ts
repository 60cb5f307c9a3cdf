import { curveAt, curveSlopeAt } from '#shared/hydraulics/curve.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { StationCourse } from '../label-search.ts';
import { nearestSet } from '../nearest-set.ts';
import type { StationModel } from '../station-model.ts';
import type { RampPrice } from './ramp-price.ts';

/** The straight prices that a bound takes out of the worth of water. Any prices give a bound; good ones a tight one. */
export interface WaterPrice {
  /** Money per Mm³ in store at each instant; n + 1. */
  readonly perMm3: Float64Array;
  /** Mm³ that a plan may spill and still be one the bound speaks of; 0: gates stay shut. */
  readonly mostSpillMm3: number;
  /**
   * What spilling a Mm³ is charged besides its water, money; all that a plan may spill is credited. Without it
   * each step might spill for itself as much as the whole day may.
   */
  readonly spillPerMm3: number;
  /** Of changes from step to step, where something is ramped; null: nothing is. */
  readonly ramp: RampPrice | null;
}

/** Price of the water that a step lets go: the mean of its two instants', money per Mm³. */
export const middlePrice = ({ perMm3 }: WaterPrice, t: number): number =>
  (perMm3[t]! + perMm3[t + 1]!) / 2;

/** What a m³/s let go in a step is charged, money: its water, and its ramps. */
export const perM3sLetGo = (price: WaterPrice, t: number, perFlow: number): number =>
  middlePrice(price, t) * perFlow + (price.ramp?.perM3s[t] ?? 0);

/** Half the difference of head over which a unit's gain by head is taken, m. */
const HEAD_STEP_M = 0.05;

/** Share of the outflow from which on it counts as spilling. */
const SPILLING_SHARE = 0.02;

/** An outflow above the floor by no more than this share is what the floor asks for. */
const FLOOR_SHARE = 0.001;

/** A flow of this share of the most that units let through at their head counts as full. */
const FULL_SHARE = 0.99;

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
): PricePath {
  const { problem } = model.task;
  const { steps } = problem;
  const most = dearest(model);
  const shape = new Float64Array(steps + 1);
  for (let t = steps - 1; t >= 0; t--) shape[t] = shape[t + 1]! + headWorth(model, course, t, most);
  const price = new Float64Array(steps + 1);
  const told = new Uint8Array(steps + 1);
  const spilling = spillCosts(model, course);
  let to = steps;
  while (to >= 0) {
    if (!Number.isNaN(spilling[to]!)) {
      price[to] = -spilling[to]!;
      to--;
      continue;
    }
    // The last instant itself prices what lies before it, whatever it rests on.
    let from = to === steps ? Math.max(0, to - 1) : to;
    const bounded = (t: number): boolean =>
      restsOnLimit(model, course, t) || !Number.isNaN(spilling[t - 1]!);
    while (from > 0 && !bounded(from)) from--;
    const middle =
      to < steps && !Number.isNaN(spilling[to + 1]!)
        ? price[to + 1]! - shape[to + 1]!
        : stretchPrice(model, course, from, to, (t) => {
            const slope = slopeAt(t, course.volumeMm3[t]!);
            return Math.max(0, Math.min(most, slope)) - shape[t]!;
          });
    const known = middle === waterValueAlone(model, course, to);
    for (let t = from; t <= to; t++) {
      price[t] = middle + shape[t]!;
      told[t] = known ? 0 : 1;
    }
    to = from - 1;
  }
  return { perMm3: price, told };
}

/** Prices along a course, and which of them are told by a worth of water rather than known (1). */
export interface PricePath {
  readonly perMm3: Float64Array;
  readonly told: Uint8Array;
}

/** All told prices moved by a share of themselves. */
export function moved({ perMm3, told }: PricePath, share: number): Float64Array {
  return perMm3.map((price, t) => (told[t] ? price * (1 + share) : price));
}

/** The water value, where it alone decides what a stretch's water is worth; else NaN. */
function waterValueAlone(model: StationModel, course: StationCourse, to: number): number {
  const { end } = model.task.station;
  const free = to === model.task.problem.steps && !restsOnLimit(model, course, to);
  return free && end.levelM === -Infinity ? end.waterValuePerMm3 : NaN;
}

/** The one number of a stretch: the water value where it alone decides, else the middle of what is told. */
function stretchPrice(
  model: StationModel,
  course: StationCourse,
  from: number,
  to: number,
  told: (t: number) => number,
): number {
  const alone = waterValueAlone(model, course, to);
  if (!Number.isNaN(alone)) return alone;
  const { end } = model.task.station;
  const all: number[] = [];
  for (let t = Math.max(1, from); t <= to; t++) {
    const value = told(t);
    if (Number.isFinite(value)) all.push(value);
  }
  all.sort((a, b) => a - b);
  return all[all.length >> 1] ?? end.waterValuePerMm3;
}

/**
 * What a Mm³ more in store costs at each instant from which it would have to be spilled; NaN elsewhere;
 * n + 1. Besides the steps that spill these are the instants before, down to one with the storage on its
 * lower limit, and those after for as long as units at full flow leave it to rise to its upper limit.
 */
function spillCosts(model: StationModel, course: StationCourse): Float64Array {
  const { steps } = model.task.problem;
  const cost = Float64Array.from({ length: steps + 1 }, (_, t) => spillCost(model, course, t));
  let last = cost.findLastIndex((value) => !Number.isNaN(value));
  for (let t = last + 1; last >= 0 && t <= steps; t++) {
    if (!isFull(model, course, t - 1)) break;
    if (roomMm3(model, course, t)[1] < nearMm3(model)) last = t;
  }
  let spilled = false;
  for (let t = last; t >= 0; t--) {
    if (Number.isNaN(cost[t]!)) {
      if (spilled && roomMm3(model, course, t)[0] < nearMm3(model)) spilled = false;
      if (spilled || t === last) cost[t] = 0;
    }
    spilled ||= !Number.isNaN(cost[t]!);
  }
  return cost;
}

/** Whether the units that run in step t let as much water through as they can at its head. */
function isFull(model: StationModel, course: StationCourse, t: number): boolean {
  const set = nearestSet(model, course.running[t]!);
  const flow = course.turbineFlowM3s[t]!;
  const level = levelM(model.task.station.plant, course.volumeMm3[t]!);
  const head = level - tailwaterM(model, outflowM3s(model, course, t), t);
  return flow >= FULL_SHARE * model.table.mostFlowM3s(set, head);
}

const outflowM3s = ({ task, perFlow }: StationModel, course: StationCourse, t: number): number =>
  task.inflowM3s[t]! - (course.volumeMm3[t + 1]! - course.volumeMm3[t]!) / perFlow;

/**
 * What a Mm³ more costs in a step that spills what its units or its load leave: it only raises the
 * tailwater, and that nothing where units at their greatest output take more water instead. NaN where
 * step t does not.
 */
function spillCost(model: StationModel, course: StationCourse, t: number): number {
  const { task, perFlow } = model;
  if (t >= task.problem.steps) return NaN;
  const flow = course.turbineFlowM3s[t]!;
  const outflow = outflowM3s(model, course, t);
  if (!(outflow - flow > SPILLING_SHARE * model.mostFlowM3s(model.sets.length - 1))) return NaN;
  if (!task.exportMw && !isFull(model, course, t)) return NaN;
  // What gates let go for a floor of outflow is no surplus: more water in store stays there.
  if (outflow <= task.station.plant.outflowMinM3s * (1 + FLOOR_SHARE)) return NaN;
  const set = nearestSet(model, course.running[t]!);
  const head = levelM(task.station.plant, course.volumeMm3[t]!) - tailwaterM(model, outflow, t);
  const mostMw = (headM: number): number =>
    model.table.powerMw(set, model.table.mostFlowM3s(set, headM), headM);
  const gainMw = (mostMw(head + HEAD_STEP_M) - mostMw(head - HEAD_STEP_M)) / (2 * HEAD_STEP_M);
  if (task.exportMw || !Number.isFinite(gainMw)) return 0;
  const rise = curveSlopeAt(task.station.plant.tailwater, outflow);
  const hours = task.problem.seconds / SECONDS_PER_HOUR;
  return (task.problem.pricePerMwh[t]! * hours * Math.max(0, gainMw) * rise) / perFlow;
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
  const set = nearestSet(model, course.running[t]!);
  const flow = course.turbineFlowM3s[t]!;
  if (!(flow > 0)) return 0;
  const volume = (course.volumeMm3[t]! + course.volumeMm3[t + 1]!) / 2;
  const perMm3 = curveSlopeAt(plant.levelAtVolume, volume);
  const outflow = Math.max(
    flow,
    task.inflowM3s[t]! - (course.volumeMm3[t + 1]! - course.volumeMm3[t]!) / model.perFlow,
  );
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

const tailwaterM = ({ task }: StationModel, outflow: number, t: number): number =>
  Math.max(curveAt(task.station.plant.tailwater, outflow), task.levelBelowM[t]!);

function restsOnLimit(model: StationModel, course: StationCourse, t: number): boolean {
  return Math.min(...roomMm3(model, course, t)) < nearMm3(model);
}

/** From the storage down to its lower limit and up to its upper one, Mm³. */
function roomMm3(model: StationModel, course: StationCourse, t: number): readonly [number, number] {
  const [low, high] = model.limitsMm3(t);
  return [course.volumeMm3[t]! - low, high - course.volumeMm3[t]!];
}

const nearMm3 = (model: StationModel): number =>
  AT_LIMIT * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
