import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import { M3_PER_MM3, MW_PER_M3S_M, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { RunningSet, UnitClass } from './running-sets.ts';
import type { StationTask } from './station-task.ts';
import { UnitDay, type StepPrice, crossing } from './unit-day.ts';
import type { ScheduleWorth } from './unit-schedule.ts';

/** What water is worth along a day, and how high it stands. */
export interface WaterPath {
  /** Money per Mm³ that each step lets go; n. */
  readonly perMm3: Float64Array;
  /** Storage at each instant, Mm³; n + 1. */
  readonly volumeMm3: Float64Array;
}

/** Sets a search works with at most. */
const MOST_SETS = 20;

/** Prices of water tried, as shares of those told: what an hour's water is worth may be off by as much. */
const PRICES = [0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 1, 1.02, 1.05, 1.1, 1.25, 1.6];

/** A set that is best only at another price of water loses this share of what that moves by all its flow. */
const OFF_PRICE = 0.1;

/** An asked amount's price is tried from where it was to twice as far as it moved, in so many parts. */
const PARTS_ASKED = 16;

/**
 * The sets worth a search's time. At a price of water each unit's best schedule is its own affair, its
 * times and starts included, and what a set loses in a step is what its units lose one by one. Those
 * that lose least somewhere in the day are kept, the empty and the full set always.
 * @param path of a course already found; null: none is
 */
export function worthySets(
  task: StationTask,
  classes: readonly UnitClass[],
  sets: readonly RunningSet[],
  path: WaterPath | null,
): readonly RunningSet[] {
  if (sets.length <= MOST_SETS) return sets;
  const { problem, station } = task;
  const resting = new Float64Array(problem.steps + 1).fill(station.startVolumeMm3);
  const day = new UnitDay(task, path?.volumeMm3 ?? resting);
  const perMm3 = path?.perMm3 ?? onePrice(task, day);
  const largestM3s = station.plant.units.reduce(
    (sum, unit) => sum + Math.max(...unit.flowMax.y),
    0,
  );
  const least = Float64Array.from(sets, ({ units }) =>
    units.length === 0 || units.length === station.units.length ? -1 : Infinity,
  );
  for (const share of PRICES) {
    const prices = day.prices(perMm3.map((price) => price * share));
    const schedules = day.schedules(prices);
    prices.forEach((price, t) => {
      const moved = OFF_PRICE * Math.abs(share - 1) * price.perM3s * largestM3s;
      const losses = lossesIn(day, t, price, schedules, classes, sets);
      for (let s = 0; s < losses.length; s++) {
        if (losses[s]! + moved < least[s]!) least[s] = losses[s]! + moved;
      }
    });
  }
  const order = sets.map((_, s) => s).sort((a, b) => least[a]! - least[b]! || a - b);
  const kept = new Set(order.slice(0, MOST_SETS));
  return sets.filter((_, s) => kept.has(s));
}

/** What each set loses in step t against the best of them, money. */
function lossesIn(
  day: UnitDay,
  t: number,
  price: StepPrice,
  schedules: readonly ScheduleWorth[],
  classes: readonly UnitClass[],
  sets: readonly RunningSet[],
): Float64Array {
  const losses = overSets(
    classes.map(({ members }) => lossByCount(members, schedules, t)),
    sets,
  );
  if (price.asked) {
    const missed = missedBy(day, t, price, classes, sets);
    for (let s = 0; s < losses.length; s++) losses[s]! += missed[s]!;
  }
  let lowest = Infinity;
  for (const loss of losses) if (loss < lowest) lowest = loss;
  if (lowest < Infinity) for (let s = 0; s < losses.length; s++) losses[s]! -= lowest;
  return losses;
}

/** What so many units of a class running in a step lose together at least, money; by their number. */
function lossByCount(
  members: readonly number[],
  schedules: readonly ScheduleWorth[],
  t: number,
): Float64Array {
  const losses = members.map((u) => {
    const { running, resting, best } = schedules[u]!;
    return { run: best - running[t]!, rest: best - resting[t]! };
  });
  losses.sort((a, b) => runLess(a) - runLess(b));
  return Float64Array.from({ length: members.length + 1 }, (_, k) =>
    losses.reduce((sum, { run, rest }, i) => sum + (i < k ? run : rest), 0),
  );
}

/** What a unit loses by running more than by resting; it cannot do neither. */
const runLess = ({ run, rest }: { run: number; rest: number }): number =>
  rest === Infinity ? -Infinity : run - rest;

/**
 * By how much each set falls short of what its units promise one by one, where together they are asked
 * for an amount: at the price that suits the set itself instead of the step's, money.
 */
function missedBy(
  day: UnitDay,
  t: number,
  { perMw, perM3s, asked }: StepPrice,
  classes: readonly UnitClass[],
  sets: readonly RunningSet[],
): Float64Array {
  const { of, amount, before, now } = asked!;
  const missed = new Float64Array(sets.length).fill(Infinity);
  let promised: Float64Array = missed;
  for (let part = 0; part <= PARTS_ASKED; part++) {
    const price = before + ((now - before) * 2 * part) / PARTS_ASKED;
    const running = of === 'flow' ? day.running(t, perMw, price) : day.running(t, price, perM3s);
    const settled = amount * (of === 'flow' ? price - before : before - price);
    const worth = overSets(
      classes.map(({ members }) => sumsOf(members.map((u) => running[u]!))),
      sets,
    );
    for (let s = 0; s < worth.length; s++) {
      worth[s]! += settled;
      if (worth[s]! < missed[s]!) missed[s] = worth[s]!;
    }
    if (2 * part === PARTS_ASKED) promised = worth;
  }
  return missed.map((least, s) => (promised[s] === -Infinity ? Infinity : promised[s]! - least));
}

/** 0, the first, the first two … together. */
function sumsOf(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => (sums[i + 1] = sums[i]! + value));
  return sums;
}

/**
 * Σ over the classes of what so many of each make, for each set.
 * @param byCount per class, by the number of its units that run
 */
function overSets(byCount: readonly Float64Array[], sets: readonly RunningSet[]): Float64Array {
  const all = byCount.reduce((product, { length }) => product * length, 1);
  if (all !== sets.length) {
    return Float64Array.from(sets, ({ counts }) =>
      counts.reduce((sum, k, c) => sum + byCount[c]![k]!, 0),
    );
  }
  // All sets there are: the last class counts fastest.
  return byCount.reduce<Float64Array>((sums, each) => {
    const next = new Float64Array(sums.length * each.length);
    for (let s = 0, at = 0; s < sums.length; s++) {
      for (let k = 0; k < each.length; k++) next[at++] = sums[s]! + each[k]!;
    }
    return next;
  }, new Float64Array(1));
}

/** One price for the day: the water value, or that at which the units use the water there is. */
function onePrice({ problem, station, inflowM3s }: StationTask, day: UnitDay): Float64Array {
  const { plant, end } = station;
  const flat = (price: number): Float64Array => new Float64Array(problem.steps).fill(price);
  if (end.waterValuePerMm3 > 0) return flat(end.waterValuePerMm3);
  const perFlow = problem.seconds / M3_PER_MM3;
  const endMm3 = volumeMm3(plant, Math.max(end.levelM, plant.levelMinM));
  const there = inflowM3s.reduce((a, b) => a + b, (station.startVolumeMm3 - endMm3) / perFlow);
  const used = (price: number): number =>
    day.prices(flat(price)).reduce((sum, { perMw, perM3s }, t) => {
      return sum + day.together(t, perMw, perM3s).flowM3s;
    }, 0);
  const highest = problem.pricePerMwh.reduce((a, b) => Math.max(a, b), 0);
  const headM = Math.max(1, station.startLevelM - plant.tailwater.y[0]!);
  const dearest = (highest * MW_PER_M3S_M * headM * M3_PER_MM3) / SECONDS_PER_HOUR;
  return flat(crossing(dearest, 0, (price) => used(price) >= there));
}
