import { firstAlike } from '../alike-units.ts';
import type { Plant } from '#shared/hydraulics/plant.ts';
import type { RunningSet } from '../running-sets.ts';
import { unitUpper } from './unit-upper.ts';
import {
  type Concave,
  NOTHING,
  type UpperCurve,
  hullOfPoints,
  merged,
  times,
} from './upper-curve.ts';

/** Up to this many choices of bands for a set are kept apart; beyond, zones of the largest groups are bridged. */
const MOST_CHOICES = 32;

/** Alike units of a set, counted. */
interface Group {
  readonly count: number;
  /** Per band, the curves of one unit. */
  readonly bands: readonly UpperCurve[];
}

/**
 * For each interval of gross heads the concave upper curves of a running set, one per choice of
 * bands: no loading of the set makes more than the highest of them at the same flow.
 * @param headsM nodes of gross head, rising; n + 1 nodes have n intervals
 */
export class SetUpper {
  private readonly units: readonly (readonly UpperCurve[])[][];
  private readonly first: readonly number[];

  constructor(plant: Plant, headsM: Float64Array) {
    this.first = firstAlike(plant);
    const made = new Map<number, UpperCurve[][]>();
    this.units = plant.units.map((unit, u) => {
      const first = this.first[u]!;
      const shared = unit.conduit < 0 ? 0 : plant.conduitLoss[unit.conduit]!;
      const known = made.get(first);
      if (known) return known;
      const alone = { ...unit, lossS2PerM5: unit.lossS2PerM5 + shared };
      const curves = unitUpper(alone, headsM, loweredByOthersM(plant, u));
      made.set(first, curves);
      return curves;
    });
  }

  /** Curves of a set in interval `i`; none where the set cannot run in it. */
  curves(set: RunningSet, i: number): UpperCurve[] {
    const groups = this.groupsOf(set, i);
    if (groups.some(({ bands }) => bands.length === 0)) return [];
    let curves: UpperCurve[] = [{ atLow: NOTHING, atHigh: NOTHING }];
    for (const group of bridged(groups)) {
      const choices = choicesOf(group);
      curves = curves.flatMap((curve) =>
        choices.map((choice) => ({
          atLow: merged(curve.atLow, choice.atLow),
          atHigh: merged(curve.atHigh, choice.atHigh),
        })),
      );
    }
    return curves;
  }

  private groupsOf(set: RunningSet, i: number): Group[] {
    const counts = new Map<number, number>();
    for (const u of set.units) {
      const first = this.first[u]!;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    return [...counts].map(([first, count]) => ({ count, bands: this.units[first]![i]! }));
  }
}

/**
 * By how much the others on a unit's waterway may lower its head beyond its own loss there, m:
 * k_c (Σ q)² less k_c q², all of them at their largest flows.
 */
function loweredByOthersM(plant: Plant, u: number): number {
  const { conduit, flowMax } = plant.units[u]!;
  if (conduit < 0) return 0;
  const own = Math.max(...flowMax.y);
  const all = plant.units.reduce(
    (sum, unit) => (unit.conduit === conduit ? sum + Math.max(...unit.flowMax.y) : sum),
    0,
  );
  return plant.conduitLoss[conduit]! * (all * all - own * own);
}

/** How many ways a group's units may be spread over its bands: C(count + bands − 1, count). */
function waysOf({ count, bands }: Group): number {
  let ways = 1;
  for (let k = 1; k <= count; k++) ways = (ways * (bands.length - 1 + k)) / k;
  return ways;
}

/** The groups, the ones with most choices made into one bridged band each until all are few enough. */
function bridged(groups: readonly Group[]): Group[] {
  const all = [...groups];
  while (all.reduce((product, group) => product * waysOf(group), 1) > MOST_CHOICES) {
    const ways = all.map(waysOf);
    const most = ways.indexOf(Math.max(...ways));
    all[most] = { count: all[most]!.count, bands: [oneBand(all[most]!.bands)] };
  }
  return all;
}

/** The concave curve above all bands: it allows what the zones between them forbid, so bounds it too. */
function oneBand(bands: readonly UpperCurve[]): UpperCurve {
  const over = (end: (band: UpperCurve) => Concave): Concave => {
    const points = bands.flatMap((band) => {
      const { flow, power } = end(band);
      return [...flow].map((q, i) => [q, power[i]!] as const);
    });
    points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return hullOfPoints(
      points.map(([q]) => q),
      points.map(([, p]) => p),
    );
  };
  return { atLow: over((band) => band.atLow), atHigh: over((band) => band.atHigh) };
}

/** The curves of a group: one for each way to spread its units over the bands. */
function choicesOf({ count, bands }: Group): UpperCurve[] {
  const spread = (band: number, left: number): UpperCurve[] => {
    const curve = bands[band]!;
    if (band === bands.length - 1) return [timesBoth(curve, left)];
    const all: UpperCurve[] = [];
    for (let here = 0; here <= left; here++) {
      for (const rest of spread(band + 1, left - here)) {
        if (here === 0) all.push(rest);
        else if (here === left) all.push(timesBoth(curve, here));
        else {
          const some = timesBoth(curve, here);
          all.push({
            atLow: merged(some.atLow, rest.atLow),
            atHigh: merged(some.atHigh, rest.atHigh),
          });
        }
      }
    }
    return all;
  };
  return spread(0, count);
}

const timesBoth = ({ atLow, atHigh }: UpperCurve, count: number): UpperCurve =>
  count === 0
    ? { atLow: NOTHING, atHigh: NOTHING }
    : { atLow: times(atLow, count), atHigh: times(atHigh, count) };
