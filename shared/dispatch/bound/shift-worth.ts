import { curveAt } from '#shared/hydraulics/curve.ts';
import { SECONDS_PER_HOUR } from '#shared/units/physics.ts';
import { tolerances } from '../tolerances.ts';
import type { BoundTask } from './bound-task.ts';
import type { UpperSet, UpperTable } from './upper-table.ts';
import { type WaterPrice, middlePrice } from './water-price.ts';

const NEVER = -Infinity;

/** One set in one step: how much it may let go, and by how many cells storage may fall with it. */
export interface ShiftSpan {
  /** Turbine and start water, m³/s. */
  readonly least: number;
  readonly most: number;
  /** Shifts from … to, whole cells of storage downwards. */
  readonly from: number;
  readonly to: number;
}

/**
 * For one set in one step the most that a step is worth, beyond the straight price of water, at each
 * level node and for each shift of storage by d cells: an outflow within I + (d − 1) … I + (d + 1)
 * cells' worth.
 */
export class ShiftWorth {
  private readonly model: BoundTask;
  private readonly price: WaterPrice;
  /** Outflow that lowers storage by one cell in a step, m³/s. */
  private readonly cellM3s: number;
  private readonly hours: number;
  /** Level node by level node, `to − from + 1` shifts each. */
  values: Float64Array = new Float64Array(0);
  private readonly table: UpperTable;
  /** Where water may be spilled: per head node and box, the most of it and the boxes below, money. */
  private best: Float64Array = new Float64Array(0);
  private half: Float64Array = new Float64Array(0);
  /** Corners of the boxes in money, of the level node at hand. */
  private low: Float64Array = new Float64Array(0);
  private high: Float64Array = new Float64Array(0);
  /** Flow up to which a box's corners hold; beyond it output is at its limit and more flow only costs. */
  private cut: Float64Array = new Float64Array(0);

  constructor(model: BoundTask, table: UpperTable, price: WaterPrice, widthMm3: number) {
    this.model = model;
    this.table = table;
    this.price = price;
    this.cellM3s = widthMm3 / model.perFlow;
    this.hours = model.task.problem.seconds / SECONDS_PER_HOUR;
  }

  /** null where the set can let go nothing that the limits of outflow allow. */
  spanOf(
    t: number,
    set: number,
    upper: UpperSet,
    mostSpillM3s: number,
    [fewest, farthest]: readonly [number, number],
  ): ShiftSpan | null {
    const boxes = upper.flowM3s.length - 1;
    if (boxes < 1) return null;
    if (this.model.readyMw[set]! < this.model.task.station.plant.reserveMw) return null;
    const { model, cellM3s } = this;
    const { plant } = model.task.station;
    const inflow = model.task.inflowM3s[t]!;
    const fixed = orderedFlow(model, t, set);
    if (fixed === 'another set') return null;
    const ordered = fixed === 'free' ? null : fixed;
    const spillable = mostSpillM3s > 0 ? mostSpillM3s : 0;
    const floor = spillable > 0 ? 0 : plant.outflowMinM3s - this.model.startM3s[set]!;
    const least = Math.max(floor, ordered ?? upper.flowM3s[0]!);
    const most = Math.min(plant.outflowMaxM3s, ordered ?? upper.flowM3s[boxes]!);
    if (
      least > most * (1 + 1e-12) ||
      most + this.model.startM3s[set]! + spillable < plant.outflowMinM3s
    )
      return null;
    const leastOut = Math.max(least, plant.outflowMinM3s);
    const mostOut = Math.min(plant.outflowMaxM3s, most + this.model.startM3s[set]! + spillable);
    const from = Math.max(fewest, Math.floor((leastOut - inflow) / cellM3s));
    const to = Math.min(farthest, Math.ceil((mostOut - inflow) / cellM3s));
    return from > to ? null : { least, most, from, to };
  }

  /** Fills `values` for level nodes firstNode … lastNode. */
  fill(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    [firstNode, lastNode]: readonly [number, number],
  ): void {
    const shifts = span.to - span.from + 1;
    const size = (lastNode + 1) * shifts;
    if (this.values.length < size) this.values = new Float64Array(size);
    if (this.half.length < shifts + 1) this.half = new Float64Array(shifts + 1);
    const boxes = upper.flowM3s.length - 1;
    if (this.low.length < boxes) {
      this.low = new Float64Array(boxes);
      this.high = new Float64Array(boxes);
      this.cut = new Float64Array(boxes);
    }
    if (this.price.mostSpillMm3 > 0) this.bestOfBoxes(t, set, upper);
    const { values, half } = this;
    for (let k = firstNode; k <= lastNode; k++) {
      half.fill(NEVER, 0, shifts + 1);
      if (this.model.task.exportMw) this.cornersOfLoad(t, set, upper, k);
      else this.cornersOfPrice(t, set, upper, k);
      this.intoHalves(t, set, upper, span, shifts);
      const at = k * shifts;
      for (let d = 0; d < shifts; d++) {
        values[at + d] = half[d]! > half[d + 1]! ? half[d]! : half[d + 1]!;
      }
      if (this.price.mostSpillMm3 > 0) this.withSpill(t, upper, span, k, shifts);
    }
    if (this.model.task.exportMw) fillUp(values, firstNode, lastNode, shifts);
  }

  /** Money of a box's two ends: energy at the day's price less the water at its own. */
  private cornersOfPrice(t: number, set: number, upper: UpperSet, k: number): void {
    const { model, hours, price, low, high, cut } = this;
    const { problem } = model.task;
    const { flowM3s, atLower, atUpper } = upper;
    const boxes = flowM3s.length - 1;
    const perMw = problem.pricePerMwh[t]! * hours;
    const perM3s = middlePrice(price, t) * model.perFlow;
    const service = this.serviceMw(t, set);
    const cap = this.mostMw(set, service);
    for (let m = 0; m < boxes; m++) {
      const at = k * boxes + m;
      let left = atLower[at]!;
      let right = atUpper[at]!;
      cut[m] = flowM3s[m + 1]!;
      if (right > cap && left > NEVER) {
        // Between two level nodes the limit's edge bends down: each is let go over it by the rise between them.
        const under = k > 0 ? at - boxes : at;
        const rise = Math.max(left - atLower[under]!, right - atUpper[under]!);
        const top = cap + (Number.isFinite(rise) ? Math.max(0, rise) : right - cap);
        if (right > top) {
          const share = left >= top ? 0 : (top - left) / (right - left);
          cut[m] = flowM3s[m]! + share * (flowM3s[m + 1]! - flowM3s[m]!);
          left = Math.min(left, top);
          right = top;
        }
      }
      // Where power costs money, as little as none of it may be made of the flow.
      if (perMw < 0) left = right = left === NEVER ? NEVER : 0;
      low[m] = left === NEVER ? NEVER : perMw * (left - service) - perM3s * flowM3s[m]!;
      high[m] = left === NEVER ? NEVER : perMw * (right - service) - perM3s * cut[m]!;
    }
  }

  /** Water of the least flow that makes the load; boxes whose bound does not reach it are shut. */
  private cornersOfLoad(t: number, set: number, upper: UpperSet, k: number): void {
    const { model, price, low, high, cut } = this;
    const { flowM3s } = upper;
    const boxes = flowM3s.length - 1;
    const perM3s = middlePrice(price, t) * model.perFlow;
    const wanted = model.task.exportMw![t]! - tolerances.loadMw + this.serviceMw(t, set);
    for (let m = 0; m < boxes; m++) {
      const share = shareReaching(upper, boxes, k, m, wanted);
      if (Number.isNaN(share)) {
        low[m] = high[m] = NEVER;
        continue;
      }
      const width = flowM3s[m + 1]! - flowM3s[m]!;
      low[m] = -perM3s * (flowM3s[m]! + share * width);
      high[m] = -perM3s * flowM3s[m + 1]!;
      cut[m] = flowM3s[m + 1]!;
    }
  }

  private serviceMw(t: number, set: number): number {
    const { station } = this.model.task;
    return station.plant.fixedServiceMw + station.serviceLoadMw[t]! + this.model.auxiliaryMw[set]!;
  }

  /** Σ P at most by export limit and reserve, MW. */
  private mostMw(set: number, service: number): number {
    const { plant } = this.model.task.station;
    const ready = this.model.readyMw[set]!;
    const reserved = plant.reserveMw > 0 ? Math.max(0, ready - plant.reserveMw) : ready;
    return Math.min(plant.exportLimitMw + service, reserved);
  }

  /** The best of each half: outflows I + (from − 1 + h) … + 1 cells' worth. */
  private intoHalves(
    t: number,
    set: number,
    upper: UpperSet,
    span: ShiftSpan,
    shifts: number,
  ): void {
    const { low, high, cut, price, model } = this;
    const { flowM3s } = upper;
    const inflow = model.task.inflowM3s[t]!;
    const started = model.startM3s[set]!;
    const perM3s = middlePrice(price, t) * model.perFlow;
    const boxes = flowM3s.length - 1;
    for (let m = 0; m < boxes; m++) {
      if (low[m] === NEVER) continue;
      const end = cut[m]!;
      const right = flowM3s[m + 1]!;
      if (end > flowM3s[m]! || end === right) {
        this.spread(span, shifts, inflow, started, flowM3s[m]!, low[m]!, end, high[m]!);
      }
      if (end < right) {
        const atRight = high[m]! - perM3s * (right - end);
        this.spread(span, shifts, inflow, started, end, high[m]!, right, atRight);
      }
    }
  }

  /** A straight line of money from flow `left` to `right` into the halves that it passes. */
  private spread(
    { least, most, from }: ShiftSpan,
    shifts: number,
    inflow: number,
    started: number,
    fromFlow: number,
    atFrom: number,
    toFlow: number,
    atTo: number,
  ): void {
    if (toFlow < least || fromFlow > most) return;
    const { half, cellM3s } = this;
    const slope = toFlow > fromFlow ? (atTo - atFrom) / (toFlow - fromFlow) : 0;
    const left = Math.max(fromFlow, least);
    const right = Math.min(toFlow, most);
    const a = atFrom + slope * (left - fromFlow);
    const b = atFrom + slope * (right - fromFlow);
    const lowest = Math.floor((left - inflow) / cellM3s - from + 1);
    const highest = Math.max(lowest, Math.floor((right + started - inflow) / cellM3s - from + 1));
    if (highest < 0 || lowest > shifts) return;
    const first = Math.max(0, lowest);
    const last = Math.min(shifts, highest);
    if (lowest === highest) {
      const top = a > b ? a : b;
      if (top > half[first]!) half[first] = top;
      return;
    }
    for (let h = first; h <= last; h++) {
      const begin = Math.max(left, Math.min(right, inflow + (from - 1 + h) * cellM3s - started));
      const end = Math.max(begin, Math.min(right, inflow + (from + h) * cellM3s));
      const top = Math.max(a + slope * (begin - left), a + slope * (end - left));
      if (top > half[h]!) half[h] = top;
    }
  }

  /**
   * What letting more water go than through the turbines is worth, where a plan may have to spill: the
   * head is that of the whole outflow, taken at its least.
   */
  private withSpill(
    t: number,
    upper: UpperSet,
    { least, most, from }: ShiftSpan,
    k: number,
    shifts: number,
  ): void {
    const { values, cellM3s, price, model, best } = this;
    const { plant } = model.task.station;
    const { headsM, levelsM } = this.table;
    const inflow = model.task.inflowM3s[t]!;
    const perM3s = (price.perSpilledMm3 + middlePrice(price, t)) * model.perFlow;
    const boxes = upper.flowM3s.length - 1;
    const spacing = headsM[1]! - headsM[0]!;
    for (let d = 0; d < shifts; d++) {
      const outflow = Math.max(plant.outflowMinM3s, inflow + (from + d - 1) * cellM3s);
      let m = -1;
      while (m + 1 < boxes && upper.flowM3s[m + 1]! <= outflow) m++;
      if (m < 0 || upper.flowM3s[m + 1]! < least || upper.flowM3s[0]! > most) continue;
      const place = (levelsM[k]! - curveAt(plant.tailwater, outflow) - headsM[0]!) / spacing;
      const j = Math.max(0, Math.min(headsM.length - 2, Math.floor(place)));
      const share = Math.max(0, Math.min(1, place - j));
      const low = best[j * boxes + m]!;
      const high = best[(j + 1) * boxes + m]!;
      if (high === NEVER) continue;
      // Between level nodes the bound may bend up at this node of head.
      const next = best[Math.min(headsM.length - 1, j + 2) * boxes + m]!;
      const bend = low === NEVER ? 0 : Math.max(0, 2 * high - low - next) / 4;
      const value = (low === NEVER ? high : low + share * (high - low)) + bend - perM3s * outflow;
      const at = k * shifts + d;
      if (value > values[at]!) values[at] = value;
    }
  }

  /** For each head node and box the most that turbining in it or a box below is worth, spill priced. */
  private bestOfBoxes(t: number, set: number, upper: UpperSet): void {
    const { model, hours, price } = this;
    const { problem } = model.task;
    const boxes = upper.flowM3s.length - 1;
    const size = upper.byHead.length * boxes;
    if (this.best.length < size) this.best = new Float64Array(size);
    const { best } = this;
    const perMw = problem.pricePerMwh[t]! * hours;
    const spilled = price.perSpilledMm3 * model.perFlow;
    const service = this.serviceMw(t, set);
    const load = model.task.exportMw ? model.task.exportMw[t]! - tolerances.loadMw + service : null;
    upper.byHead.forEach(({ lower, upper: atUpper }, j) => {
      let most = NEVER;
      for (let m = 0; m < boxes; m++) {
        const top = Math.max(lower[m]!, atUpper[m]!);
        if (top > NEVER && (load === null || top >= load)) {
          const energy = load === null ? perMw * ((perMw < 0 ? 0 : top) - service) : 0;
          const value = energy + spilled * upper.flowM3s[m + 1]!;
          if (value > most) most = value;
        }
        const under = j > 0 ? best[(j - 1) * boxes + m]! : NEVER;
        best[j * boxes + m] = Math.max(most, under);
      }
    });
  }
}

/** Σ flow already ordered where every unit has an order for the step and they make up this set. */
function orderedFlow(model: BoundTask, t: number, set: number): number | 'free' | 'another set' {
  const { units } = model.task.station;
  let sum = 0;
  for (const unit of units) {
    const flow = unit.fixedFlowM3s[t]!;
    if (Number.isNaN(flow)) return 'free';
    sum += flow;
  }
  const { counts } = model.sets[set]!;
  const same = model.classes.every(({ members }, c) => {
    let on = 0;
    for (const u of members) if (units[u]!.fixedFlowM3s[t]! > 0) on++;
    return on === counts[c];
  });
  return same ? sum : 'another set';
}

/** Share of a box, from its lower end, from which on its bound reaches a power; NaN: nowhere. */
function reachedAt(atLower: number, atUpper: number, wanted: number): number {
  if (atLower >= wanted) return 0;
  if (!(atUpper >= wanted)) return NaN;
  return (wanted - atLower) / (atUpper - atLower);
}

/**
 * The same at level node k, such that the straight line to the nodes beside it asks for no more flow
 * than is needed between them, where the bound, bilinear, bends. Where the node does not reach the
 * power in this box but the one above does, that one's share.
 */
function shareReaching(
  { atLower, atUpper }: UpperSet,
  boxes: number,
  k: number,
  m: number,
  wanted: number,
): number {
  const nodes = atLower.length / boxes;
  const at = k * boxes + m;
  const here = reachedAt(atLower[at]!, atUpper[at]!, wanted);
  let least = here;
  for (const beside of [k - 1, k + 1]) {
    if (beside < 0 || beside >= nodes) continue;
    const other = beside * boxes + m;
    const there = reachedAt(atLower[other]!, atUpper[other]!, wanted);
    if (Number.isNaN(there)) continue;
    if (Number.isNaN(here)) {
      if (beside > k) least = there;
      continue;
    }
    const middle = (here + there) / 2;
    const powerHere = atLower[at]! + middle * (atUpper[at]! - atLower[at]!);
    const powerThere = atLower[other]! + middle * (atUpper[other]! - atLower[other]!);
    const above = (powerHere + powerThere) / 2 - wanted;
    const rise = Math.min(atUpper[at]! - atLower[at]!, atUpper[other]! - atLower[other]!);
    if (above > 0) least = Math.min(least, rise > 0 ? here - above / rise : 0);
  }
  return least < 0 ? 0 : least;
}

/** Where a level node knows no value for a shift and the one above does, it takes that one. */
function fillUp(values: Float64Array, firstNode: number, lastNode: number, shifts: number): void {
  for (let k = lastNode - 1; k >= firstNode; k--) {
    for (let d = 0; d < shifts; d++) {
      const at = k * shifts + d;
      if (values[at] === NEVER) values[at] = values[at + shifts]!;
    }
  }
}
