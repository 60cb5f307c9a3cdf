import type { AggregatePoint } from '#shared/wire/history.ts';
import { type Quality, worseQuality } from '#shared/wire/quality.ts';

/** One slot of a trend: the mean over `[at, at + step)` and the worst it is made of; null is a gap. */
export interface TrendPoint {
  readonly at: number;
  readonly value: number | null;
  readonly quality: Quality;
}

interface KeptSlot {
  readonly value: number | null;
  readonly quality: Quality;
}

/** A slot that is still being filled from the live image. */
interface OpenSlot {
  readonly sum: number;
  readonly count: number;
  readonly quality: Quality;
}

/** Means by slot: what the server keeps, and what this page saw since. */
export interface Trend {
  readonly stepMs: number;
  readonly kept: ReadonlyMap<number, KeptSlot>;
  readonly seen: ReadonlyMap<number, OpenSlot>;
  /** Instant of the newest value seen, ms; −Infinity before the first. */
  readonly seenUntil: number;
}

export function emptyTrend(stepMs: number): Trend {
  return { stepMs, kept: new Map(), seen: new Map(), seenUntil: -Infinity };
}

/**
 * The trend with the server's history in place of an earlier one.
 * @param askedAt server's clock when it was asked for: the slot still open then begins with what the server
 *   has of it, and goes on being filled here
 */
export function withHistory(
  trend: Trend,
  points: readonly AggregatePoint[],
  askedAt: number,
): Trend {
  const kept = new Map<number, KeptSlot>();
  const seen = new Map(trend.seen);
  for (const { at, count, mean, worstQuality: quality } of points) {
    if (at + trend.stepMs <= askedAt) kept.set(at, { value: count > 0 ? mean : null, quality });
    else if (mean !== null) seen.set(at, { sum: mean * count, count, quality });
  }
  return { ...trend, kept, seen };
}

/**
 * The trend with one more live value; slots older than `keepMs` before it are let go.
 * A value that was already counted, or came out of order, changes nothing.
 */
export function withValue(
  trend: Trend,
  { at, value, quality }: { at: number; value: number; quality: Quality },
  keepMs: number,
): Trend {
  if (at <= trend.seenUntil) return trend;
  const slot = Math.floor(at / trend.stepMs) * trend.stepMs;
  const open = trend.seen.get(slot) ?? { sum: 0, count: 0, quality: 'good' };
  const seen = new Map(trend.seen);
  seen.set(slot, {
    sum: open.sum + value,
    count: open.count + 1,
    quality: worseQuality(open.quality, quality),
  });
  for (const start of seen.keys()) if (start < at - keepMs) seen.delete(start);
  return { ...trend, seen, seenUntil: at };
}

/**
 * Slots of `[from, to)`, each once, oldest first. The server's mean wins where it has one: it counts every
 * reading, this page only those it was there for. A slot without either is a gap (live.md: never bridged).
 */
export function trendPoints(trend: Trend, from: number, to: number): TrendPoint[] {
  const points: TrendPoint[] = [];
  for (let at = Math.floor(from / trend.stepMs) * trend.stepMs; at < to; at += trend.stepMs) {
    const kept = trend.kept.get(at);
    const seen = trend.seen.get(at);
    if (kept && kept.value !== null) points.push({ at, ...kept });
    else if (seen) points.push({ at, value: seen.sum / seen.count, quality: seen.quality });
    else points.push({ at, value: null, quality: 'missing' });
  }
  return points;
}
