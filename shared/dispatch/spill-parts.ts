import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';

/** What the parts of a step's spill are told by. */
export interface SpillStep {
  readonly plant: Plant;
  /** Outflow without spill and with as much as may be, m³/s. */
  readonly releaseM3s: number;
  readonly mostM3s: number;
  /** Within so much spill it counts as gaining the same, m³/s. */
  readonly widthM3s: number;
  /** Mean level, m. */
  readonly levelM: number;
  /** What the units take at a head, m³/s. */
  readonly takenM3s: (headM: number) => number;
  /** What a m³/s spilled here lets the units take more by the level that it lowers, m³/s of a step. */
  readonly byLevel: number;
}

/** The spill of one step in parts, each to be spilled before the next, none of which gains more than the one before. */
export class SpillParts {
  /** Of the part at hand, m³/s. */
  widthM3s = 0;
  /** What a m³/s spilled in it lets the units take more, now and later, m³/s of a step; −Infinity: there is no part left. */
  gain = Infinity;
  private readonly step: SpillStep;
  /** Outflow at which the next part begins, and what the units take there, m³/s. */
  private from: number;
  private taken: number;
  private evenParts = 0;

  constructor(step: SpillStep) {
    this.step = step;
    this.from = step.releaseM3s;
    this.taken = this.takenAt(this.from);
    this.next();
  }

  /** Goes on to the next part. */
  next(): void {
    const { from, step } = this;
    if (!(from < step.mostM3s)) {
      [this.gain, this.widthM3s] = [-Infinity, 0];
      return;
    }
    const to = this.edgeAfter(from);
    const taken = this.takenAt(to);
    const gain = (taken - this.taken) / (to - from) + step.byLevel;
    this.gain = Math.min(this.gain, gain);
    this.widthM3s = to - from;
    [this.from, this.taken] = [to, taken];
  }

  private takenAt(outflowM3s: number): number {
    const { step } = this;
    return step.takenM3s(step.levelM - curveAt(step.plant.tailwater, outflowM3s));
  }

  /** Parts are evenly wide, but end where the tailwater's curve bends too. */
  private edgeAfter(from: number): number {
    const { plant, releaseM3s, mostM3s, widthM3s } = this.step;
    let even = releaseM3s + this.evenParts * widthM3s;
    while (!(even > from)) even = releaseM3s + ++this.evenParts * widthM3s;
    const kink = plant.tailwater.x.find((flow) => flow > from) ?? Infinity;
    return Math.min(even, kink, mostM3s);
  }
}
