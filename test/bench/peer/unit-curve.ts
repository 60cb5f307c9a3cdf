import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import {
  largestFlowM3s,
  mechanicalMw,
  runsAtHead,
  smallestFlowM3s,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';

/** Flow m³/s and the output MW it makes. */
export interface Point {
  readonly flow: number;
  readonly power: number;
}

/** Flows from `low` to `high`, m³/s, that a unit may hold under one head: in range and out of zones. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Looked at when bands are sought: a band or a gap narrower than this share of the range is missed. */
const SCANNED = 60;

const HALVINGS = 46;

/**
 * Kept clear of a limit's edge, share of a limit: the exact head moves while the flows settle.
 * Far within the checker's 10⁻⁶.
 */
const INSIDE = 1e-8;

/** A flow this near the end of its band is at it, share; more than this a metre is no slope, share. */
const AT_END = 1e-6;
const STEEPEST = 0.2;

const END_NAMES = ['low', 'high'] as const;

/** A unit under the head that is left when its own waterway's loss k_u q² is not yet taken off. */
export class UnitAtHead {
  readonly unit: PlantUnit;
  private readonly headM: number;
  private found: Band[] | null = null;

  constructor(unit: PlantUnit, headM: number) {
    this.unit = unit;
    this.headM = headM;
  }

  netHeadM(flow: number): number {
    return this.headM - this.unit.lossS2PerM5 * flow * flow;
  }

  powerMw(flow: number): number {
    return unitPowerMw(this.unit, this.netHeadM(flow), flow);
  }

  /** ∂P/∂H at this flow, MW/m, by a central difference. */
  powerPerHead(flow: number): number {
    if (flow <= 0) return 0;
    const head = this.netHeadM(flow);
    const half = 0.05;
    const more = unitPowerMw(this.unit, head + half, flow);
    return (more - unitPowerMw(this.unit, head - half, flow)) / (2 * half);
  }

  allows(flow: number): boolean {
    const { unit } = this;
    const head = this.netHeadM(flow);
    if (head <= 0 || !runsAtHead(unit, head)) return false;
    if (flow < smallestFlowM3s(unit, head) || flow > largestFlowM3s(unit, head)) return false;
    const power = this.powerMw(flow);
    if (power < unit.mwMin || power > unit.mwMax) return false;
    return zoneAround(unit, head, power) === null;
  }

  /** All bands, lowest first; none where the unit cannot run at this head. */
  bands(): readonly Band[] {
    this.found ??= this.sought();
    return this.found;
  }

  /**
   * How the flow moves with the head while the unit stays at an end of its band, m³/s per m: at a
   * limit of output the flow gives way. 0 where `flow` is at no end.
   */
  endPerHead(flow: number): number {
    const here = nearestBand(this.bands(), flow);
    if (!here) return 0;
    const end = END_NAMES.find((name) => Math.abs(here[name] - flow) < AT_END * flow);
    if (end === undefined) return 0;
    const step = 0.02;
    const there = nearestBand(new UnitAtHead(this.unit, this.headM + step).bands(), flow);
    const perHead = there ? (there[end] - here[end]) / step : 0;
    // Bands that join or part at this head are no matter of slopes.
    return Math.abs(perHead) < STEEPEST * flow ? perHead : 0;
  }

  /** ∂P/∂q at this flow under this head, MW per m³/s. */
  powerPerFlow(flow: number): number {
    const half = 1e-4 * flow;
    return (this.powerMw(flow + half) - this.powerMw(flow - half)) / (2 * half);
  }

  private sought(): Band[] {
    const lowest = Math.max(1e-3, Math.min(...this.unit.flowMin.y) * (1 - 1e-6));
    const highest = Math.max(...this.unit.flowMax.y) * (1 + 1e-6);
    const bands: Band[] = [];
    let low = NaN;
    let before = lowest;
    for (let i = 0; i <= SCANNED; i++) {
      const flow = lowest + ((highest - lowest) * i) / SCANNED;
      const inside = this.allows(flow);
      if (inside && Number.isNaN(low)) low = i === 0 ? flow : this.edge(flow, before);
      if (!inside && !Number.isNaN(low)) {
        bands.push(narrowed(low, this.edge(before, flow)));
        low = NaN;
      }
      before = flow;
    }
    if (!Number.isNaN(low)) bands.push(narrowed(low, highest));
    return bands;
  }

  /** The last allowed flow on the way from an allowed to a forbidden one. */
  private edge(allowed: number, forbidden: number): number {
    let [inside, outside] = [allowed, forbidden];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (inside + outside) / 2;
      if (this.allows(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  }

  /** Flow at which the turbine gives `mechanical` MW, within a band; null where it does not. */
  private flowAt(mechanical: number, { low, high }: Band): number | null {
    const short = (flow: number): number =>
      mechanicalMw(this.unit, this.netHeadM(flow), flow) - mechanical;
    if (short(low) >= 0 || short(high) <= 0) return null;
    let [a, b] = [low, high];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (a + b) / 2;
      if (short(middle) < 0) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  }

  /**
   * Points of P(q) over a band: its ends, the bends of hill chart and generator, and `between` more
   * in each part, for between bends the curve is no line.
   */
  points(band: Band, between: number): Point[] {
    const { unit } = this;
    const bends = [
      ...[...unit.hill.flowsM3s].filter((flow) => flow > band.low && flow < band.high),
      ...[...unit.generator.x].flatMap((mechanical) => this.flowAt(mechanical, band) ?? []),
    ];
    const knots = [band.low, ...bends.sort((a, b) => a - b), band.high];
    const flows = knots.flatMap((flow, i) => {
      const next = knots[i + 1];
      if (next === undefined) return [flow];
      const parts = between + 1;
      return Array.from({ length: parts }, (_, k) => flow + ((next - flow) * k) / parts);
    });
    return flows.map((flow) => ({ flow, power: this.powerMw(flow) }));
  }
}

/** The band that holds a flow, or stands next to it. */
export function nearestBand(bands: readonly Band[], flow: number): Band | null {
  let best: Band | null = null;
  let distance = Infinity;
  for (const band of bands) {
    const off = Math.max(band.low - flow, flow - band.high, 0);
    if (off < distance) [best, distance] = [band, off];
  }
  return best;
}

function narrowed(low: number, high: number): Band {
  const margin = Math.min(INSIDE * high, (high - low) / 2);
  return { low: low + margin, high: high - margin };
}

/**
 * The upper concave envelope of points in order of flow, without those that stand out of it by less
 * than `tolerance` MW: what a linear program that wants power makes of the points anyway.
 */
export function upperEnvelope(points: readonly Point[], tolerance: number): Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    if (hull.length > 0 && point.flow - hull[hull.length - 1]!.flow < 1e-9) continue;
    while (hull.length > 1) {
      const [a, b] = [hull[hull.length - 2]!, hull[hull.length - 1]!];
      const chord = a.power + ((point.power - a.power) * (b.flow - a.flow)) / (point.flow - a.flow);
      if (b.power > chord) break;
      hull.pop();
    }
    hull.push(point);
  }
  return thinned(hull, tolerance);
}

/** Keeps of a concave curve what is needed to be nowhere further below it than `tolerance`. */
function thinned(hull: readonly Point[], tolerance: number): Point[] {
  if (hull.length < 3 || tolerance <= 0) return [...hull];
  const kept = [hull[0]!];
  let from = 0;
  while (from < hull.length - 1) {
    let to = from + 1;
    while (to + 1 < hull.length && chordHolds(hull, from, to + 1, tolerance)) to++;
    kept.push(hull[to]!);
    from = to;
  }
  return kept;
}

function chordHolds(hull: readonly Point[], from: number, to: number, tolerance: number): boolean {
  const [a, c] = [hull[from]!, hull[to]!];
  const slope = (c.power - a.power) / (c.flow - a.flow);
  for (let i = from + 1; i < to; i++) {
    if (hull[i]!.power - (a.power + slope * (hull[i]!.flow - a.flow)) > tolerance) return false;
  }
  return true;
}
