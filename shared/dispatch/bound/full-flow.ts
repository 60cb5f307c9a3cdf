import { type Curve, curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import { tolerances } from '../tolerances.ts';
import type { FlowLimit } from './unit-upper.ts';

/** Parts into which an interval of heads or levels is cut: what bends in between is rounded up to the next. */
const PARTS = 8;
const HALVINGS = 40;
/** Rounds in which the most flow and the head that it leaves settle. */
const ROUNDS = 3;

/**
 * The most that running sets take by their units' flow ranges, which a higher head mostly widens, and by
 * their largest outputs, which a higher head reaches with less: near full load a bound that knew it only at
 * one head of an interval would let through too much.
 */
export class FullFlow {
  private readonly plant: Plant;
  private readonly lowestM: number;
  private readonly spacingM: number;
  private readonly besidesM3s: number;
  /** Per unit: largest flow of its range at each part of the heads or any below, m³/s. */
  private readonly ranges: readonly Float64Array[];
  /** Per unit: largest flow by its output at the two ends of each interval of heads or any above, m³/s. */
  private readonly limits: readonly (Float64Array | null)[];

  /**
   * @param headsM nodes of gross head, evenly spaced, m
   * @param limitsOf flows that a unit's output ends in each interval; null: not known
   * @param besidesM3s what may go past the turbines and so lower the head, m³/s
   */
  constructor(
    plant: Plant,
    headsM: Float64Array,
    limitsOf: (u: number) => readonly FlowLimit[] | null,
    besidesM3s: number,
  ) {
    this.plant = plant;
    this.lowestM = headsM[0]!;
    this.spacingM = headsM[1]! - headsM[0]!;
    this.besidesM3s = besidesM3s;
    const heads = Float64Array.from(
      { length: (headsM.length - 1) * PARTS + 1 },
      (_, i) => this.lowestM + (i * this.spacingM) / PARTS,
    );
    this.ranges = plant.units.map((unit) => {
      const widest = neverFalling(unit.flowMax);
      return heads.map((head) => fullFlowM3s(unit, widest, head));
    });
    this.limits = plant.units.map((_, u) => {
      const limits = limitsOf(u);
      return limits && neverRising(limits);
    });
  }

  /**
   * Σ q at most at each level, m³/s: straight between two levels, and never less than what is allowed there.
   * @param levelsM evenly spaced, m
   */
  byLevel({ units }: Pick<RunningSet, 'units'>, levelsM: Float64Array): Float64Array {
    const exact = levelsM.map((level) => this.atMost(units, level, level));
    const most = Float64Array.from(exact);
    for (let k = 0; k + 1 < levelsM.length; k++) {
      const [left, right] = [exact[k]!, exact[k + 1]!];
      const [from, step] = [levelsM[k]!, (levelsM[k + 1]! - levelsM[k]!) / PARTS];
      let over = 0;
      for (let part = 0; part < PARTS; part++) {
        const flow = this.atMost(units, from + part * step, from + (part + 1) * step);
        const before = left + (part / PARTS) * (right - left);
        const after = left + ((part + 1) / PARTS) * (right - left);
        over = Math.max(over, flow - Math.min(before, after));
      }
      most[k] = Math.max(most[k]!, left + over);
      most[k + 1] = Math.max(most[k + 1]!, right + over);
    }
    return most;
  }

  /**
   * No more than this is taken at any level between the two, m³/s. What takes more than `low` leaves at most
   * the head of `low`, and what takes no more than `most` at least that of `most`: whatever the two are, the
   * units' limits at these heads bound it.
   */
  private atMost(units: readonly number[], lowM: number, highM: number): number {
    const { plant, besidesM3s } = this;
    let most = Infinity;
    let low = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const widest = highM - curveAt(plant.tailwater, low);
      const least = lowM - curveAt(plant.tailwater, Math.min(most, 1e12) + besidesM3s);
      most = Math.min(most, Math.max(low, this.together(units, widest, least)));
      low = this.together(units, highM - curveAt(plant.tailwater, most), least);
    }
    return most;
  }

  /** Σ of what units take by their ranges at one head and any below, by their outputs at another and any above. */
  private together(units: readonly number[], highestM: number, lowestM: number): number {
    const part = Math.ceil(((highestM - this.lowestM) / this.spacingM) * PARTS);
    const place = (lowestM - this.lowestM) / this.spacingM;
    let sum = 0;
    for (const u of units) {
      const range = this.ranges[u]!;
      const byRange = range[Math.max(0, Math.min(range.length - 1, part))]!;
      sum += Math.min(byRange, this.byOutput(u, place));
    }
    return sum;
  }

  private byOutput(u: number, place: number): number {
    const limits = this.limits[u];
    if (!limits || place < 0) return Infinity;
    const i = Math.min(limits.length / 2 - 1, Math.floor(place));
    const share = Math.min(1, place - i);
    return limits[2 * i]! + share * (limits[2 * i + 1]! - limits[2 * i]!);
  }
}

/** The largest flow that a unit's range allows at a gross head or any below, m³/s. */
function fullFlowM3s(unit: PlantUnit, widest: Curve, grossHeadM: number): number {
  const off = tolerances.machineShare * Math.max(...unit.flowMax.y);
  let low = 0;
  let high = Math.max(...unit.flowMax.y) + off;
  for (let i = 0; i < HALVINGS; i++) {
    const flow = (low + high) / 2;
    if (flow <= curveAt(widest, grossHeadM - unit.lossS2PerM5 * flow * flow) + off) low = flow;
    else high = flow;
  }
  return high;
}

/** The least curve with the same places above this one that never falls. */
function neverFalling({ x, y }: Curve): Curve {
  let most = -Infinity;
  return { x, y: y.map((value) => (most = Math.max(most, value))) };
}

/** The least limits above these that never rise with the head: two ends of each interval. */
function neverRising(limits: readonly FlowLimit[]): Float64Array {
  const ends = new Float64Array(2 * limits.length);
  let most = 0;
  for (let i = limits.length - 1; i >= 0; i--) {
    ends[2 * i + 1] = most = Math.max(most, limits[i]!.atHigh);
    ends[2 * i] = most = Math.max(most, limits[i]!.atLow);
  }
  return ends;
}
