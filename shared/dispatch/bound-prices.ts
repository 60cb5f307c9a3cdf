import { setOfRunning } from './bound/bound-task.ts';
import type { Fineness, Prover } from './bound/prove.ts';
import { type PricePath, type WaterPrice, moved, priceAlong } from './bound/water-price.ts';
import type { StationSearch } from './search-stations.ts';

/** Share by which told prices are moved to feel for the least bound. */
const FEEL = 0.02;

/** Slopes are taken over this share of a step's largest flow to either side. */
const SLOPE_SHARE = 0.3;

/** Prices that differ by no more than this share are looked at once. */
const ALIKE = 1e-4;

/** Places on the line from the search's prices (0) to the polished ones (1), and which of them is looked at first. */
const PLACES = [0, 0.5, 1, 1.5];
export const FIRST_LOOK = 2;

/**
 * Prices along the course that a look may be had at. What the search found, at which other sets earn no more
 * than its own, or what was best so far, and what the flows of its sets are worth, are two ends of a line: then
 * these are `PLACES` on it.
 */
export function pricesOf(
  { course, unpolished, ...search }: StationSearch,
  prover: Prover,
  bestSoFar?: PricePath,
): PricePath[] {
  const { storedPerMm3 } = course;
  if (!storedPerMm3) return [toldPrices({ course, unpolished, ...search }, prover)];
  const isKnown = bestSoFar && !isTold(bestSoFar);
  const from = isKnown ? bestSoFar.perMm3 : unpolished.storedPerMm3;
  if (!from || isAlike(from, storedPerMm3)) return [known(storedPerMm3)];
  return PLACES.map((place) => known(from.map((a, t) => a + place * (storedPerMm3[t]! - a))));
}

const known = (perMm3: Float64Array): PricePath => ({
  perMm3,
  told: new Uint8Array(perMm3.length),
});

const isAlike = (one: Float64Array, other: Float64Array): boolean =>
  one.every((price, t) => Math.abs(price - other[t]!) <= ALIKE * Math.abs(price));

/** Prices along a course that is not polished: by the bound's worth of water or the search's. */
function toldPrices(search: StationSearch, prover: Prover): PricePath {
  const { model, value, course } = search;
  const { station } = model.task;
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

/** Whether any of the prices is told and not known. */
export const isTold = ({ told }: PricePath): boolean => told.some((one) => one === 1);

/**
 * Looks at one price path after the other until that is enough. The least bound over prices is a convex
 * matter: of several on a line, those are looked at to whose side it falls.
 * @returns the one with the least bound, and that, money; null where nothing can be said
 */
export function leastLook(
  prover: Prover,
  prices: readonly PricePath[],
  at: (perMm3: Float64Array) => WaterPrice,
  fineness: Fineness,
  isEnough: () => boolean,
): { readonly price: PricePath; readonly bound: number } | null {
  let best: { readonly price: PricePath; readonly bound: number } | null = null;
  const looked = new Float64Array(prices.length);
  const first = Math.min(FIRST_LOOK, prices.length - 1);
  for (let place: number | null = first; place !== null; place = nextPlace(looked, first, place)) {
    const price = prices[place]!;
    const bound = isTold(price)
      ? lookAround(prover, price, at, fineness)
      : prover.look(at(price.perMm3), fineness);
    looked[place] = bound;
    if (bound < (best?.bound ?? Infinity)) best = { price, bound };
    if (isEnough()) break;
  }
  return best;
}

/** The place after the one looked at last: the one before the first, then on to where it falls; null: none is left. */
function nextPlace(looked: Float64Array, first: number, last: number): number | null {
  if (last === first) return first > 0 ? first - 1 : null;
  if (last !== first - 1) return null;
  return looked[last]! < looked[first]! ? last - 1 : first + 1;
}

/** Looks at prices that are told and not known, and a little to either side of them: the bound. */
function lookAround(
  prover: Prover,
  price: PricePath,
  at: (perMm3: Float64Array) => WaterPrice,
  fineness: Fineness,
): number {
  const look = (share: number, how: Fineness): number => {
    return prover.look(at(moved(price, share)), how);
  };
  const coarse = { ...fineness, stepShare: 3 * fineness.stepShare };
  const [left, middle, right] = [look(-FEEL, coarse), look(0, coarse), look(FEEL, coarse)];
  const bend = left + right - 2 * middle;
  const within = (share: number): number => Math.max(-FEEL, Math.min(FEEL, share));
  if (bend > 0) return look(within((FEEL * (left - right)) / (2 * bend)), fineness);
  return look(left < right ? -FEEL : FEEL, fineness);
}

/**
 * What spill may be charged besides its water, money per Mm³, where a plan may spill: nothing, which is right
 * where all of it is surplus; or what water is worth, which keeps the bound from spilling where the plan did not
 * have to.
 */
export function spillPricesOf(mostSpillMm3: number, price: PricePath): number[] {
  return mostSpillMm3 > 0 ? [0, price.perMm3.reduce((a, b) => Math.max(a, b), 0)] : [0];
}
