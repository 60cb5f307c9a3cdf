import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { type BoundTask, boundTask, setOfRunning } from './bound/bound-task.ts';
import { chargedAlong } from './bound/charged-along.ts';
import { pooledTask } from './bound/pools.ts';
import { type Fineness, Prover, type RampFineness } from './bound/prove.ts';
import { type RampPrice, rampPrice } from './bound/ramp-price.ts';
import { nothingCharged } from './bound/start-charges.ts';
import { type PricePath, type WaterPrice, moved, priceAlong } from './bound/water-price.ts';
import { carryOutDay } from './carry-out-day.ts';
import { type CheckedPlan, checkedPlan } from './checked-plan.ts';
import { NO_SPILL_MM3, isBetter } from './plan-rank.ts';
import type { Problem } from './problem.ts';
import { spillOf } from './spread-spill.ts';
import type { StationTask } from './station-task.ts';
import { type SearchTime, type StationSearch, following, searchWithin } from './search-stations.ts';

/** What came of a proof: the best plan, and what no plan of its ranks exceeds, money. */
export interface Proved {
  readonly best: CheckedPlan;
  readonly bound: number;
}

const METHOD = 'worth of water within its proved bounds';

/** Looks at the bound, from coarse to fine. */
const LOOKS: readonly Fineness[] = [
  { headShare: 0.002, stepShare: 0.25 },
  { headShare: 0.001, stepShare: 0.1 },
  { headShare: 0.0006, stepShare: 0.05 },
  { headShare: 0.0004, stepShare: 0.02 },
  { headShare: 0.0002, stepShare: 0.01 },
  { headShare: 0.0001, stepShare: 0.004 },
];

/** Where outflow is ramped, looks that tell outflows apart, one after each of the first of these. */
const RAMP_LOOKS: readonly RampFineness[] = [
  { headShare: 0.0006, storageShare: 0.002, cellsOfRamp: 4 },
  { headShare: 0.0003, storageShare: 0.0007, cellsOfRamp: 5 },
  { headShare: 0.0002, storageShare: 0.0003, cellsOfRamp: 6 },
];

/** More running sets than this are not told apart: the day's units are looked at in one pool. */
const MOST_APART = 40;

/** Where the pool leaves more than this gap, after a first look and after more, sets have to be told apart after all. */
const POOL_WIDE = [0.006, 0.002];

/** A look is worth while where it leaves less than this share of the gap. */
const WORTH_WHILE = 0.95;

/** With a gap beyond this the plan and its prices may be far off: it is searched before a finer look. */
const FAR = 0.01;

/** A plan better by this share of the turnover is worth another look at its own prices. */
const MUCH = 5e-4;

/** Share by which told prices are moved to feel for the least bound. */
const FEEL = 0.02;

/** Slopes are taken over this share of a step's largest flow to either side. */
const SLOPE_SHARE = 0.3;

/** A plan within rank 3's tolerance of this one's spill counts as equal to it (model.md). */
const SAME_SPILL_MM3 = 1e-3;
const SAME_SPILL_SHARE = 1e-3;

/**
 * Proves a single station's plan and betters it on the way: each look at the bound leaves a narrower
 * corridor that holds every better plan, in which the search goes on.
 * @param goal gap at which to stop, share of the turnover
 * @returns null where nothing can be proved
 */
export function searchProved(
  system: System,
  day: Day,
  problem: Problem,
  first: CheckedPlan,
  found: StationSearch,
  goal: number,
  time: SearchTime,
): Proved | null {
  const { model } = found;
  if (first.plan.relaxations.length > 0 || first.machineViolations.length > 0) return null;
  const mostSpillMm3 = mostSpill(first);
  const apart = boundTask(model.task);
  const prover = new Prover(pooledUnlessFew(model.task, apart), mostSpillMm3);
  let best = first;
  let search = found;
  const gap = (): number => (prover.bound - best.plan.value.total) / best.turnover;
  let before = Infinity;
  let searched = false;
  for (let i = 0; i < LOOKS.length; i++) {
    const fineness = LOOKS[i]!;
    // Whatever the search took, one look is had: without it nothing is known of the plan.
    const inTime = prover.bound < Infinity ? time.forMore() : time.inTime();
    if (!inTime || (i > 0 && prover.isTooFine(fineness))) break;
    const price = pricesOf(search, prover);
    const ramp = changesOf(search, prover, mostSpillMm3);
    const at = (perMm3: Float64Array): WaterPrice => ({ perMm3, mostSpillMm3, ramp });
    if (prover.task.pools) {
      prover.charge(chargedAlong(model.task, search.course, at(price.perMm3)));
    }
    if (!lookAround(prover, price, at, fineness)) return null;
    if (gap() <= goal) break;
    const hardly = i > 1 && gap() > WORTH_WHILE * before;
    before = gap();
    prover.narrow(best.plan.value.total);
    if (!prover.reach || !time.forMore()) break;
    if (prover.task.pools && apart && gap() > POOL_WIDE[Math.min(i, 1)]!) {
      prover.tellApart(apart);
      [i, before] = [prover.isTooFine(LOOKS[1]!) ? -1 : 0, Infinity];
      continue;
    }
    if (ramp) {
      const look = RAMP_LOOKS[i];
      if (!look) break;
      if (isOutflowRamped(model)) prover.lookAtRamps(at(price.perMm3), look);
      if (gap() <= goal || hardly) break;
      continue;
    }
    // Prices that are known serve a finer look at once. Where that pays no more, the plan itself may be what is short.
    const next = LOOKS[i + 1];
    const finer = next !== undefined && !hardly && !prover.isTooFine(next);
    if (!isTold(price) && finer && gap() < FAR) continue;
    if (hardly && searched) break;
    searched = true;
    const inside = searchWithin(model, { ...prover.reach, ceiling: model.corridor.ceiling }, time);
    if (!inside) break;
    const schedule = carryOutDay(problem, following([inside]));
    const plan = checkedPlan(system, day, problem, schedule, METHOD);
    const gained = (plan.plan.value.total - best.plan.value.total) / best.turnover;
    const better = isBetter(plan, best);
    if (better) [best, search] = [plan, inside];
    if (gap() <= goal) break;
    // A much better plan has other prices: they are looked at as finely once more.
    if (better && gained > MUCH) [i, before, searched] = [i - 1, Infinity, false];
  }
  return prover.bound < Infinity
    ? { best, bound: Math.max(prover.bound, best.plan.value.total) }
    : null;
}

/** What a plan may spill and still count as equal to this one, Mm³; 0 where this one spills nothing. */
function mostSpill(plan: CheckedPlan): number {
  const spill = spillOf(plan);
  return spill > NO_SPILL_MM3 ? spill * (1 + SAME_SPILL_SHARE) + SAME_SPILL_MM3 : 0;
}

/** The day in running sets told apart where they are few, else with its units in one pool. */
function pooledUnlessFew(task: StationTask, apart: BoundTask | null): BoundTask {
  if (apart && apart.sets.length <= MOST_APART) return apart;
  return pooledTask(task, nothingCharged(task));
}

/** Prices along the course: its own where it is polished, else by the bound's worth of water or the search's. */
function pricesOf(search: StationSearch, prover: Prover): PricePath {
  const { model, value, course } = search;
  const { station } = model.task;
  if (course.storedPerMm3) {
    return { perMm3: course.storedPerMm3, told: new Uint8Array(course.storedPerMm3.length) };
  }
  const reach = SLOPE_SHARE * model.mostFlowM3s(model.sets.length - 1) * model.perFlow;
  const ranBefore = (t: number): ArrayLike<number> =>
    t > 0 ? course.running[t - 1]! : station.units.map((unit) => (unit.onBefore ? 1 : 0));
  const { worth, task } = prover;
  if (worth) {
    return priceAlong(model, course, (t, volume) =>
      worth.slopeAt(t, volume, setOfRunning(task, ranBefore(t)), reach),
    );
  }
  const { waterValuePerMm3 } = station.end;
  return priceAlong(model, course, (t, volume) =>
    value ? value.slopeAt(t, volume, ranBefore(t), reach) : waterValuePerMm3,
  );
}

/** Prices of change along a course, where it has them and the bound can use them. */
function changesOf(
  { course, model }: StationSearch,
  { task }: Prover,
  mostSpillMm3: number,
): RampPrice | null {
  const { changePerM3s, changePerMw } = course;
  if (!changePerM3s || task.pools || mostSpillMm3 > 0) return null;
  return rampPrice(model.task, changePerM3s, changePerMw ?? new Float64Array(changePerM3s.length));
}

/** Of a ramp of output the prices of change tell all that the bound knows. */
function isOutflowRamped({ task }: StationSearch['model']): boolean {
  const { up, down } = task.station.plant.outflowRampM3sPerStep;
  return Math.min(up, down) < Infinity;
}

/** Whether any of the prices is told and not known. */
const isTold = ({ told }: PricePath): boolean => told.some((one) => one === 1);

/** Looks at these prices and, where they are told and not known, a little to either side of them. */
function lookAround(
  prover: Prover,
  price: PricePath,
  at: (perMm3: Float64Array) => WaterPrice,
  fineness: Fineness,
): boolean {
  const look = (share: number, how: Fineness): number => {
    return prover.look(at(moved(price, share)), how);
  };
  let share = 0;
  if (isTold(price)) {
    const coarse = { ...fineness, stepShare: 3 * fineness.stepShare };
    const [left, middle, right] = [look(-FEEL, coarse), look(0, coarse), look(FEEL, coarse)];
    const bend = left + right - 2 * middle;
    share =
      bend > 0
        ? Math.max(-FEEL, Math.min(FEEL, (FEEL * (left - right)) / (2 * bend)))
        : left < right
          ? -FEEL
          : FEEL;
  }
  return look(share, fineness) < Infinity;
}
