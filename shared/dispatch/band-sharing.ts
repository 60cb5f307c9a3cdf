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
  const segments: { slope: number; unit: number; flow: number; power: number }[] = [];
  let flow = 0;
  let power = 0;
  bands.forEach((band, unit) => {
    flow += band.flowM3s[0]!;
    power += band.powerMw[0]!;
    for (let i = 1; i < band.flowM3s.length; i++) {
      const more = band.flowM3s[i]! - band.flowM3s[i - 1]!;
      const gain = band.powerMw[i]! - band.powerMw[i - 1]!;
      segments.push({ slope: gain / more, unit, flow: more, power: gain });
    }
  });
  segments.sort((a, b) => b.slope - a.slope);
  const flowM3s = new Float64Array(segments.length + 1);
  const powerMw = new Float64Array(segments.length + 1);
  const unitOf = new Int32Array(segments.length + 1).fill(-1);
  flowM3s[0] = flow;
  powerMw[0] = power;
  segments.forEach((segment, i) => {
    flowM3s[i + 1] = flow += segment.flow;
    powerMw[i + 1] = power += segment.power;
    unitOf[i + 1] = segment.unit;
  });
  return { bands, flowM3s, powerMw, unit: unitOf };
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
