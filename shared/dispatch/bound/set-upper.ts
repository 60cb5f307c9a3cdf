import { firstAlike } from '../alike-units.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import { ConduitUpper } from './conduit-upper.ts';
import { type Pool, isPool } from './pool.ts';
import { type Group, type Machine, both, oneBand, pooledCurve, sharedCurves } from './sharing.ts';
import { type FlowLimit, type UnitUpper, unitUpper } from './unit-upper.ts';
import type { UpperCurve } from './upper-curve.ts';

/**
 * For each interval of gross heads the concave upper curves of a running set, one per choice of
 * bands: no loading of the set makes more than the highest of them at the same flow.
 * @param headsM nodes of gross head, rising; n + 1 nodes have n intervals
 */
export class SetUpper {
  private readonly first: readonly number[];
  /** Per unit the waterway that it shares; −1: its own. */
  private readonly shared: readonly number[];
  private readonly conduits = new Map<number, ConduitUpper>();
  /** Of the first of each kind that has its own waterway. */
  private readonly units = new Map<number, UnitUpper>();
  private readonly bridged = new Map<number, (UpperCurve | null)[]>();

  /** @param isOpen as of `unitUpper`, for units that share no waterway; `aloneFromM3s` too */
  constructor(plant: Plant, headsM: Float64Array, isOpen: boolean, aloneFromM3s = 0) {
    this.first = firstAlike(plant);
    this.shared = plant.units.map((_, u) => sharedConduit(plant, u));
    plant.units.forEach((unit, u) => {
      const shared = this.shared[u]!;
      if (shared >= 0 && !this.conduits.has(shared)) {
        this.conduits.set(shared, new ConduitUpper(plant, shared, headsM));
      }
      if (shared >= 0 || this.first[u] !== u) return;
      const besides = unit.conduit < 0 ? 0 : plant.conduitLoss[unit.conduit]!;
      const alone = { ...unit, lossS2PerM5: unit.lossS2PerM5 + besides };
      this.units.set(u, unitUpper(alone, headsM, isOpen, aloneFromM3s));
    });
  }

  /** What ends a unit's flow in each interval besides its range; null where it shares a waterway. */
  limitsOf(u: number): readonly FlowLimit[] | null {
    return this.units.get(this.first[u]!)?.limits ?? null;
  }

  /** What a set makes of a m³/s at least, MW per m³/s; 0 where that is not known: a pool may rest. */
  leastPerM3s(set: RunningSet | Pool): number {
    if (isPool(set)) return 0;
    const each = set.units.map((u) => this.units.get(this.first[u]!)?.leastPerM3s ?? 0);
    return Math.min(...each);
  }

  /** Curves of a set or a pool in interval `i`; none where the set cannot run in it. */
  curves(set: RunningSet | Pool, i: number): UpperCurve[] {
    if (isPool(set)) return [this.pooled(set, i)];
    const [first] = set.units;
    const only = set.units.length === 1 ? this.units.get(this.first[first!]!) : undefined;
    if (only) return [...only.alone[i]!];
    const curves = sharedCurves(this.groupsOf(set, i));
    return curves.filter((curve) => curve !== null);
  }

  private pooled({ units, takenMw }: Pool, i: number): UpperCurve {
    const alone = units.flatMap((u, at): Machine[] => {
      if (this.shared[u]! >= 0) return [];
      return [{ curve: this.bridgedAlone(u, i), takenMw: takenMw[at]! }];
    });
    const waterways = new Set(units.map((u) => this.shared[u]!).filter((shared) => shared >= 0));
    return [...waterways].reduce((sum, shared) => {
      const members = units.flatMap((u, at) =>
        this.shared[u] === shared ? [{ u, takenMw: takenMw[at]! }] : [],
      );
      const together = this.conduits.get(shared)!.pooled(members, i);
      return together ? both(sum, together)! : sum;
    }, pooledCurve(alone));
  }

  /** All bands of a unit with its own waterway in one. */
  private bridgedAlone(u: number, i: number): UpperCurve | null {
    const first = this.first[u]!;
    let curves = this.bridged.get(first);
    if (!curves) {
      curves = this.units.get(first)!.curves.map((bands) => oneBand(bands));
      this.bridged.set(first, curves);
    }
    return curves[i]!;
  }

  /** The units alike of the set, and those of each shared waterway as one group that has their choices for bands. */
  private groupsOf(set: RunningSet, i: number): Group[] {
    const counts = new Map<number, number>();
    const together = new Map<number, number[]>();
    for (const u of set.units) {
      const first = this.first[u]!;
      const shared = this.shared[u]!;
      if (shared < 0) counts.set(first, (counts.get(first) ?? 0) + 1);
      else together.set(shared, [...(together.get(shared) ?? []), u]);
    }
    return [
      ...[...counts].map(([first, count]) => ({
        count,
        bands: this.units.get(first)!.curves[i]!,
      })),
      ...[...together].map(([conduit, running]) => ({
        count: 1,
        bands: this.conduits
          .get(conduit)!
          .curves(running, i)
          .filter((curve) => curve !== null),
      })),
    ];
  }
}

/** The waterway a unit shares with others and loses head in; −1 where its loss is but its own. */
function sharedConduit(plant: Plant, u: number): number {
  const { conduit } = plant.units[u]!;
  if (conduit < 0 || !(plant.conduitLoss[conduit]! > 0)) return -1;
  return plant.units.filter((unit) => unit.conduit === conduit).length > 1 ? conduit : -1;
}
