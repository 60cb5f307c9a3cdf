import type { BalancePoints } from './drivers.ts';
import { Complement } from './least-squares.ts';
import { dot } from './projection.ts';

/** A balance point that is tried, with its column of degrees in the coordinates of a column space. */
export interface Candidate {
  readonly balanceC: number;
  readonly column: Float64Array;
}

/** Balance points as found, with how far off each may be. */
export interface FoundBalance extends BalancePoints {
  /** Standard deviation of each, °C; null where it has none. */
  readonly heatingDeviationC: number | null;
  readonly coolingDeviationC: number | null;
}

export const NO_BALANCE: FoundBalance = {
  heatingC: null,
  coolingC: null,
  heatingDeviationC: null,
  coolingDeviationC: null,
};

/** The best model with a heating part, a cooling part, both or neither. */
interface Choice extends BalancePoints {
  /** Sum of squares that it explains beyond the other drivers. */
  readonly gain: number;
  /** Estimated figures: coefficients and balance points. */
  readonly figures: number;
}

/** What of a column of degrees the other drivers do not say. */
interface Part {
  readonly balanceC: number;
  readonly own: Float64Array;
  readonly own2: number;
}

/** Finds the balance points of one consumer's energy, given in the coordinates of the columns. */
export type BalanceSearch = (inside: Float64Array, outside2: number) => FoundBalance;

/**
 * Searches the balance points over a grid: for each pair with heating ≤ cooling the least squares beside
 * the other drivers (Frisch–Waugh: on what is left of each column), both slopes above 0. Between both,
 * one and none the Bayesian information criterion `n ln(RSS / n) + k ln n` decides. Of the pairs (or
 * singles) the mean counts, each weighed by its likelihood exp(−ΔRSS / 2σ²): where the residuals hardly
 * tell the points apart, the least of them is an accident of the noise.
 * What does not depend on the energy is reckoned once for all consumers.
 * @param base columns of the other drivers
 * @param rows n
 */
export function balanceSearch(
  base: readonly Float64Array[],
  heating: readonly Candidate[],
  cooling: readonly Candidate[],
  rows: number,
): BalanceSearch {
  const others = new Complement();
  for (const column of base) others.add(column);
  const partsOf = (candidates: readonly Candidate[]): Part[] =>
    candidates.flatMap(({ balanceC, column }) => {
      const own = others.of(column);
      const own2 = dot(own, own);
      return own2 > 1e-12 * dot(column, column) ? [{ balanceC, own, own2 }] : [];
    });
  const warm = partsOf(heating);
  const cool = partsOf(cooling);
  const crosses = warm.map((one) => Float64Array.from(cool, (other) => dot(one.own, other.own)));
  return (inside, outside2) => {
    const rest = others.of(inside);
    const rest2 = dot(rest, rest) + outside2;
    const alongOf = (part: Part): number => dot(part.own, rest);
    const warmAlong = warm.map(alongOf);
    const coolAlong = cool.map(alongOf);
    const none: Choice = { heatingC: null, coolingC: null, gain: 0, figures: 0 };
    const kinds: Choice[][] = [
      [none],
      warm.flatMap((part, i) => single(part, warmAlong[i]!, 'heatingC')),
      cool.flatMap((part, i) => single(part, coolAlong[i]!, 'coolingC')),
      warm.flatMap((one, i) =>
        cool.flatMap((other, j) =>
          pairOf(one, warmAlong[i]!, other, coolAlong[j]!, crosses[i]![j]!),
        ),
      ),
    ];
    // Rounding must not make an explained sum larger than what there is to explain.
    const floor = 1e-15 * (dot(inside, inside) + outside2);
    const criterion = ({ gain, figures }: Choice): number =>
      rows * Math.log(Math.max(rest2 - gain, floor) / rows) + figures * Math.log(rows);
    const bests = kinds.map((kind) =>
      kind.length === 0 ? null : kind.reduce((a, b) => (b.gain > a.gain ? b : a)),
    );
    const chosen = bests.reduce(
      (a, best, kind) => (best && criterion(best) < criterion(bests[a]!) ? kind : a),
      0,
    );
    const best = bests[chosen]!;
    const sigma2 =
      Math.max(rest2 - best.gain, floor) / Math.max(1, rows - base.length - best.figures);
    return weighed(kinds[chosen]!, sigma2, heating, cooling);
  };
}

/** The likelihood-weighted means of alike choices, on the nearest points that were tried. */
function weighed(
  choices: readonly Choice[],
  sigma2: number,
  heating: readonly Candidate[],
  cooling: readonly Candidate[],
): FoundBalance {
  const most = Math.max(...choices.map(({ gain }) => gain));
  const weights = choices.map(({ gain }) => Math.exp((gain - most) / (2 * sigma2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const meanOf = (value: (choice: Choice) => number): number =>
    choices.reduce((sum, choice, i) => sum + weights[i]! * value(choice), 0) / total;
  const found = (which: 'heatingC' | 'coolingC', tried: readonly Candidate[]) => {
    if (choices[0]![which] === null) return { point: null, deviation: null };
    const mean = meanOf((choice) => choice[which]!);
    const deviation = Math.sqrt(meanOf((choice) => (choice[which]! - mean) ** 2));
    const distance = ({ balanceC }: Candidate): number => Math.abs(balanceC - mean);
    const nearest = tried.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    return { point: nearest.balanceC, deviation };
  };
  const warm = found('heatingC', heating);
  const cool = found('coolingC', cooling);
  return {
    heatingC: warm.point,
    coolingC: cool.point,
    heatingDeviationC: warm.deviation,
    coolingDeviationC: cool.deviation,
  };
}

/** Least squares on one column; none where its slope is not above 0. */
function single(part: Part, along: number, which: keyof BalancePoints): Choice[] {
  if (along <= 0) return [];
  const points = { heatingC: null, coolingC: null, [which]: part.balanceC };
  return [{ ...points, gain: along ** 2 / part.own2, figures: 2 }];
}

/** Least squares on two columns; none where a slope is not above 0 or they are one and the same. */
function pairOf(
  warm: Part,
  warmAlong: number,
  cool: Part,
  coolAlong: number,
  cross: number,
): Choice[] {
  if (warm.balanceC > cool.balanceC || warmAlong <= 0 || coolAlong <= 0) return [];
  const determinant = warm.own2 * cool.own2 - cross ** 2;
  if (determinant <= 1e-12 * warm.own2 * cool.own2) return [];
  const heatingSlope = (warmAlong * cool.own2 - coolAlong * cross) / determinant;
  const coolingSlope = (coolAlong * warm.own2 - warmAlong * cross) / determinant;
  if (heatingSlope <= 0 || coolingSlope <= 0) return [];
  return [
    {
      heatingC: warm.balanceC,
      coolingC: cool.balanceC,
      gain: heatingSlope * warmAlong + coolingSlope * coolAlong,
      figures: 4,
    },
  ];
}
