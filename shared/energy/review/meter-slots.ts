import { type MeterDay, SLOT_STATES, type SlotSeries, type SlotState } from './day-facts.ts';

/** What is stored of an interval of a tag (wire/history.ts), as far as a meter needs it. */
export interface MeterPoint {
  readonly at: number;
  readonly count: number;
  /** Of a counter what was used, of an interval meter what it said; null: nothing usable. */
  readonly mean: number | null;
}

/** The slots of a day: starts in ms since 1970 UTC, all of one length. */
export interface SlotGrid {
  readonly startMs: number;
  readonly slotMs: number;
  readonly slots: number;
}

/**
 * A counter's day. Roll-over, reset and another meter are mended where its readings are aggregated; here
 * a slot without a reading of its own that was still booked with something is one that a gap spread over.
 * @param points aggregates of the grid's slots; absent ones are missing
 */
export function counterSlots(points: readonly MeterPoint[], grid: SlotGrid): MeterDay {
  const kwh = new Array<number | null>(grid.slots).fill(null);
  const states = new Array<SlotState>(grid.slots).fill('missing');
  for (const { at, count, mean } of points) {
    const t = Math.floor((at - grid.startMs) / grid.slotMs);
    if (t < 0 || t >= grid.slots || mean === null) continue;
    kwh[t] = mean;
    states[t] = count > 0 ? 'metered' : 'spread';
  }
  return { kwh, states };
}

/**
 * An interval meter's day: a value stamped at the end of its interval is booked to the slots in which it was
 * used. An interval longer than a slot is shared out evenly, which is metered still: nothing finer is known.
 * @param points each with one value, stamped in `(start, start + intervalMs]` of what it speaks of
 */
export function intervalSlots(
  points: readonly MeterPoint[],
  intervalMs: number,
  grid: SlotGrid,
): MeterDay {
  const covered = new Float64Array(grid.slots);
  const sums = new Float64Array(grid.slots);
  for (const { at, mean } of points) {
    if (mean === null) continue;
    const from = at - intervalMs;
    const first = Math.max(0, Math.floor((from - grid.startMs) / grid.slotMs));
    const last = Math.min(grid.slots - 1, Math.ceil((at - grid.startMs) / grid.slotMs) - 1);
    for (let t = first; t <= last; t++) {
      const slotFrom = grid.startMs + t * grid.slotMs;
      const overlap = Math.min(at, slotFrom + grid.slotMs) - Math.max(from, slotFrom);
      covered[t]! += overlap;
      sums[t]! += (mean * overlap) / intervalMs;
    }
  }
  const isCovered = (t: number): boolean => covered[t]! >= grid.slotMs * (1 - 1e-9);
  return {
    kwh: Array.from(sums, (sum, t) => (isCovered(t) ? sum : null)),
    states: Array.from(sums, (_, t) => (isCovered(t) ? 'metered' : 'missing')),
  };
}

/** Several meters as one: a slot is as well known as its worst part. */
export function sumOfMeters(meters: readonly MeterDay[], slots: number): MeterDay {
  const kwh: (number | null)[] = [];
  const states: SlotState[] = [];
  for (let t = 0; t < slots; t++) {
    const parts = meters.map((meter) => meter.kwh[t] ?? null);
    const isKnown = meters.length > 0 && parts.every((part) => part !== null);
    kwh.push(isKnown ? parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) : null);
    states.push(isKnown ? worstState(meters.map((meter) => meter.states[t]!)) : 'missing');
  }
  return { kwh, states };
}

const worstState = (states: readonly SlotState[]): SlotState =>
  SLOT_STATES.findLast((state) => states.includes(state)) ?? 'metered';

/** Sum of several series slot by slot; null where one of them is not known. */
export function sumOfSeries(series: readonly SlotSeries[], slots: number): (number | null)[] {
  return Array.from({ length: slots }, (_, t) => {
    const parts = series.map((one) => one[t] ?? null);
    return parts.some((part) => part === null)
      ? null
      : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  });
}
