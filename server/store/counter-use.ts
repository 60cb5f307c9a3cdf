import type { Span } from './intervals.ts';

/** What is known of a counter (a kWh meter, running hours, starts). */
export interface CounterRule {
  /** Value at which it goes on from 0; absent: it does not roll over. */
  readonly rollsOverAt?: number;
  /** Fastest believable rise, units per second; absent: any. */
  readonly ratePerS?: number;
}

/** A usable reading of a counter. */
export interface CounterReading {
  readonly at: number;
  readonly value: number;
}

/** A roll-over is believed only from the last tenth of the counter's range into its first. */
const ROLLOVER_ZONE = 0.1;

/**
 * What was used between two consecutive readings, in the counter's unit, never negative.
 * A fall that is no roll-over, or a rise faster than `ratePerS`, is a reset or another meter: what
 * was used then is unknown and counts as 0, so that energy never gets a spike.
 */
export function counterIncrement(
  before: CounterReading,
  after: CounterReading,
  rule: CounterRule,
): number {
  const rise = after.value - before.value;
  const used = rise >= 0 ? rise : rolledOver(before.value, after.value, rule.rollsOverAt);
  const seconds = (after.at - before.at) / 1000;
  return rule.ratePerS !== undefined && used > rule.ratePerS * seconds ? 0 : used;
}

function rolledOver(before: number, after: number, rollsOverAt: number | undefined): number {
  if (rollsOverAt === undefined) return 0;
  const zone = ROLLOVER_ZONE * rollsOverAt;
  return before >= rollsOverAt - zone && after <= zone ? rollsOverAt - before + after : 0;
}

/**
 * Books what was used between two readings to the intervals that lie between them, in proportion
 * to time, and adds it to `usedByStart`.
 * @param within only intervals in this span are booked; it begins and ends with an interval
 */
export function bookUse(
  usedByStart: Map<number, number>,
  before: CounterReading,
  after: CounterReading,
  used: number,
  within: Span,
  endOf: (at: number) => number,
  startOf: (at: number) => number,
): void {
  const last = Math.min(after.at, within.to);
  for (let at = Math.max(before.at, within.from); at < last; at = endOf(at)) {
    const share = (Math.min(endOf(at), last) - at) / (after.at - before.at);
    const start = startOf(at);
    usedByStart.set(start, (usedByStart.get(start) ?? 0) + used * share);
  }
}
