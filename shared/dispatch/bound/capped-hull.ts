import { type UpperCurve, hullOfPoints } from './upper-curve.ts';

/** A flow and what the two ends of an interval of heads make of it, MW. */
interface Point {
  readonly flow: number;
  readonly atLow: number;
  readonly atHigh: number;
}

/**
 * The concave curves over points that are joined straight, along flow and from the lower head to the
 * upper, and that make no more than `top`. Where only one of the two heads is over the top, the limit
 * is met between them: both are raised by what the bent line may have over the straight one.
 */
export function cappedHull(points: readonly Point[], top: number): UpperCurve {
  const isOver = ({ atLow, atHigh }: Point): boolean => atLow > top || atHigh > top;
  if (!points.some(isOver)) return openHull(points);
  const pieces = points.flatMap((point, i) => [
    point,
    ...(i + 1 < points.length ? crossings(point, points[i + 1]!, top) : []),
  ]);
  const raise = (a: Point | undefined, b: Point | undefined): number => {
    if (!a || !b) return 0;
    const low = (a.atLow + b.atLow) / 2 - top;
    const high = (a.atHigh + b.atHigh) / 2 - top;
    const apart = Math.max(Math.abs(a.atHigh - a.atLow), Math.abs(b.atHigh - b.atLow));
    return low * high < 0 ? apart / 4 : 0;
  };
  return openHull(
    pieces.map((point, i) => {
      const alone = pieces.length === 1 ? raise(point, point) : 0;
      const by = Math.max(alone, raise(pieces[i - 1], point), raise(point, pieces[i + 1]));
      const { flow, atLow, atHigh } = point;
      return { flow, atLow: Math.min(atLow, top) + by, atHigh: Math.min(atHigh, top) + by };
    }),
  );
}

/** The same without a top. */
export function openHull(points: readonly Point[]): UpperCurve {
  const flow = points.map((point) => point.flow);
  return {
    atLow: hullOfPoints(
      flow,
      points.map(({ atLow }) => atLow),
    ),
    atHigh: hullOfPoints(
      flow,
      points.map(({ atHigh }) => atHigh),
    ),
  };
}

/** Where one of the two straight lines between two points passes the top, by rising flow. */
function crossings(a: Point, b: Point, top: number): Point[] {
  const shareOf = (from: number, to: number): number[] =>
    (from - top) * (to - top) < 0 ? [(top - from) / (to - from)] : [];
  return [...shareOf(a.atLow, b.atLow), ...shareOf(a.atHigh, b.atHigh)]
    .sort((x, y) => x - y)
    .map((share) => ({
      flow: a.flow + share * (b.flow - a.flow),
      atLow: a.atLow + share * (b.atLow - a.atLow),
      atHigh: a.atHigh + share * (b.atHigh - a.atHigh),
    }))
    .filter(({ flow }) => flow > a.flow && flow < b.flow);
}
