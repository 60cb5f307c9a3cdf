import { hullOfPoints } from './bound/upper-curve.ts';

/** Flows that are best at some price of water, rising, m³/s, what each makes, and what one more m³/s adds to that. */
export interface Making {
  readonly flow: Float64Array;
  readonly made: Float64Array;
  /** Falling; one less than there are flows. */
  readonly added: Float64Array;
}

/** What may be let go in a step: the money of a flow is `perMade` · made − `less`. */
export interface Choices extends Making {
  readonly perMade: number;
  readonly less: number;
}

/** Of points of rising flow those that are best at some price. */
export function makingOf(flows: ArrayLike<number>, makes: ArrayLike<number>): Making {
  const { flow, power: made } = hullOfPoints(flows, makes);
  const added = new Float64Array(Math.max(0, flow.length - 1));
  for (let x = 0; x < added.length; x++) {
    added[x] = (made[x + 1]! - made[x]!) / (flow[x + 1]! - flow[x]!);
  }
  return { flow, made, added };
}

export function choicesOf({ flow, made, added }: Making, perMade: number, less: number): Choices {
  return { flow, made, added, perMade, less };
}

/** Of the flows a step may have, rising, m³/s, and the money each makes, those that are best at some price. */
export const moneyChoices = (flow: ArrayLike<number>, money: ArrayLike<number>): Choices =>
  choicesOf(makingOf(flow, money), 1, 0);

/** No choice: one flow, m³/s, that earns nothing of its own. */
export const onlyFlow = (flow: number): Choices => choicesOf(makingOf([flow], [0]), 1, 0);

/**
 * Place of the flow that is best at a price.
 * @param perM3s what water costs, money per m³/s of the step
 * @param near place to look from: prices that differ little have places near each other
 */
export function bestPlace({ added, perMade }: Choices, perM3s: number, near: number): number {
  let x = Math.min(near, added.length);
  while (x < added.length && perMade * added[x]! > perM3s) x++;
  while (x > 0 && !(perMade * added[x - 1]! > perM3s)) x--;
  return x;
}

/** What the flow at a place earns beyond its water, money. */
export function earnedAt(
  { flow, made, perMade, less }: Choices,
  x: number,
  perM3s: number,
): number {
  return perMade * made[x]! - less - perM3s * flow[x]!;
}
