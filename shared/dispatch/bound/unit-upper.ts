import { type Curve, curveAt } from '#shared/hydraulics/curve.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { slopesWithin } from './slope-range.ts';
import { type UpperCurve, hullOfPoints } from './upper-curve.ts';

/** Points of a unit's curve besides the chart's own columns. */
const KNOTS = 40;
const ROOT_ROUNDS = 48;
/** Flows from which a unit counts as running, m³/s, where its range begins at nothing. */
const RUNNING_FROM_M3S = 1e-9;

/** A band of output between zones, MW. */
interface Band {
  readonly low: number;
  readonly high: number;
}

/**
 * What a unit makes at most: for each interval of gross heads, and in it for each band of output
 * between its forbidden zones, a concave upper bound that no loading at any head of the interval
 * exceeds. Empty where the unit cannot run there.
 */
export function unitUpper(unit: PlantUnit, headsM: Float64Array): UpperCurve[][] {
  const knots = knotsOf(unit);
  const powers = Array.from(headsM, (head) => knots.map((q) => powerAt(unit, head, q)));
  return Array.from({ length: headsM.length - 1 }, (_, i) => {
    const span = new HeadSpan(unit, headsM[i]!, headsM[i + 1]!, knots);
    return span.curves(powers[i]!, powers[i + 1]!);
  });
}

const powerAt = (unit: PlantUnit, grossHeadM: number, flow: number): number =>
  unitPowerMw(unit, grossHeadM - unit.lossS2PerM5 * flow * flow, flow);

function knotsOf(unit: PlantUnit): number[] {
  const low = Math.max(RUNNING_FROM_M3S, Math.min(...unit.flowMin.y));
  const high = Math.max(low, Math.max(...unit.flowMax.y));
  const even = Array.from({ length: KNOTS + 1 }, (_, i) => low + ((high - low) * i) / KNOTS);
  const columns = [...unit.hill.flowsM3s].filter((q) => q > low && q < high);
  const all = [...even, ...columns].sort((a, b) => a - b);
  return all.filter((q, i) => i === 0 || q - all[i - 1]! > 1e-9 * high);
}

/** A unit over one interval of gross heads. */
class HeadSpan {
  private readonly unit: PlantUnit;
  private readonly low: number;
  private readonly high: number;
  private readonly knots: readonly number[];

  constructor(unit: PlantUnit, low: number, high: number, knots: readonly number[]) {
    this.unit = unit;
    this.low = low;
    this.high = high;
    this.knots = knots;
  }

  curves(powersLow: readonly number[], powersHigh: readonly number[]): UpperCurve[] {
    const flows = this.flowSpan();
    if (!flows) return [];
    const slack = this.slack();
    return this.bands().flatMap((band) => {
      const span = this.bandSpan(band, flows, powersLow, powersHigh);
      return span ? [this.curve(band, span, slack, powersLow, powersHigh)] : [];
    });
  }

  /** Net heads at a flow: lowest and highest of the interval. */
  private netHead(flow: number): readonly [number, number] {
    const loss = this.unit.lossS2PerM5 * flow * flow;
    return [this.low - loss, this.high - loss];
  }

  /**
   * The flows that the flow range allows at some head of the interval; null where no head of it lets
   * the unit run. A range narrower than the knots are apart is taken whole.
   */
  private flowSpan(): readonly [number, number] | null {
    const { unit, knots } = this;
    const allowed = (q: number): boolean => {
      const [low, high] = this.netHead(q);
      if (high < unit.headMinM || low > unit.headMaxM) return false;
      return q >= leastWithin(unit.flowMin, low, high) && q <= mostWithin(unit.flowMax, low, high);
    };
    const least = this.netHead(knots[knots.length - 1]!)[0];
    const most = this.netHead(knots[0]!)[1];
    if (most < unit.headMinM || least > unit.headMaxM || most <= 0) return null;
    return outermost(knots, allowed) ?? [knots[0]!, knots[knots.length - 1]!];
  }

  /** Bands between the zones that hold all over the interval. */
  private bands(): Band[] {
    const { unit, knots } = this;
    const least = this.netHead(knots[knots.length - 1]!)[0];
    const most = this.netHead(knots[0]!)[1];
    const zones = unit.forbidden
      .filter(({ headM }) => !headM || (headM[0] <= least && headM[1] >= most))
      .map(({ mw }) => mw)
      .sort((a, b) => a[0] - b[0]);
    const bands: Band[] = [];
    let low = unit.mwMin;
    for (const [from, to] of zones) {
      if (to <= low) continue;
      if (from >= low) bands.push({ low, high: Math.min(from, unit.mwMax) });
      low = to;
    }
    if (low <= unit.mwMax) bands.push({ low, high: unit.mwMax });
    return bands.filter((band) => band.low <= band.high);
  }

  /** By how much power may lie above the straight lines between knots, MW, for each two knots. */
  private slack(): Float64Array {
    const { unit, knots, low, high } = this;
    return Float64Array.from({ length: knots.length - 1 }, (_, i) => {
      const flow = { low: knots[i]!, high: knots[i + 1]! };
      const { perFlow, perHead } = slopesWithin(unit, flow, { low, high });
      const alongFlow = ((perFlow.high - perFlow.low) * (flow.high - flow.low)) / 4;
      return alongFlow + ((perHead.high - perHead.low) * (high - low)) / 4;
    });
  }

  /** The flows at which the band's outputs can be come by at some head of the interval. */
  private bandSpan(
    band: Band,
    [from, to]: readonly [number, number],
    powersLow: readonly number[],
    powersHigh: readonly number[],
  ): readonly [number, number] | null {
    const { unit, knots } = this;
    const reaches = (a: number, b: number): boolean =>
      Math.max(a, b) >= band.low && Math.min(a, b) <= band.high;
    const inside = knots.map(
      (q, i) => q >= from && q <= to && reaches(powersLow[i]!, powersHigh[i]!),
    );
    const allowed = (q: number): boolean =>
      q >= from && q <= to && reaches(powerAt(unit, this.low, q), powerAt(unit, this.high, q));
    const points = [from, ...knots.filter((q, i) => inside[i] && q > from && q < to), to];
    return outermost(points, allowed) ?? this.betweenKnots(band, from, to);
  }

  /** A band narrower than the knots are apart: found where power passes through its middle. */
  private betweenKnots(band: Band, from: number, to: number): readonly [number, number] | null {
    const { unit } = this;
    const middle = (band.low + band.high) / 2;
    const at = (q: number): number => powerAt(unit, this.high, q) - middle;
    if (at(from) > 0 || at(to) < 0) return null;
    const flow = root(from, to, (q) => at(q) >= 0);
    return [flow, flow];
  }

  private curve(
    band: Band,
    [from, to]: readonly [number, number],
    slack: Float64Array,
    powersLow: readonly number[],
    powersHigh: readonly number[],
  ): UpperCurve {
    const { unit, knots } = this;
    const flows: number[] = [];
    const atLow: number[] = [];
    const atHigh: number[] = [];
    const add = (q: number, pLow: number, pHigh: number, above: number): void => {
      const [capLow, capHigh] = capped(pLow + above, pHigh + above, band.high);
      flows.push(q);
      atLow.push(capLow);
      atHigh.push(capHigh);
    };
    const slackAt = (i: number): number => Math.max(slack[i - 1] ?? 0, slack[i] ?? 0);
    const first = Math.max(1, upTo(knots, from));
    add(from, powerAt(unit, this.low, from), powerAt(unit, this.high, from), slackAt(first - 1));
    for (let i = first; i < knots.length && knots[i]! < to; i++) {
      if (knots[i]! > from) add(knots[i]!, powersLow[i]!, powersHigh[i]!, slackAt(i));
    }
    const last = Math.max(1, Math.min(knots.length - 1, upTo(knots, to)));
    if (to > from) {
      add(to, powerAt(unit, this.low, to), powerAt(unit, this.high, to), slackAt(last));
    }
    return { atLow: hullOfPoints(flows, atLow), atHigh: hullOfPoints(flows, atHigh) };
  }
}

/** First knot at or above a flow. */
function upTo(knots: readonly number[], flow: number): number {
  let i = 0;
  while (i < knots.length && knots[i]! < flow) i++;
  return i;
}

/**
 * Output never exceeds the band's top: the line between two heads is bent to it. Where the top is met
 * between the heads, both ends are raised by what the bent line has over the straight one.
 */
function capped(atLow: number, atHigh: number, top: number): readonly [number, number] {
  if (atLow <= top && atHigh <= top) return [atLow, atHigh];
  const under = Math.min(atLow, atHigh);
  if (under >= top) return [top, top];
  const share = (top - under) / (Math.max(atLow, atHigh) - under);
  const above = (1 - share) * share * (Math.max(atLow, atHigh) - under);
  return under === atLow ? [atLow + above, top + above] : [top + above, atHigh + above];
}

/** From the first to the last flow that is allowed, to rounding on the far side; null where none of the points is. */
function outermost(
  points: readonly number[],
  allowed: (flow: number) => boolean,
): readonly [number, number] | null {
  const first = points.findIndex(allowed);
  if (first < 0) return null;
  let last = points.length - 1;
  while (!allowed(points[last]!)) last--;
  const from = first === 0 ? points[0]! : root(points[first - 1]!, points[first]!, allowed, true);
  const to =
    last === points.length - 1
      ? points[last]!
      : root(points[last]!, points[last + 1]!, (q) => !allowed(q));
  return [from, to];
}

/** Where a condition begins to hold between two flows; `before`: the last flow where it does not yet. */
function root(low: number, high: number, holds: (flow: number) => boolean, before = false): number {
  let a = low;
  let b = high;
  for (let i = 0; i < ROOT_ROUNDS; i++) {
    const middle = (a + b) / 2;
    if (holds(middle)) b = middle;
    else a = middle;
  }
  return before ? a : b;
}

/** Least value of a curve between two places: at an end or a point in between. */
function leastWithin(curve: Curve, low: number, high: number): number {
  let least = Math.min(curveAt(curve, low), curveAt(curve, high));
  curve.x.forEach((x, i) => {
    if (x > low && x < high) least = Math.min(least, curve.y[i]!);
  });
  return least;
}

function mostWithin(curve: Curve, low: number, high: number): number {
  let most = Math.max(curveAt(curve, low), curveAt(curve, high));
  curve.x.forEach((x, i) => {
    if (x > low && x < high) most = Math.max(most, curve.y[i]!);
  });
  return most;
}
