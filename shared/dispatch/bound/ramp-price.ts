import type { StationTask } from '../station-task.ts';
import { tolerances } from '../tolerances.ts';

/**
 * Straight prices of change, taken out of a day as the price of water is: a schedule that keeps its ramps
 * is worth no more than with each step's change charged and the whole ramp given back. So every step's
 * outflow and output are charged what their changes at its two ends are. Any prices give a bound.
 */
export interface RampPrice {
  /** What a m³/s of outflow in each step is charged, money; n. */
  readonly perM3s: Float64Array;
  /** What a MW of generation in each step is charged, money; n. */
  readonly perMw: Float64Array;
  /** What is given back, money. */
  readonly given: number;
}

/**
 * @param outflow price of each step's change of outflow, money per m³/s upwards (below 0: downwards); n
 * @param output price of each step's change of generation, money per MW; n
 */
export function rampPrice(
  { station }: StationTask,
  outflow: Float64Array,
  output: Float64Array,
): RampPrice {
  const { plant, outflowHistoryM3s, generationBeforeMw } = station;
  const { up, down } = plant.outflowRampM3sPerStep;
  const ramp = plant.rampMwPerStep;
  const history = outflowHistoryM3s[outflowHistoryM3s.length - 1] ?? NaN;
  const water = charged(outflow, up, down, history);
  const power = charged(output, ramp, ramp, generationBeforeMw ?? NaN);
  return { perM3s: water.perUnit, perMw: power.perUnit, given: water.given + power.given };
}

/** What each step's quantity is charged by the prices of change, and what the ramps give back. */
function charged(
  price: Float64Array,
  up: number,
  down: number,
  before: number,
): { perUnit: Float64Array; given: number } {
  const usable = price.map((money, t) => {
    const limit = money > 0 ? up : down;
    return limit < Infinity && (t > 0 || !Number.isNaN(before)) ? money : 0;
  });
  let given = 0;
  usable.forEach((money, t) => {
    if (money === 0) return;
    given += Math.abs(money) * ((money > 0 ? up : down) + tolerances.operating);
    if (t === 0) given += money * before;
  });
  const perUnit = usable.map((money, t) => money - (usable[t + 1] ?? 0));
  return { perUnit, given };
}
