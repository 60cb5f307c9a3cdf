import { type Choices, bestPlace } from './flow-choices.ts';
import { priceBracket } from './price-bracket.ts';

/**
 * Shares water out among steps: in each the flow whose money, less the water at its price, is most. The
 * price of a step is one number for a stretch of steps and what the storage earns by its head from the
 * step on.
 */
export class WaterSharing {
  private readonly step: readonly Choices[];
  /** Place of the flow last found best in each step. */
  private readonly places: Int32Array;
  private readonly shape: Float64Array;
  private readonly perFlow: number;
  /** Price of what each step lets go, as last set, money per Mm³; n. */
  readonly perMm3: Float64Array;
  /** Price of what is in store at each instant, as last set; n + 1. */
  readonly storedPerMm3: Float64Array;

  /**
   * @param shape what a Mm³ earns by its head from each instant on, money; n + 1
   * @param perFlow what a m³/s of a step is in Mm³
   */
  constructor(step: readonly Choices[], shape: Float64Array, perFlow: number) {
    this.step = step;
    this.places = new Int32Array(step.length);
    this.shape = shape;
    this.perFlow = perFlow;
    this.perMm3 = new Float64Array(step.length);
    this.storedPerMm3 = new Float64Array(step.length + 1);
  }

  /** Sets the flows of steps from … to − 1 at a price. */
  atPrice(from: number, to: number, price: number, flows: Float64Array): void {
    const { step, places, shape, perFlow, perMm3, storedPerMm3 } = this;
    for (let t = from; t <= to; t++) storedPerMm3[t] = price + shape[t]!;
    for (let t = from; t < to; t++) {
      perMm3[t] = price + (shape[t]! + shape[t + 1]!) / 2;
      const x = bestPlace(step[t]!, perMm3[t]! * perFlow, places[t]!);
      places[t] = x;
      flows[t] = step[t]!.flow[x]!;
    }
  }

  /**
   * Sets the flows of steps from … to − 1 such that together they use this much water, or as near to it
   * as they can.
   * @param dearest more than water can be worth, money per Mm³
   */
  using(from: number, to: number, waterMm3: number, dearest: number, flows: Float64Array): void {
    const usesMore = (price: number): boolean => {
      this.atPrice(from, to, price, flows);
      return this.used(from, to, flows) > waterMm3;
    };
    const { low, high } = priceBracket(
      usesMore,
      dearest,
      this.storedPerMm3[from]! - this.shape[from]!,
    );
    // At the price itself some steps are of two minds: they are changed over until the water is used.
    const more = new Float64Array(flows.length);
    this.atPrice(from, to, low, more);
    this.atPrice(from, to, high, flows);
    let left = waterMm3 - this.used(from, to, flows);
    for (let t = to - 1; t >= from && left > 0; t--) {
      const change = Math.min(left, (more[t]! - flows[t]!) * this.perFlow);
      flows[t] = flows[t]! + change / this.perFlow;
      left -= change;
    }
  }

  private used(from: number, to: number, flows: Float64Array): number {
    let sum = 0;
    for (let t = from; t < to; t++) sum += flows[t]!;
    return sum * this.perFlow;
  }
}
