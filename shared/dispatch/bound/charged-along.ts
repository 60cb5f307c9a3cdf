import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { StationCourse } from '../label-search.ts';
import type { StationTask } from '../station-task.ts';
import { UnitDay } from '../unit-day.ts';
import { type ChargedMw, startCosts, worthOfMw } from './start-charges.ts';
import { type WaterPrice, perM3sLetGo } from './water-price.ts';

/** A step is charged up to this share of what running earns in it, or all of it where that is too little. */
const SHARES = [0.6, 1];
const HALVINGS = 40;

/**
 * What running may be charged for its starts, by a course: each start over the run that follows it, and
 * as much given back over the rest before it, within what running earns or loses there, so that neither
 * a start saved nor one more seems to pay.
 */
export function chargedAlong(
  task: StationTask,
  course: StationCourse,
  price: WaterPrice,
): ChargedMw {
  const { problem, station } = task;
  const perMw = worthOfMw(task, price);
  const perFlow = problem.seconds / M3_PER_MM3;
  const letGo = problem.pricePerMwh.map((_, t) => perM3sLetGo(price, t, perFlow) / perFlow);
  const day = new UnitDay(task, course.volumeMm3);
  const alone = day.prices(letGo).map((step, t) => day.running(t, step.perMw, step.perM3s));
  return station.units.map(({ onBefore }, u) => {
    const ran = course.running.map((running) => running[u]! > 0);
    const worth = Float64Array.from(alone, (each) => each[u]!);
    return chargedOver(ran, onBefore, {
      perMw,
      worth,
      starting: startCosts(task, u, price),
    });
  });
}

/** One unit's day, per step: what a MW is worth, what running earns, and what a start costs, money; n. */
interface UnitMoney {
  readonly perMw: Float64Array;
  readonly worth: Float64Array;
  readonly starting: Float64Array;
}

/** MW charged in each step: each start over the run it begins, and given back over the rest before it. */
function chargedOver(ran: readonly boolean[], onBefore: boolean, money: UnitMoney): Float64Array {
  const charged = new Float64Array(ran.length);
  let rests = onBefore ? 0 : -1;
  for (let t = 0; t < ran.length; t++) {
    const ranBefore = t > 0 ? ran[t - 1]! : onBefore;
    if (!ran[t]) {
      if (ranBefore) rests = t;
      continue;
    }
    if (ranBefore) continue;
    const stops = ran.indexOf(false, t);
    spread(charged, money, t, stops < 0 ? ran.length : stops, money.starting[t]!);
    if (rests >= 0) spread(charged, money, rests, t, -money.starting[t]!);
  }
  return charged;
}

/** Spreads a sum over steps, the same MW in each but where running earns (loses, where it is negative) less. */
function spread(
  charged: Float64Array,
  { perMw, worth }: UnitMoney,
  from: number,
  to: number,
  sum: number,
): void {
  const sign = Math.sign(sum);
  const wanted = Math.abs(sum);
  for (const share of SHARES) {
    const room = (t: number): number => {
      const money = sign * share * worth[t]!;
      return perMw[t]! > 0 && money > 0 && money < Infinity ? money / perMw[t]! : 0;
    };
    let high = 0;
    for (let t = from; t < to; t++) high = Math.max(high, room(t));
    const upTo = (level: number): number => {
      let all = 0;
      for (let t = from; t < to; t++) all += perMw[t]! * Math.min(level, room(t));
      return all;
    };
    const isLast = share === SHARES[SHARES.length - 1];
    if (upTo(high) < wanted && !isLast) continue;
    let low = 0;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (upTo(middle) < wanted) low = middle;
      else high = middle;
    }
    for (let t = from; t < to; t++) charged[t] = sign * Math.min(high, room(t));
    return;
  }
}
