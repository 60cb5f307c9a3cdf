import { QUALITIES, type Quality } from '#shared/wire/quality.ts';
import type { Stretch, Trace } from '#shared/wire/trend.ts';
import { type ChartPoint, type JudgedPoint, splitLine, type SplitCurve } from '../points.ts';
import type { BandPoint } from './course-chart.ts';

/** A value of now, after the last that the server has answered with. */
export interface TailPoint {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}

const WORST_USABLE = QUALITIES.indexOf('doubtful');

/** One place of a trace: when it begins and ends, and what it says. */
export interface Place {
  readonly from: number;
  /** Of a reading the same as `from`. */
  readonly to: number;
  /** null: nothing that can be reckoned with. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The number as it was read, however bad it is; of a bucket the same as `value`. */
  readonly said: number | null;
  /** Place in `QUALITIES` of the worst. */
  readonly quality: number;
  /** How many readings it is made of, and how many of them are good. */
  readonly count: number;
  readonly good: number;
}

/** The places of a trace, oldest first. */
export function placesOf(trace: Trace): Place[] {
  if (trace.form === 'raw')
    return trace.at.map((at, i) => readingPlace(at, trace.value[i]!, trace.quality[i]!));
  return trace.at.map((at, i) => ({
    from: at,
    to: at + trace.widthMs,
    value: trace.mean[i]!,
    low: trace.min[i]!,
    high: trace.max[i]!,
    said: trace.mean[i]!,
    quality: trace.worst[i]!,
    count: trace.count[i]!,
    good: trace.good[i]!,
  }));
}

/** A bad reading is a place without a value: it can be of any size. */
function readingPlace(at: number, said: number | null, quality: number): Place {
  const value = quality <= WORST_USABLE ? said : null;
  const good = quality === 0 ? 1 : 0;
  return { from: at, to: at, value, low: value, high: value, said, quality, count: 1, good };
}

/** Values of now as places. */
export function tailPlaces(tail: readonly TailPoint[]): Place[] {
  return tail.map(({ at, value, quality }) => readingPlace(at, value, QUALITIES.indexOf(quality)));
}

/** Stretches of places that are drawn as one: between two of them lies a gap. */
export function runsOf(places: readonly Place[], gaps: readonly Stretch[]): Place[][] {
  const runs: Place[][] = [];
  let last: Place | undefined;
  let next = 0;
  for (const place of places) {
    while (next < gaps.length && gaps[next]![1] <= (last ?? place).to) next += 1;
    const isApart = next < gaps.length && gaps[next]![0] < place.from;
    if (last === undefined || isApart) runs.push([]);
    runs.at(-1)!.push(place);
    last = place;
  }
  return runs;
}

/** A gap for the drawing: nothing is joined across it. */
const openPoint = (x: number): JudgedPoint => ({ x, y: null, sound: true });

/**
 * The curve through the middles of places, in two strokes: sound, and made of what is not good. A run reaches
 * from the beginning of its first place to the end of its last, so that one that stands alone is seen too.
 * @param pixelMs time of a pixel: a reading that stands alone is one wide
 */
export function curveOf(runs: readonly (readonly Place[])[], pixelMs: number): SplitCurve {
  const points: JudgedPoint[] = [];
  const say = (x: number, { value, quality }: Place): void => {
    points.push({ x, y: value, sound: quality === 0 || value === null });
  };
  for (const run of runs) {
    const [first, last] = [run[0]!, run.at(-1)!];
    if (first.to > first.from) say(first.from, first);
    for (const place of run) say((place.from + place.to) / 2, place);
    if (last.to > last.from) say(last.to, last);
    else if (run.length === 1) say(last.to + pixelMs, last);
    points.push(openPoint(last.to));
  }
  const { sound, doubtful } = splitLine(points);
  return { sound: withoutVoids(sound), doubtful: withoutVoids(doubtful) };
}

/** One point parts two pieces of a curve as well as many do: most of a doubtful curve is none. */
const withoutVoids = (points: readonly ChartPoint[]): ChartPoint[] =>
  points.filter(([, y], i) => y !== null || (i > 0 && points[i - 1]![1] !== null));

/** Between which values the places lie; nothing where each is a single value. */
export function bandOf(runs: readonly (readonly Place[])[]): BandPoint[] {
  const isBand = runs.some((run) => run.some(({ low, high }) => low !== high));
  if (!isBand) return [];
  return runs.flatMap((run): BandPoint[] => {
    const [first, last] = [run[0]!, run.at(-1)!];
    return [
      { at: first.from, low: first.low, high: first.high },
      ...run.map(({ from, to, low, high }) => ({ at: (from + to) / 2, low, high })),
      { at: last.to, low: last.low, high: last.high },
      { at: last.to, low: null, high: null },
    ];
  });
}

/** A stretch whose readings are not good, by its worst. */
export interface QualityRun {
  readonly from: number;
  readonly to: number;
  readonly quality: Quality;
}

/**
 * Where a trace is not good, to be marked; marks nearer than `leastMs` become one, of the worse.
 * @param leastMs time that a mark is wide
 */
export function qualityRuns(
  places: readonly Place[],
  [from, to]: Stretch,
  leastMs: number,
): QualityRun[] {
  const found: { from: number; to: number; worst: number }[] = [];
  for (const place of places) {
    if (place.quality === 0 || place.to < from || place.from > to) continue;
    const last = found.at(-1);
    const isNear = last !== undefined && place.from - Math.max(last.to, last.from + leastMs) <= 0;
    if (isNear) {
      last.to = Math.max(last.to, place.to);
      last.worst = Math.max(last.worst, place.quality);
    } else found.push({ from: place.from, to: place.to, worst: place.quality });
  }
  return found.map((run) => ({
    from: Math.max(run.from, from),
    to: Math.min(run.to, to),
    quality: QUALITIES[run.worst] ?? 'missing',
  }));
}

/** What the cursor stands on: the place that holds the instant, else the nearest one that no gap parts it from. */
export function placeAt(
  places: readonly Place[],
  gaps: readonly Stretch[],
  at: number,
): Place | null {
  if (gaps.some(([from, to]) => at > from && at < to)) return null;
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.from <= at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [places[low - 1], places[low]];
  if (!before || !after) return before ?? after ?? null;
  if (at < before.to) return before;
  return at - before.to <= after.from - at ? before : after;
}
