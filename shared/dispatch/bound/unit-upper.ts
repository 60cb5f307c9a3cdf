import { type Curve, curveAt } from '#shared/hydraulics/curve.ts';
import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { tolerances } from '../tolerances.ts';
import { cappedHull, openHull } from './capped-hull.ts';
import type { Range } from './interval.ts';
import { slopesWithin } from './slope-range.ts';
import type { UpperCurve } from './upper-curve.ts';

/** Points of a unit's curve besides the chart's own columns. */
const KNOTS = 40;
/** Halvings of a piece in which a band begins or ends. */
const HALVINGS = 14;
/** Flows from which a unit counts as running, m³/s, where its range begins at nothing. */
const RUNNING_FROM_M3S = 1e-9;

/** Heads nearer than this are one: it is but rounding, m. */
const ROUNDING_M = 1e-9;

/** A band of output between zones, MW. */
type Band = Range;

/** The flows between two knots, over one interval of gross heads. */
interface Piece {
  readonly flow: Range;
  /** How steep power is anywhere in it, MW per m³/s and MW per m. */
  readonly perFlow: Range;
  readonly perHead: Range;
  /** By how much power may lie above the straight line between two flows, MW per m³/s between them. */
  readonly bend: number;
  /** The same between two heads, MW. */
  readonly aside: number;
  /** What it makes of a m³/s at least, MW per m³/s. */
  readonly leastPerM3s: number;
  /** All that it may make in the piece, MW; null where its flow range allows none of the flows. */
  readonly power: Range | null;
}

/** Flows beyond which a unit surely makes more than it may, or takes more, within an interval of heads. */
export interface FlowLimit {
  /** At the lower head, m³/s; straight between the two. */
  readonly atLow: number;
  readonly atHigh: number;
}

/** What a unit makes at most, by intervals of gross heads. */
export interface UnitUpper {
  /**
   * For each band of output between its forbidden zones a concave upper bound that no loading at any head of
   * the interval exceeds; none where the unit cannot run there.
   */
  readonly curves: readonly (readonly UpperCurve[])[];
  /** The same where it runs alone and has to let through what the floor of outflow asks for. */
  readonly alone: readonly (readonly UpperCurve[])[];
  readonly limits: readonly FlowLimit[];
  /** What it makes of a m³/s at least, at any of the heads, MW per m³/s. */
  readonly leastPerM3s: number;
}

/**
 * @param isOpen the last band's curves go on beyond the unit's largest output where `limits` end them: a limit
 *   that moves with the head is then no bend of the curve, which would have to be raised for it
 * @param aloneFromM3s what a unit that runs alone lets through at least, m³/s
 */
export function unitUpper(
  unit: PlantUnit,
  headsM: Float64Array,
  isOpen: boolean,
  aloneFromM3s = 0,
): UnitUpper {
  const spans = bandsOver(unit, headsM, (head) => head, isOpen, aloneFromM3s);
  return {
    curves: spans.map((bands) => bands.flatMap((band) => (band ? [band.curve] : []))),
    alone: spans.map((bands) => bands.flatMap((band) => (band?.alone ? [band.alone] : []))),
    limits: spans.map(limitOf),
    leastPerM3s: Math.min(...spans.flat().map((band) => band?.leastPerM3s ?? Infinity)),
  };
}

/** Of all bands together; no flow at all where none can be held. */
function limitOf(bands: readonly (UpperBand | null)[]): FlowLimit {
  let [atLow, atHigh] = [0, 0];
  for (const band of bands) {
    if (!band) continue;
    atLow = Math.max(atLow, band.limit.atLow);
    atHigh = Math.max(atHigh, band.limit.atHigh);
  }
  return { atLow, atHigh };
}

/**
 * The same with only those zones that hold at all the heads, so that the bands are the same ones in
 * every interval; null where the unit can hold a band nowhere in the interval.
 */
export function unitUpperByBand(unit: PlantUnit, headsM: Float64Array): (UpperCurve | null)[][] {
  const all = { low: headsM[0]!, high: headsM[headsM.length - 1]! };
  const spans = bandsOver(unit, headsM, () => all, false, 0);
  return spans.map((bands) => bands.map((band) => band && band.curve));
}

/** One band in one interval of heads. */
interface UpperBand {
  readonly curve: UpperCurve;
  /** Its flows that a unit alone may have, its hull over these alone; null: none of them. */
  readonly alone: UpperCurve | null;
  readonly limit: FlowLimit;
  readonly leastPerM3s: number;
}

/** @param zoned the heads at all of which a zone must hold to part the bands of an interval */
function bandsOver(
  unit: PlantUnit,
  headsM: Float64Array,
  zoned: (interval: Range) => Range,
  isOpen: boolean,
  aloneFromM3s: number,
): (UpperBand | null)[][] {
  const knots = knotsOf(unit);
  const powers = Array.from(headsM, (head) => knots.map((q) => powerAt(unit, head, q)));
  return Array.from({ length: headsM.length - 1 }, (_, i) => {
    const interval = { low: headsM[i]!, high: headsM[i + 1]! };
    const bands = bandsAt(unit, netHeads(unit, zoned(interval), spanOf(knots)));
    const span = new HeadSpan(unit, interval, isOpen, aloneFromM3s);
    return span.bands(bands, knots, powers[i]!, powers[i + 1]!);
  });
}

const powerAt = (unit: PlantUnit, grossHeadM: number, flow: number): number =>
  unitPowerMw(unit, grossHeadM - unit.lossS2PerM5 * flow * flow, flow);

function knotsOf(unit: PlantUnit): number[] {
  const off = flowTolerance(unit);
  const low = Math.max(RUNNING_FROM_M3S, Math.min(...unit.flowMin.y) - off);
  const high = Math.max(...unit.flowMax.y) + off;
  const even = Array.from({ length: KNOTS }, (_, i) => low + ((high - low) * i) / KNOTS);
  const columns = [...unit.hill.flowsM3s].filter((q) => q > low && q < high);
  const all = [...even, ...columns].sort((a, b) => a - b);
  const apart = all.filter((q, i) => i === 0 || q - all[i - 1]! > 1e-9 * high);
  return [...apart.filter((q) => high - q > 1e-9 * high), high];
}

/** By how much the checker lets a flow pass the unit's range, m³/s. */
const flowTolerance = (unit: PlantUnit): number =>
  tolerances.machineShare * Math.max(...unit.flowMax.y);

/** Net heads that may come with these flows at these gross heads. */
const netHeads = ({ lossS2PerM5 }: PlantUnit, head: Range, flow: Range): Range => ({
  low: head.low - lossS2PerM5 * flow.high * flow.high,
  high: head.high - lossS2PerM5 * flow.low * flow.low,
});

const spanOf = (knots: readonly number[]): Range => ({
  low: knots[0]!,
  high: knots[knots.length - 1]!,
});

/** Bands between the zones that hold at all these net heads, as wide as the checker takes them. */
function bandsAt(unit: PlantUnit, netHead: Range): Band[] {
  const zones = unit.forbidden
    .filter(({ headM }) => !headM || (headM[0] <= netHead.low && headM[1] >= netHead.high))
    .map(({ mw }) => mw)
    .sort((a, b) => a[0] - b[0]);
  const bands: Band[] = [];
  let low = unit.mwMin;
  for (const [from, to] of zones) {
    if (to <= low) continue;
    if (from >= low) bands.push({ low, high: Math.min(from, unit.mwMax) });
    low = to;
  }
  bands.push({ low, high: unit.mwMax });
  const off = Math.max(tolerances.zoneMw, tolerances.machineShare * unit.mwMax);
  return bands.flatMap((band) =>
    band.low <= band.high ? [{ low: band.low - off, high: band.high + off }] : [],
  );
}

/** A unit over one interval of gross heads. */
class HeadSpan {
  private readonly unit: PlantUnit;
  private readonly head: Range;
  /** By how much the checker lets a flow pass the unit's range, m³/s. */
  private readonly offM3s: number;
  private readonly isOpen: boolean;
  private readonly aloneFromM3s: number;

  constructor(unit: PlantUnit, head: Range, isOpen: boolean, aloneFromM3s: number) {
    this.unit = unit;
    this.head = head;
    this.isOpen = isOpen;
    this.aloneFromM3s = aloneFromM3s;
    this.offM3s = flowTolerance(unit);
  }

  /**
   * Each band; null where the unit can hold none of it.
   * @param powersLow power at the knots at the lower head, MW; `powersHigh` at the upper
   */
  bands(
    bands: readonly Band[],
    knots: readonly number[],
    powersLow: readonly number[],
    powersHigh: readonly number[],
  ): (UpperBand | null)[] {
    const pieces = Array.from({ length: knots.length - 1 }, (_, i) => {
      const corners = [powersLow[i]!, powersLow[i + 1]!, powersHigh[i]!, powersHigh[i + 1]!];
      return this.piece({ low: knots[i]!, high: knots[i + 1]! }, corners);
    });
    return bands.map((band, b) => {
      const holds = ({ power }: Piece): boolean => power !== null && meets(power, band);
      const first = pieces.findIndex(holds);
      if (first < 0) return null;
      const last = pieces.findLastIndex(holds);
      const from = this.begin(pieces[first]!, band);
      const to = this.end(pieces[last]!, band);
      if (from > to) return null;
      const isOpen = this.isOpen && b === bands.length - 1;
      const curve = this.curve(band, { low: from, high: to }, pieces, isOpen);
      return {
        curve,
        alone: this.alone(curve, band, { low: from, high: to }, pieces, isOpen),
        limit: isOpen ? this.limit(band, pieces[last]!, to) : { atLow: to, atHigh: to },
        leastPerM3s: pieces
          .slice(first, last + 1)
          .reduce((least, piece) => Math.min(least, piece.leastPerM3s), Infinity),
      };
    });
  }

  private alone(
    curve: UpperCurve,
    band: Band,
    { low, high }: Range,
    pieces: readonly Piece[],
    isOpen: boolean,
  ): UpperCurve | null {
    const from = this.aloneFromM3s;
    if (from <= low) return curve;
    return from > high ? null : this.curve(band, { low: from, high }, pieces, isOpen);
  }

  /** Whether the flow range may allow some of the flows at some head; never wrongly not. */
  private allows(flow: Range): boolean {
    const { unit } = this;
    const { low, high } = netHeads(unit, this.head, flow);
    if (high < unit.headMinM - ROUNDING_M || low > unit.headMaxM + ROUNDING_M) return false;
    return (
      leastWithin(unit.flowMin, low, high) <= flow.high + this.offM3s &&
      mostWithin(unit.flowMax, low, high) >= flow.low - this.offM3s
    );
  }

  private piece(flow: Range, corners: readonly number[]): Piece {
    const { unit, head } = this;
    const { perFlow, perHead } = slopesWithin(unit, flow, head);
    const bend = (perFlow.high - perFlow.low) / 4;
    const aside = ((perHead.high - perHead.low) * (head.high - head.low)) / 4;
    const power = this.allows(flow) ? about(corners, { bend, aside }, flow) : null;
    const slack = bend * (flow.high - flow.low) + aside;
    const atEnds = [flow.low, flow.high, flow.low, flow.high].map((q, i) => corners[i]! / q);
    const leastPerM3s = Math.max(0, Math.min(...atEnds) - slack / flow.low);
    return { flow, perFlow, perHead, bend, aside, leastPerM3s, power };
  }

  /** Whether a part of a piece may hold the band; never wrongly not. */
  private mayHold(piece: Piece, band: Band, flow: Range): boolean {
    if (!this.allows(flow)) return false;
    const { unit, head } = this;
    const corners = [
      powerAt(unit, head.low, flow.low),
      powerAt(unit, head.low, flow.high),
      powerAt(unit, head.high, flow.low),
      powerAt(unit, head.high, flow.high),
    ];
    return meets(about(corners, piece, flow), band);
  }

  /** A flow of the piece below which it surely does not hold the band. */
  private begin(piece: Piece, band: Band): number {
    let { low, high } = piece.flow;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (this.mayHold(piece, band, { low, high: middle })) high = middle;
      else low = middle;
    }
    return low;
  }

  /** A flow of the piece above which it surely does not hold the band. */
  private end(piece: Piece, band: Band): number {
    let { low, high } = piece.flow;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (this.mayHold(piece, band, { low: middle, high })) low = middle;
      else high = middle;
    }
    return high;
  }

  /**
   * Where a band ends by its output: `to` holds all over the interval; at a lower flow of the same piece, and
   * at a higher head, the output differs by no more and no less than the slopes within the piece.
   */
  private limit({ high: top }: Band, { flow, perFlow, perHead }: Piece, to: number): FlowLimit {
    const { unit, head } = this;
    const over = powerAt(unit, head.low, to) - top;
    if (over < 0 || perFlow.high <= 0 || perHead.low < 0) return { atLow: to, atHigh: to };
    const atOver = (powerMw: number): number => Math.max(flow.low, to - powerMw / perFlow.high);
    return {
      atLow: atOver(over),
      atHigh: atOver(over + perHead.low * (head.high - head.low)),
    };
  }

  private curve(band: Band, span: Range, pieces: readonly Piece[], isOpen: boolean): UpperCurve {
    const { unit, head } = this;
    const flows = [span.low];
    const above = [0];
    const add = (flow: Range, piece: Piece): void => {
      const slack = piece.bend * (flow.high - flow.low) + piece.aside;
      above[flows.length - 1] = Math.max(above[flows.length - 1]!, slack);
      if (!(flow.high > flow.low)) return;
      flows.push(flow.high);
      above.push(slack);
    };
    for (const piece of pieces) {
      if (piece.flow.high < span.low || piece.flow.low > span.high) continue;
      add({ low: flows.at(-1)!, high: Math.min(span.high, piece.flow.high) }, piece);
    }
    const points = flows.map((flow, i) => ({
      flow,
      atLow: powerAt(unit, head.low, flow) + above[i]!,
      atHigh: powerAt(unit, head.high, flow) + above[i]!,
    }));
    return isOpen ? openHull(points) : cappedHull(points, band.high);
  }
}

/** All that may be made within a part of a piece: what its corners make, give or take its bends. */
function about(
  corners: readonly number[],
  { bend, aside }: Pick<Piece, 'bend' | 'aside'>,
  flow: Range,
): Range {
  const slack = bend * (flow.high - flow.low) + aside;
  return { low: Math.min(...corners) - slack, high: Math.max(...corners) + slack };
}

const meets = (power: Range, band: Band): boolean =>
  power.high >= band.low && power.low <= band.high;

/** Least value of a curve between two places: at an end or a point in between. */
function leastWithin(curve: Curve, low: number, high: number): number {
  const { x, y } = curve;
  let least = Math.min(curveAt(curve, low), curveAt(curve, high));
  for (let i = 0; i < x.length; i++)
    if (x[i]! > low && x[i]! < high) least = Math.min(least, y[i]!);
  return least;
}

function mostWithin(curve: Curve, low: number, high: number): number {
  const { x, y } = curve;
  let most = Math.max(curveAt(curve, low), curveAt(curve, high));
  for (let i = 0; i < x.length; i++) if (x[i]! > low && x[i]! < high) most = Math.max(most, y[i]!);
  return most;
}
