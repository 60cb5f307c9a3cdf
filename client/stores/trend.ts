import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import { type Quality, worseQuality } from '#shared/wire/quality.ts';

/** One slot of a trend: the mean over `[at, at + step)` and the worst it is made of; null is a gap. */
export interface TrendPoint {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}

/**
 * The past of a tag up to a full minute, as the server has it. Nothing in it is a screen's own: whoever asks
 * for the same minute has the same curve, one that was cut off as much as one that never was.
 */
export interface Trend {
  readonly stepMs: number;
  readonly slots: ReadonlyMap<number, TrendPoint>;
  /** The full minute that it reaches to, ms. */
  readonly asOf: number;
  /** The last reading of the minute before `asOf`; null: there was none. */
  readonly end: TrendPoint | null;
}

/** Start of the slot that holds the last minute before `asOf`: it is made of minutes, those before it of slots. */
export function openSlotAt(asOf: number, stepMs: number): number {
  return Math.floor((asOf - 1) / stepMs) * stepMs;
}

/**
 * @param slots aggregates by `stepMs`, oldest first; one that is still open is not read
 * @param minutes aggregates by the minute from `openSlotAt` on
 * @param asOf full minute, ms; what came after it is left out
 */
export function trendOf(
  slots: readonly AggregatePoint[],
  minutes: readonly AggregatePoint[],
  asOf: number,
  stepMs: number,
): Trend {
  const openAt = openSlotAt(asOf, stepMs);
  const kept = new Map<number, TrendPoint>();
  for (const { at, count, mean, worstQuality: quality } of slots)
    if (at < openAt) kept.set(at, { at, value: count > 0 ? mean : null, quality });
  const closed = minutes.filter(({ at }) => at >= openAt && at + MS_PER_MINUTE <= asOf);
  const open = meanOf(closed, openAt);
  if (open) kept.set(openAt, open);
  const last = closed.at(-1);
  const end =
    last && last.at + MS_PER_MINUTE === asOf
      ? { at: asOf, value: last.last, quality: last.worstQuality }
      : null;
  return { stepMs, slots: kept, asOf, end };
}

/** The mean of all readings of some minutes: each minute counts as often as it was measured. */
function meanOf(minutes: readonly AggregatePoint[], at: number): TrendPoint | null {
  let sum = 0;
  let count = 0;
  let quality: Quality = 'good';
  for (const minute of minutes) {
    if (minute.mean === null) continue;
    sum += minute.mean * minute.count;
    count += minute.count;
    quality = worseQuality(quality, minute.worstQuality);
  }
  return count > 0 ? { at, value: sum / count, quality } : null;
}

/** Slots of `[from, to)`, each once, oldest first. A slot that nothing is known of is a gap (live.md: never bridged). */
export function trendPoints(trend: Trend, from: number, to: number): TrendPoint[] {
  const points: TrendPoint[] = [];
  for (let at = Math.floor(from / trend.stepMs) * trend.stepMs; at < to; at += trend.stepMs)
    points.push(trend.slots.get(at) ?? { at, value: null, quality: 'missing' });
  return points;
}
