/**
 * A curve y(x), piecewise linear between its points; outside its ends the end value holds
 * (model.md, units and signs). `x` increases strictly.
 */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Makes a curve of `[x, y]` points, already ordered by x (the doors in station/ see to that). */
export function curveOf(points: readonly (readonly [number, number, ...number[]])[]): Curve {
  return {
    x: Float64Array.from(points, (p) => p[0]),
    y: Float64Array.from(points, (p) => p[1]),
  };
}

/** Index i of the segment [x[i], x[i+1]] that holds `at`, clamped to the first and last segment. */
export function segmentOf(x: Float64Array, at: number): number {
  let low = 0;
  let high = x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** y at `at`; the end value outside the ends. */
export function curveAt(curve: Curve, at: number): number {
  const { x, y } = curve;
  const last = x.length - 1;
  if (at <= x[0]!) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  const i = segmentOf(x, at);
  const share = (at - x[i]!) / (x[i + 1]! - x[i]!);
  return y[i]! + share * (y[i + 1]! - y[i]!);
}

/** dy/dx at `at`: 0 outside the ends, the right-hand segment's slope at a kink. */
export function curveSlopeAt(curve: Curve, at: number): number {
  const { x, y } = curve;
  if (at < x[0]! || at >= x[x.length - 1]!) return 0;
  const i = segmentOf(x, at);
  return (y[i + 1]! - y[i]!) / (x[i + 1]! - x[i]!);
}

/** The curve x(y) of a curve that increases strictly in both. */
export function inverseOf(curve: Curve): Curve {
  return { x: curve.y, y: curve.x };
}
