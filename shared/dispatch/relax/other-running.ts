import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { CheckedPlan } from '../checked-plan.ts';
import { nearestSet } from '../nearest-set.ts';
import type { Problem } from '../problem.ts';
import type { StationModel } from '../station-model.ts';
import { isInService } from '../water-value.ts';
import type { FlowCourse, LimitWeights } from './flow-course.ts';

type Running = readonly Uint8Array[];

/** The same flows by other units. */
export function withRunning(course: FlowCourse, running: Running): FlowCourse {
  return { ...course, running, generationMw: new Float64Array(running.length).fill(NaN) };
}

/** Whole days of units to begin from: all that can, none, and what makes a load, from the water there is and from more. */
export function otherRunning(
  model: StationModel,
  course: FlowCourse,
  weights: LimitWeights,
): FlowCourse[] {
  const { station, exportMw } = model.task;
  const all = course.running.map((_, t) =>
    Uint8Array.from(station.units, (unit) => unit.available[t]!),
  );
  const none = course.running.map(() => new Uint8Array(station.units.length));
  const whole = [all, none].map((running) => withRunning(course, running));
  if (!exportMw) return whole;
  const options = loadOptions(model, course, exportMw, weights);
  const water = course.turbineFlowM3s.reduce((sum, flow) => sum + flow, 0);
  const shared = [-TILT, TILT].map((tilt) => sharedOut(model, course, options, water, tilt));
  return [...whole, ...shared, sharedOut(model, course, options, Infinity, 0)];
}

/** Price of water, towards the day's end: tells alike steps apart, so that a run of them changes at once. */
const TILT = 1e-3;
const PRICE_HALVINGS = 40;
const FLOWS_TRIED = 25;
/** A load that a table misses by less than this is met. */
const NEAR_MW = 0.3;

/** What a set makes of a step: turbine flow, m³/s, and weighted violation. */
interface Option {
  readonly set: number;
  readonly flow: number;
  readonly missed: number;
}

/** For each step the sets that are in service, at several flows. */
function loadOptions(
  model: StationModel,
  course: FlowCourse,
  exportMw: Float64Array,
  weights: LimitWeights,
): Option[][] {
  const { plant, serviceLoadMw } = model.task.station;
  return course.running.map((_, t) => {
    const level = (levelAt(plant, course, t) + levelAt(plant, course, t + 1)) / 2;
    return model.sets.flatMap((set, s): Option[] => {
      if (!isInService(model, s, t)) return [];
      const [low, high] = model.flowSpan(s, level);
      if (Number.isNaN(low) || Number.isNaN(high)) return [];
      const service = plant.fixedServiceMw + serviceLoadMw[t]! + model.auxiliaryMw(s);
      const ready = set.units.reduce((sum, u) => sum + plant.units[u]!.mwMax, 0);
      return Array.from({ length: high > low ? FLOWS_TRIED : 1 }, (_, i) => {
        const flow = low + ((high - low) * i) / (FLOWS_TRIED - 1);
        const power = model.table.powerMw(s, flow, level - curveAt(plant.tailwater, flow));
        const exported = power - service;
        const short = plant.reserveMw > 0 ? Math.max(0, plant.reserveMw - (ready - power)) : 0;
        const over = Math.max(0, exported - plant.exportLimitMw);
        const missed =
          weights('load') * Math.abs(exported - exportMw[t]!) +
          weights('reserve') * short +
          weights('export-limit') * over;
        return { set: s, flow, missed };
      }).filter(({ missed }) => missed < Infinity);
    });
  });
}

/** The sets that miss the load least with so much water, Σ m³/s over all steps, shared out by one price of it. */
function sharedOut(
  model: StationModel,
  course: FlowCourse,
  options: readonly Option[][],
  waterM3s: number,
  tilt: number,
): FlowCourse {
  const at = (price: number): (Option | null)[] =>
    options.map((list, t) => {
      const here = price * (1 + (tilt * t) / options.length);
      const cost = ({ missed, flow }: Option): number => missed + here * flow;
      return list.reduce<Option | null>(
        (best, one) => (best && cost(best) <= cost(one) ? best : one),
        null,
      );
    });
  let low = 0;
  let high = 1000 / model.flowPerMw;
  for (let i = 0; i < PRICE_HALVINGS; i++) {
    const middle = (low + high) / 2;
    const used = at(middle).reduce((sum, option) => sum + (option?.flow ?? 0), 0);
    if (used > waterM3s) low = middle;
    else high = middle;
  }
  const chosen = at(high);
  const sets = chosen.map((option, t) => option?.set ?? nearestSet(model, course.running[t]!));
  const turbineFlowM3s = Float64Array.from(chosen, (option) => option?.flow ?? 0);
  const volumeMm3 = Float64Array.from(course.volumeMm3);
  turbineFlowM3s.forEach((flow, t) => {
    const more = flow - course.turbineFlowM3s[t]!;
    const moved = volumeMm3[t]! + course.volumeMm3[t + 1]! - course.volumeMm3[t]!;
    volumeMm3[t + 1] = moved - more * model.perFlow;
  });
  const meetsLoad = Uint8Array.from(chosen, (option) =>
    option && option.missed < NEAR_MW ? 1 : 0,
  );
  return { ...withRunning(course, unitsOf(model, sets)), turbineFlowM3s, volumeMm3, meetsLoad };
}

/** Of each class as many units as the set has, those that ran before first. */
function unitsOf(model: StationModel, sets: readonly number[]): Running {
  const { units } = model.task.station;
  let before: ArrayLike<number> = units.map((unit) => (unit.onBefore ? 1 : 0));
  return sets.map((set, t) => {
    const running = new Uint8Array(units.length);
    model.classes.forEach(({ members }, c) => {
      const able = members.filter((u) => units[u]!.available[t]);
      able.sort((a, b) => before[b]! - before[a]! || a - b);
      for (const u of able.slice(0, model.sets[set]!.counts[c])) running[u] = 1;
    });
    before = running;
    return running;
  });
}

const levelAt = (plant: Plant, course: FlowCourse, i: number): number =>
  levelM(plant, course.volumeMm3[i]!);

/** Steps by which a stretch of broken limits is widened to either side. */
const REACH = [0, 2, 6];

/**
 * What differs from a course by one unit more or less over a stretch: the one in which a limit is broken,
 * the time up to it, the time from it on, and the whole day.
 */
export function nearbyRunning(
  problem: Problem,
  { operatingViolations }: CheckedPlan,
  course: FlowCourse,
): Running[] {
  const { steps } = problem;
  const stretches = new Map<string, readonly [number, number]>();
  for (const { fromStep, toStep } of operatingViolations) {
    const all: [number, number][] = [
      [0, toStep],
      [fromStep, steps],
      [0, fromStep],
      [0, steps],
    ];
    const middle = Math.round((fromStep + toStep) / 2);
    all.push([fromStep, middle], [middle, toStep]);
    for (const before of REACH) {
      for (const after of REACH) all.push([fromStep - before, toStep + after]);
    }
    for (const [from, to] of all) {
      const clamped = [Math.max(0, from), Math.min(steps, to)] as const;
      if (clamped[0] < clamped[1]) stretches.set(clamped.join(), clamped);
    }
  }
  const found = new Map<string, Running>();
  const [station] = problem.stations;
  const own = keyOf(course.running);
  for (const [from, to] of stretches.values()) {
    station!.units.forEach((unit, u) => {
      for (const on of [1, 0]) {
        const running = course.running.map((before, t) => {
          const next = Uint8Array.from(before);
          if (t >= from && t < to) next[u] = on && unit.available[t]!;
          return next;
        });
        const key = keyOf(running);
        if (key !== own) found.set(key, running);
      }
    });
  }
  return [...found.values()];
}

const keyOf = (running: readonly ArrayLike<number>[]): string =>
  running.map((units) => Array.from(units).join('')).join();
