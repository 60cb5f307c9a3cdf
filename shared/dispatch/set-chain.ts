import { M3_PER_MM3 } from '#shared/units/physics.ts';
import { betweenSets } from './between-sets.ts';
import type { StationModel } from './station-model.ts';
import { type Choices, bestPlace, earnedAt } from './flow-choices.ts';

/**
 * The best running sets and flows of a day at known prices of water: steps touch each other only by starts,
 * so a dynamic program over sets finds them. Asked some hundred times a day, at prices that move little.
 */
export class SetChain {
  /** Per step the set that runs, and its flow, m³/s; what is before the first step is the caller's. */
  readonly setAt: Int32Array;
  readonly flow: Float64Array;
  private readonly first: number;
  private readonly steps: number;
  private readonly sets: number;
  private readonly before: number;
  private readonly perFlow: number;
  private readonly dearest: number;
  private readonly switchCost: Float64Array;
  private readonly switchMm3: Float64Array;
  private choices: readonly (Choices | null)[] = [];
  /** Per step and set: place of its best flow, and what that earns beyond its water, money. */
  private readonly place: Int32Array;
  private readonly net: Float64Array;
  /** Price of water in each step, money per Mm³. */
  private readonly perMm3: Float64Array;
  /** The sets that are worth running in each step, and how many they are. */
  private readonly worthy: Int32Array;
  private readonly worthyCount: Int32Array;
  /** Per step and set before it, the best set of the step. */
  private readonly next: Int32Array;
  /** What is earned from a step on, by the set before it: of two steps in turn. */
  private readonly aheadOf: Float64Array;
  private readonly aheadOfBefore: Float64Array;

  /**
   * @param first the first step that is free
   * @param before the set that runs before it
   * @param dearest no price is beyond it, money per Mm³
   */
  constructor(model: StationModel, first: number, before: number, dearest: number) {
    const { steps } = model.task.problem;
    [this.first, this.steps, this.sets, this.before] = [first, steps, model.sets.length, before];
    [this.perFlow, this.dearest] = [model.perFlow, dearest];
    this.switchCost = betweenSets(model, ({ startCost }) => startCost);
    this.switchMm3 = betweenSets(model, ({ startWaterM3 }) => startWaterM3 / M3_PER_MM3);
    this.setAt = new Int32Array(steps);
    this.flow = new Float64Array(steps);
    this.perMm3 = new Float64Array(steps);
    this.place = new Int32Array(steps * this.sets);
    this.net = new Float64Array(steps * this.sets);
    this.worthy = new Int32Array(steps * this.sets);
    this.worthyCount = new Int32Array(steps);
    this.next = new Int32Array(steps * this.sets);
    this.aheadOf = new Float64Array(this.sets);
    this.aheadOfBefore = new Float64Array(this.sets);
  }

  /** @param choices per step and set; null where the set cannot run */
  offer(choices: readonly (Choices | null)[]): void {
    this.choices = choices;
  }

  /** Takes the price of a step, money per Mm³: each set's best flow there, and what it earns beyond its water. */
  price(t: number, perMm3: number): void {
    const { sets, choices, place, net } = this;
    const perM3s = perMm3 * this.perFlow;
    this.perMm3[t] = perMm3;
    let best = t * sets;
    for (let at = t * sets; at < (t + 1) * sets; at++) {
      const of = choices[at]!;
      if (of) {
        const x = bestPlace(of, perM3s, place[at]!);
        place[at] = x;
        net[at] = earnedAt(of, x, perM3s);
      } else net[at] = -Infinity;
      if (net[at]! > net[best]!) best = at;
    }
    this.weedOut(t, best - t * sets);
  }

  /**
   * Leaves out the sets that earn less in a step than the best one does after the starts that it takes to come
   * over to it and back: no chain is better with them. (Starts from one set to another are never more than by
   * way of a third; their water is charged as dearly as water may be.)
   */
  private weedOut(t: number, best: number): void {
    const { sets, net, switchCost, switchMm3, worthy } = this;
    const most = net[t * sets + best]!;
    let count = 0;
    for (let set = 0; set < sets; set++) {
      const [over, back] = [set * sets + best, best * sets + set];
      const cost = switchCost[over]! + switchCost[back]!;
      const water = (switchMm3[over]! + switchMm3[back]!) * this.dearest;
      if (net[t * sets + set]! >= most - cost - water) worthy[t * sets + count++] = set;
    }
    this.worthyCount[t] = count;
  }

  /**
   * The best chain of sets through the day; fills `setAt` and `flow`. What it needs of this is read at its
   * begin, for code that is compiled within a loop knows nothing of what comes after it.
   * @returns what it earns beyond its water, money; −Infinity where none can run
   */
  run(): number {
    const { first, steps, sets, before, next, setAt, flow, choices, place } = this;
    const { worthy, worthyCount, perMm3 } = this;
    let [ahead, here] = [this.aheadOf.fill(0), this.aheadOfBefore];
    for (let t = steps - 1; t >= first; t--) {
      if (t === first) this.weigh(t, before, Math.max(0, perMm3[t]!), ahead, here);
      else {
        const end = (t - 1) * sets + worthyCount[t - 1]!;
        const perWater = Math.max(0, perMm3[t]!);
        for (let at = (t - 1) * sets; at < end; at++) {
          this.weigh(t, worthy[at]!, perWater, ahead, here);
        }
      }
      [ahead, here] = [here, ahead];
    }
    let set = before;
    const worth = ahead[set]!;
    for (let t = first; t < steps; t++) {
      set = next[t * sets + set]!;
      setAt[t] = set;
      flow[t] = choices[t * sets + set]?.flow[place[t * sets + set]!] ?? 0;
    }
    return worth;
  }

  /** The best set of a step after one. */
  private weigh(
    t: number,
    from: number,
    perWater: number,
    ahead: Float64Array,
    here: Float64Array,
  ): void {
    const { sets, net, switchCost, switchMm3, worthy } = this;
    const end = t * sets + this.worthyCount[t]!;
    let most = -Infinity;
    for (let at = t * sets; at < end; at++) {
      const to = worthy[at]!;
      const between = from * sets + to;
      const cost = switchCost[between]! + switchMm3[between]! * perWater;
      const worth = net[t * sets + to]! + ahead[to]! - cost;
      if (worth > most) {
        most = worth;
        this.next[t * sets + from] = to;
      }
    }
    here[from] = most;
  }

  /** Water that the steps from … to − 1 let go, starts included, Mm³. */
  used(from: number, to: number): number {
    let sum = 0;
    for (let t = from; t < to; t++) sum += this.letGo(t);
    return sum;
  }

  /** Water that a step lets go, starts included, Mm³. */
  letGo(t: number): number {
    const ran = t > this.first ? this.setAt[t - 1]! : this.before;
    return this.flow[t]! * this.perFlow + this.switchMm3[ran * this.sets + this.setAt[t]!]!;
  }
}
