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

interface Part {
  readonly balanceC: number;
  readonly own: Float64Array;
  readonly own2: number;
  readonly along: number;
}

/**
 * Searches the balance points over a grid: for each pair with heating ≤ cooling the least squares beside
 * the other drivers (Frisch–Waugh: on what is left of each column), both slopes above 0. Between both,
 * one and none the Bayesian information criterion `n ln(RSS / n) + k ln n` decides. Of the pairs (or
 * singles) the mean counts, each weighed by its likelihood exp(−ΔRSS / 2σ²): where the residuals hardly
 * tell the points apart, the least of them is an accident of the noise.
 * @param base columns of the other drivers
 * @param inside the energy, in the same coordinates
 * @param outside2 squared rest of the energy outside them
 * @param rows n
 */
export function searchBalancePoints(
  base: readonly Float64Array[],
  heating: readonly Candidate[],
  cooling: readonly Candidate[],
  inside: Float64Array,
  outside2: number,
  rows: number,
): FoundBalance {
  const others = new Complement();
  for (const column of base) others.add(column);
  const rest = others.of(inside);
  const rest2 = dot(rest, rest) + outside2;
  const partOf = ({ balanceC, column }: Candidate): Part => {
    const own = others.of(column);
    return { balanceC, own, own2: dot(own, own), along: dot(own, rest) };
  };
  const moves = (part: Part, i: number, of: readonly Candidate[]): boolean =>
    part.own2 > 1e-12 * dot(of[i]!.column, of[i]!.column) && part.along > 0;
  const warm = heating.map(partOf).filter((part, i) => moves(part, i, heating));
  const cool = cooling.map(partOf).filter((part, i) => moves(part, i, cooling));
  const choices: Choice[] = [
    { heatingC: null, coolingC: null, gain: 0, figures: 0 },
    ...warm.map((part) => single(part, { heatingC: part.balanceC, coolingC: null })),
    ...cool.map((part) => single(part, { heatingC: null, coolingC: part.balanceC })),
    ...warm.flatMap((one) => cool.flatMap((other) => pairOf(one, other) ?? [])),
  ];
  // Rounding must not make an explained sum larger than what there is to explain.
  const floor = 1e-15 * (dot(inside, inside) + outside2);
  const criterion = ({ gain, figures }: Choice): number =>
    rows * Math.log(Math.max(rest2 - gain, floor) / rows) + figures * Math.log(rows);
  const best = choices.reduce((a, b) => (criterion(b) < criterion(a) ? b : a));
  const alike = choices.filter(
    (one) =>
      (one.heatingC === null) === (best.heatingC === null) &&
      (one.coolingC === null) === (best.coolingC === null),
  );
  const sigma2 =
    Math.max(rest2 - best.gain, floor) / Math.max(1, rows - base.length - best.figures);
  return weighed(alike, sigma2, heating, cooling);
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

const single = (part: Part, points: BalancePoints): Choice => ({
  ...points,
  gain: part.along ** 2 / part.own2,
  figures: 2,
});

/** Least squares on two columns; null where a slope is not above 0 or they are one and the same. */
function pairOf(warm: Part, cool: Part): Choice | null {
  if (warm.balanceC > cool.balanceC) return null;
  const cross = dot(warm.own, cool.own);
  const determinant = warm.own2 * cool.own2 - cross ** 2;
  if (determinant <= 1e-12 * warm.own2 * cool.own2) return null;
  const heatingSlope = (warm.along * cool.own2 - cool.along * cross) / determinant;
  const coolingSlope = (cool.along * warm.own2 - warm.along * cross) / determinant;
  if (heatingSlope <= 0 || coolingSlope <= 0) return null;
  return {
    heatingC: warm.balanceC,
    coolingC: cool.balanceC,
    gain: heatingSlope * warm.along + coolingSlope * cool.along,
    figures: 4,
  };
}
