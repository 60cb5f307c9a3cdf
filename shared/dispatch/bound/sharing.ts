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
function oneBand(bands: readonly (UpperCurve | null)[]): UpperCurve | null {
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
  return { atLow: over((band) => band.atLow), atHigh: over((band) => band.atHigh) };
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
  return curve && { atLow: times(curve.atLow, count), atHigh: times(curve.atHigh, count) };
}

const both = (a: UpperCurve | null, b: UpperCurve | null): UpperCurve | null =>
  a && b && { atLow: merged(a.atLow, b.atLow), atHigh: merged(a.atHigh, b.atHigh) };
