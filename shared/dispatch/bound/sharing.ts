import {
  type Concave,
  NOTHING,
  type UpperCurve,
  hullOfPoints,
  merged,
  times,
} from './upper-curve.ts';

/** Up to this many choices of bands are kept apart; beyond, zones of the groups with most are bridged. */
const MOST_CHOICES = 32;

/** Machines alike, counted, within one interval of heads. */
export interface Group {
  readonly count: number;
  /** Per band, the curve of one of them; null where it can hold the band nowhere. */
  readonly bands: readonly (UpperCurve | null)[];
}

/**
 * The best sharing of a common flow among groups of machines: one curve for each choice of bands.
 * Groups of the same counts and numbers of bands have the same choices in the same order.
 * @returns null for a choice of which some machine can hold its band nowhere
 */
export function sharedCurves(groups: readonly Group[]): (UpperCurve | null)[] {
  let curves: (UpperCurve | null)[] = [{ atLow: NOTHING, atHigh: NOTHING }];
  for (const group of bridged(groups)) {
    const choices = choicesOf(group);
    curves = curves.flatMap((curve) => choices.map((choice) => both(curve, choice)));
  }
  return curves;
}

/** A machine that may rest. */
export interface Machine {
  /** null: it cannot run. */
  readonly curve: UpperCurve | null;
  /** What running takes of its output, MW. */
  readonly takenMw: number;
}

/**
 * The best sharing of a common flow among machines of which each may run or rest: one concave curve of
 * their output less what running takes, from no flow at all on. It allows what lies between resting and
 * running, so it bounds all that any of them do.
 */
export function pooledCurve(machines: readonly Machine[]): UpperCurve {
  return machines.reduce<UpperCurve>((sum, { curve, takenMw }) => {
    if (!curve) return sum;
    return {
      atLow: merged(sum.atLow, orResting(curve.atLow, takenMw)),
      atHigh: merged(sum.atHigh, orResting(curve.atHigh, takenMw)),
    };
  }, NO_MACHINE);
}

/** The hull of a curve, less what running takes, and of resting. */
function orResting({ flow, power }: Concave, takenMw: number): Concave {
  let from = -1;
  let steepest = -Infinity;
  let atRest = 0;
  for (let i = 0; i < flow.length; i++) {
    const left = power[i]! - takenMw;
    // A machine that runs without water only takes or gives.
    if (flow[i]! <= 0) atRest = Math.max(atRest, left);
    else if ((left - atRest) / flow[i]! > steepest)
      [from, steepest] = [i, (left - atRest) / flow[i]!];
  }
  if (from < 0) return { flow: Float64Array.of(0), power: Float64Array.of(atRest) };
  const kept = flow.length - from + 1;
  const hull = { flow: new Float64Array(kept), power: new Float64Array(kept) };
  hull.power[0] = atRest;
  hull.flow.set(flow.subarray(from), 1);
  for (let i = 1; i < kept; i++) hull.power[i] = power[from + i - 1]! - takenMw;
  return hull;
}

/** How many ways a group's machines may be spread over its bands: C(count + bands − 1, count). */
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
export function oneBand(bands: readonly (UpperCurve | null)[]): UpperCurve | null {
  const known = bands.filter((band) => band !== null);
  if (known.length === 0) return null;
  const over = (end: (band: UpperCurve) => Concave): Concave => {
    const points = known.flatMap((band) => {
      const { flow, power } = end(band);
      return [...flow].map((q, i) => [q, power[i]!] as const);
    });
    points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return hullOfPoints(
      points.map(([q]) => q),
      points.map(([, p]) => p),
    );
  };
  return {
    atLow: over((band) => band.atLow),
    atHigh: over((band) => band.atHigh),
  };
}

/** The curves of a group: one for each way to spread its machines over the bands. */
function choicesOf({ count, bands }: Group): (UpperCurve | null)[] {
  const spread = (band: number, left: number): (UpperCurve | null)[] => {
    const curve = bands[band]!;
    if (band === bands.length - 1) return [timesBoth(curve, left)];
    const all: (UpperCurve | null)[] = [];
    for (let here = 0; here <= left; here++) {
      for (const rest of spread(band + 1, left - here)) {
        if (here === 0) all.push(rest);
        else if (here === left) all.push(timesBoth(curve, here));
        else all.push(both(timesBoth(curve, here), rest));
      }
    }
    return all;
  };
  return bands.length === 0 ? [] : spread(0, count);
}

const NO_MACHINE: UpperCurve = { atLow: NOTHING, atHigh: NOTHING };

function timesBoth(curve: UpperCurve | null, count: number): UpperCurve | null {
  if (count === 0) return NO_MACHINE;
  return (
    curve && {
      atLow: times(curve.atLow, count),
      atHigh: times(curve.atHigh, count),
    }
  );
}

export const both = (a: UpperCurve | null, b: UpperCurve | null): UpperCurve | null =>
  a && b && { atLow: merged(a.atLow, b.atLow), atHigh: merged(a.atHigh, b.atHigh) };
