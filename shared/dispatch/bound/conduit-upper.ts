import type { Plant } from '#shared/hydraulics/plant.ts';
import { firstAlike } from '../alike-units.ts';
import { LossUpper } from './loss-upper.ts';
import { oneBand, pooledCurve, sharedCurves } from './sharing.ts';
import { unitUpperByBand } from './unit-upper.ts';
import type { UpperCurve } from './upper-curve.ts';

/** Heads behind a waterway's loss are looked at in intervals so much wider than those before it: that pays. */
const WIDER = 2;
const MOST_INTERVALS = 400;
/** Units running together whose curves are kept: sets that differ elsewhere ask for the same ones, one after the other. */
const MOST_KNOWN = 16;
/** Share by which the flow of a unit may pass its range, and more: what the checker lets be. */
const BEYOND = 1e-5;

/**
 * What units on one waterway make at most together: their head is the gross head less
 * k_c (Σ q)², alike for all of them, so that their curves are shared at that head and laid out over
 * the gross head with the loss of the flow they share.
 */
export class ConduitUpper {
  private readonly first: readonly number[];
  private readonly loss: LossUpper;
  private readonly units = new Map<number, (UpperCurve | null)[][]>();
  private readonly known = new Map<string, (UpperCurve | null)[][]>();
  private readonly pools = new Map<string, (UpperCurve | null)[]>();

  /** @param headsM nodes of gross head, rising, evenly spaced */
  constructor(plant: Plant, conduit: number, headsM: Float64Array) {
    this.first = firstAlike(plant);
    const members = plant.units.flatMap((unit, u) => (unit.conduit === conduit ? [u] : []));
    const most = members.reduce((sum, u) => sum + Math.max(...plant.units[u]!.flowMax.y), 0);
    const lossS2PerM5 = plant.conduitLoss[conduit]!;
    const deepestM = lossS2PerM5 * (most * (1 + BEYOND)) ** 2;
    const gross = headsM[1]! - headsM[0]!;
    const span = headsM[headsM.length - 1]! - headsM[0]! + deepestM;
    const spacing = Math.max(WIDER * gross, span / MOST_INTERVALS);
    const intervals = Math.ceil(span / spacing + 1e-9);
    const behind = Float64Array.from(
      { length: intervals + 1 },
      (_, i) => headsM[headsM.length - 1]! - (intervals - i) * spacing,
    );
    this.loss = new LossUpper(headsM, behind, lossS2PerM5);
    for (const u of members) {
      const first = this.first[u]!;
      if (!this.units.has(first)) {
        this.units.set(first, unitUpperByBand(plant.units[first]!, behind));
      }
    }
  }

  /** Curves of units of this waterway running together in interval `i` of gross heads, one per choice of bands. */
  curves(running: readonly number[], i: number): (UpperCurve | null)[] {
    const counts = new Map<number, number>();
    for (const u of running) counts.set(this.first[u]!, (counts.get(this.first[u]!) ?? 0) + 1);
    const key = [...counts].join();
    let choices = this.known.get(key);
    if (!choices) {
      choices = this.choices(counts);
      const [oldest] = this.known.keys();
      if (this.known.size >= MOST_KNOWN) this.known.delete(oldest!);
      this.known.set(key, choices);
    }
    return choices.map((curves) => curves[i]!);
  }

  /** The curve of units of this waterway of which each may rest, in interval `i` of gross heads. */
  pooled(members: readonly { u: number; takenMw: number }[], i: number): UpperCurve | null {
    const key = members.map(({ u, takenMw }) => `${u}:${takenMw}`).join();
    let curves = this.pools.get(key);
    if (!curves) {
      const behind = Array.from({ length: this.loss.intervals }, (_, j) =>
        pooledCurve(
          members.map(({ u, takenMw }) => {
            return {
              curve: oneBand(this.units.get(this.first[u]!)![j]!),
              takenMw,
            };
          }),
        ),
      );
      curves = this.loss.over(behind);
      this.pools.set(key, curves);
    }
    return curves[i]!;
  }

  /** Per choice of bands the curves over gross head. */
  private choices(counts: ReadonlyMap<number, number>): (UpperCurve | null)[][] {
    const { intervals } = this.loss;
    const behind = Array.from({ length: intervals }, (_, i) =>
      sharedCurves(
        [...counts].map(([u, count]) => ({
          count,
          bands: this.units.get(u)![i]!,
        })),
      ),
    );
    return behind[0]!.map((_, choice) => this.loss.over(behind.map((all) => all[choice]!)));
  }
}
