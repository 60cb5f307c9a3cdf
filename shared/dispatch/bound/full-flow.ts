import { type Curve, curveAt } from '#shared/hydraulics/curve.ts';
import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import { tolerances } from '../tolerances.ts';

/** Parts into which an interval of heads or levels is cut: what bends in between is rounded up to the next. */
const PARTS = 8;
const HALVINGS = 40;

/**
 * The most that running sets take by their units' flow ranges, which a higher head mostly widens: near
 * full load a bound that knew it only at the highest head of an interval would let through too much.
 */
export class FullFlow {
  private readonly plant: Plant;
  private readonly lowestM: number;
  private readonly partM: number;
  /** Per unit: largest flow at each part of the heads or any below, m³/s. */
  private readonly units: readonly Float64Array[];

  /** @param headsM nodes of gross head, evenly spaced, m */
  constructor(plant: Plant, headsM: Float64Array) {
    this.plant = plant;
    this.lowestM = headsM[0]!;
    this.partM = (headsM[1]! - headsM[0]!) / PARTS;
    const heads = Float64Array.from(
      { length: (headsM.length - 1) * PARTS + 1 },
      (_, i) => this.lowestM + i * this.partM,
    );
    this.units = plant.units.map((unit) => {
      const widest = neverFalling(unit.flowMax);
      return heads.map((head) => fullFlowM3s(unit, widest, head));
    });
  }

  /**
   * Σ q at most at each level, m³/s: straight between two levels, and never less than what is allowed there.
   * @param levelsM evenly spaced, m
   */
  byLevel({ units }: Pick<RunningSet, 'units'>, levelsM: Float64Array): Float64Array {
    const total = this.units[0]!.map((_, i) =>
      units.reduce((sum, u) => sum + this.units[u]![i]!, 0),
    );
    const at = (level: number): number => this.atLevel(total, level);
    const exact = levelsM.map(at);
    const most = Float64Array.from(exact);
    for (let k = 0; k + 1 < levelsM.length; k++) {
      const [left, right] = [exact[k]!, exact[k + 1]!];
      let over = 0;
      for (let part = 0; part < PARTS; part++) {
        const next = (part + 1) / PARTS;
        const flow = at(levelsM[k]! + next * (levelsM[k + 1]! - levelsM[k]!));
        over = Math.max(over, flow - (left + (part / PARTS) * (right - left)));
      }
      most[k] = Math.max(most[k]!, left + over);
      most[k + 1] = Math.max(most[k + 1]!, right + over);
    }
    return most;
  }

  /** The largest flow that its own tailwater still leaves the head for, m³/s. */
  private atLevel(total: Float64Array, level: number): number {
    const last = total.length - 1;
    let low = 0;
    let high = total[last]!;
    for (let i = 0; i < HALVINGS && high - low > 1e-9 * total[last]!; i++) {
      const flow = (low + high) / 2;
      const head = level - curveAt(this.plant.tailwater, flow);
      const part = Math.ceil((head - this.lowestM) / this.partM);
      if (flow <= total[Math.max(0, Math.min(last, part))]!) low = flow;
      else high = flow;
    }
    return high;
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
