/**
 * A concave upper bound of power over flow at the two ends of a head interval. Between the ends the
 * bound is the straight line between the two curves at the same flow.
 */
export interface UpperCurve {
  readonly atLow: Concave;
  readonly atHigh: Concave;
}

/** A concave curve, piecewise linear: power MW over flow m³/s, flows rising. */
export interface Concave {
  readonly flow: Float64Array;
  readonly power: Float64Array;
}

/** The upper concave hull of the first `count` points, of rising flow. */
export function hullOfPoints(
  flow: ArrayLike<number>,
  power: ArrayLike<number>,
  count = flow.length,
): Concave {
  const kept = new Int32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    while (length > 1) {
      const a = kept[length - 2]!;
      const b = kept[length - 1]!;
      const before = (power[b]! - power[a]!) * (flow[i]! - flow[b]!);
      const after = (power[i]! - power[b]!) * (flow[b]! - flow[a]!);
      if (before > after) break;
      length--;
    }
    kept[length++] = i;
  }
  const hull = { flow: new Float64Array(length), power: new Float64Array(length) };
  for (let n = 0; n < length; n++) {
    hull.flow[n] = flow[kept[n]!]!;
    hull.power[n] = power[kept[n]!]!;
  }
  return hull;
}

/** `count` machines with the same curve, loaded alike: k · f(q / k). */
export function times(curve: Concave, count: number): Concave {
  if (count === 1) return curve;
  const many = { flow: new Float64Array(curve.flow), power: new Float64Array(curve.power) };
  for (let i = 0; i < many.flow.length; i++) {
    many.flow[i]! *= count;
    many.power[i]! *= count;
  }
  return many;
}

/** The most that two concave curves make together of a common flow: their segments by falling slope. */
export function merged(a: Concave, b: Concave): Concave {
  const length = a.flow.length + b.flow.length - 1;
  const flow = new Float64Array(length);
  const power = new Float64Array(length);
  flow[0] = a.flow[0]! + b.flow[0]!;
  power[0] = a.power[0]! + b.power[0]!;
  let i = 1;
  let j = 1;
  for (let n = 1; n < length; n++) {
    const first = j >= b.flow.length || (i < a.flow.length && steeper(a, i, b, j));
    const from = first ? a : b;
    const at = first ? i++ : j++;
    flow[n] = flow[n - 1]! + from.flow[at]! - from.flow[at - 1]!;
    power[n] = power[n - 1]! + from.power[at]! - from.power[at - 1]!;
  }
  return { flow, power };
}

function steeper(a: Concave, i: number, b: Concave, j: number): boolean {
  const riseA = a.power[i]! - a.power[i - 1]!;
  const riseB = b.power[j]! - b.power[j - 1]!;
  return riseA * (b.flow[j]! - b.flow[j - 1]!) >= riseB * (a.flow[i]! - a.flow[i - 1]!);
}

/** The curve of no machine at all. */
export const NOTHING: Concave = { flow: Float64Array.of(0), power: Float64Array.of(0) };
