import type { FlowBand } from './unit-bands.ts';

/**
 * The most power of several units over their common flow, each held in one band: the sup-convolution
 * of the bands' concave hulls, which equal marginal power gives. Point 0 has every unit at the low
 * end of its band; segment i (to point i, i ≥ 1) belongs to `unit[i]` and slopes fall from left to right.
 */
export interface SharedCurve {
  readonly bands: readonly FlowBand[];
  readonly flowM3s: Float64Array;
  readonly powerMw: Float64Array;
  readonly unit: Int32Array;
}

/** The upper concave hull of a band's points: those of its points that lie on it. */
export function concaveHull(band: FlowBand): FlowBand {
  const flows: number[] = [];
  const powers: number[] = [];
  band.flowM3s.forEach((flow, i) => {
    const power = band.powerMw[i]!;
    while (flows.length > 1 && !bendsDown(flows, powers, flow, power)) {
      flows.pop();
      powers.pop();
    }
    flows.push(flow);
    powers.push(power);
  });
  return { flowM3s: flows, powerMw: powers };
}

/** Whether the last point stays above the line from the one before it to (flow, power). */
function bendsDown(flows: number[], powers: number[], flow: number, power: number): boolean {
  const n = flows.length;
  const first = (powers[n - 1]! - powers[n - 2]!) * (flow - flows[n - 1]!);
  return first > (power - powers[n - 1]!) * (flows[n - 1]! - flows[n - 2]!);
}

/** Shares flow among units held in these bands (hulls, one per unit) by falling marginal power. */
export function sharedCurve(bands: readonly FlowBand[]): SharedCurve {
  let points = 1;
  for (const { flowM3s } of bands) points += flowM3s.length - 1;
  const flowM3s = new Float64Array(points);
  const powerMw = new Float64Array(points);
  const unitOf = new Int32Array(points).fill(-1);
  for (const band of bands) {
    flowM3s[0]! += band.flowM3s[0]!;
    powerMw[0]! += band.powerMw[0]!;
  }
  // A hull's slopes fall, so the steepest segment left is the next of some unit.
  const next = new Int32Array(bands.length).fill(1);
  const slopes = Float64Array.from(bands, (band) => slopeOf(band, 1));
  for (let i = 1; i < points; i++) {
    let steepest = 0;
    for (let u = 1; u < slopes.length; u++) if (slopes[u]! > slopes[steepest]!) steepest = u;
    const band = bands[steepest]!;
    const at = next[steepest]!++;
    flowM3s[i] = flowM3s[i - 1]! + (band.flowM3s[at]! - band.flowM3s[at - 1]!);
    powerMw[i] = powerMw[i - 1]! + (band.powerMw[at]! - band.powerMw[at - 1]!);
    unitOf[i] = steepest;
    slopes[steepest] = slopeOf(band, at + 1);
  }
  return { bands, flowM3s, powerMw, unit: unitOf };
}

/** Of a band from point `to − 1` to point `to`, MW per m³/s; −Infinity beyond its end. */
function slopeOf({ flowM3s, powerMw }: FlowBand, to: number): number {
  if (to >= flowM3s.length) return -Infinity;
  return (powerMw[to]! - powerMw[to - 1]!) / (flowM3s[to]! - flowM3s[to - 1]!);
}

/** Smallest and largest flow of a curve, m³/s. */
export function flowSpan(curve: SharedCurve): readonly [number, number] {
  return [curve.flowM3s[0]!, curve.flowM3s[curve.flowM3s.length - 1]!];
}

/** Power at a flow within the curve's span, MW. */
export function sharedPowerMw(curve: SharedCurve, flow: number): number {
  const { flowM3s, powerMw } = curve;
  let i = 1;
  while (i < flowM3s.length && flowM3s[i]! < flow) i++;
  if (i >= flowM3s.length) return powerMw[powerMw.length - 1]!;
  const share = (flow - flowM3s[i - 1]!) / (flowM3s[i]! - flowM3s[i - 1]!);
  return powerMw[i - 1]! + share * (powerMw[i]! - powerMw[i - 1]!);
}

/** The least flow that makes `power` on a curve, m³/s; NaN where the curve does not reach it. */
export function flowForPower(curve: SharedCurve, power: number): number {
  const { flowM3s, powerMw } = curve;
  if (power < powerMw[0]!) return NaN;
  for (let i = 1; i < powerMw.length && powerMw[i]! > powerMw[i - 1]!; i++) {
    if (powerMw[i]! < power) continue;
    const share = (power - powerMw[i - 1]!) / (powerMw[i]! - powerMw[i - 1]!);
    return flowM3s[i - 1]! + share * (flowM3s[i]! - flowM3s[i - 1]!);
  }
  return power === powerMw[0]! ? flowM3s[0]! : NaN;
}

/** Each unit's flow when the units together take `flow`, in the order of the curve's bands. */
export function shareOfEach(curve: SharedCurve, flow: number): number[] {
  const flows = curve.bands.map((band) => band.flowM3s[0]!);
  for (let i = 1; i < curve.flowM3s.length && curve.flowM3s[i - 1]! < flow; i++) {
    const upTo = Math.min(flow, curve.flowM3s[i]!);
    flows[curve.unit[i]!]! += upTo - curve.flowM3s[i - 1]!;
  }
  return flows;
}
