import { M3_PER_MM3, SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import type { StationProblem } from '../problem.ts';
import type { StationTask } from '../station-task.ts';
import { scheduleWorth } from '../unit-schedule.ts';
import { type WaterPrice, perM3sLetGo } from './water-price.ts';

/*
 * Starts told apart from loading, by Lagrange: running is charged in the loading of each step, and each
 * unit by itself is given what it was charged and pays its starts, its times and numbers of starts kept.
 * No schedule is worth more than the two at their best, whatever is charged.
 */

/** What running each unit is charged in each step, MW of its output; below 0: it is given as much. */
export type ChargedMw = readonly Float64Array[];

export const nothingCharged = ({ problem, station }: StationTask): ChargedMw =>
  station.units.map(() => new Float64Array(problem.steps));

/** What a MW over each step earns, its ramps charged, money; n. Where it earns nothing, nothing is charged. */
export const worthOfMw = ({ problem }: StationTask, { ramp }: WaterPrice): Float64Array =>
  problem.pricePerMwh.map((price, t) => {
    return Math.max(0, (price * problem.seconds) / SECONDS_PER_HOUR - (ramp?.perMw[t] ?? 0));
  });

/** What a start costs a unit in each step, its water at its straight price unless that is a gain, money; n. */
export function startCosts(
  { station, problem }: StationTask,
  u: number,
  price: WaterPrice,
): Float64Array {
  const { startCost, startWaterM3 } = station.plant.units[u]!;
  const { steps, seconds } = problem;
  return Float64Array.from({ length: steps }, (_, t) => {
    const perM3s = perM3sLetGo(price, t, seconds / M3_PER_MM3);
    return startCost + Math.max(0, (startWaterM3 / seconds) * perM3s);
  });
}

/** Σ over units of the most that a schedule of theirs is charged in all, its starts paid, money. */
export function chargesEarned(task: StationTask, chargedMw: ChargedMw, price: WaterPrice): number {
  const perMw = worthOfMw(task, price);
  return chargedMw.reduce((sum, charged, u) => {
    const given = charged.map((mw, t) => mw * perMw[t]!);
    const station = withoutClock(task.station, u);
    return sum + scheduleWorth(task.problem, station, u, given, startCosts(task, u, price)).best;
  }, 0);
}

/** A run from before the day may be ended by its head at any time: the bound lets it end. */
function withoutClock(station: StationProblem, u: number): StationProblem {
  const units = station.units.map((unit, v) =>
    v === u && unit.onBefore ? { ...unit, forMinutes: Infinity } : unit,
  );
  return { ...station, units };
}
