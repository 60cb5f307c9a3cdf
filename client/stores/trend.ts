import type { AggregatePoint } from '#shared/wire/history.ts';

/** One slot of a trend: the mean over `[at, at + step)`; null is a gap. */
export interface TrendPoint {
  readonly at: number;
  readonly value: number | null;
}

/** A slot that is still being filled from the live image. */
interface OpenSlot {
  readonly sum: number;
  readonly count: number;
}

/** Means by slot: what the server keeps, and what this page saw since. */
export interface Trend {
  readonly stepMs: number;
  readonly kept: ReadonlyMap<number, number | null>;
  readonly seen: ReadonlyMap<number, OpenSlot>;
  /** Instant of the newest value seen, ms; −Infinity before the first. */
  readonly seenUntil: number;
}

export function emptyTrend(stepMs: number): Trend {
  return { stepMs, kept: new Map(), seen: new Map(), seenUntil: -Infinity };
}

/**
 * The trend with the server's history in place of an earlier one.
 * @param askedAt server's clock when it was asked for: the slot still open then goes on being filled here
 */
export function withHistory(
  trend: Trend,
  points: readonly AggregatePoint[],
  askedAt: number,
): Trend {
  const complete = points.filter((point) => point.at + trend.stepMs <= askedAt);
  const kept = new Map(complete.map((point) => [point.at, point.count > 0 ? point.mean : null]));
  return { ...trend, kept };
}

/**
 * The trend with one more live value; slots older than `keepMs` before it are let go.
 * A value that was already counted, or came out of order, changes nothing.
 */
export function withValue(trend: Trend, at: number, value: number, keepMs: number): Trend {
  if (at <= trend.seenUntil) return trend;
  const slot = Math.floor(at / trend.stepMs) * trend.stepMs;
  const open = trend.seen.get(slot) ?? { sum: 0, count: 0 };
  const seen = new Map(trend.seen);
  seen.set(slot, { sum: open.sum + value, count: open.count + 1 });
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
    const seen = trend.seen.get(at);
    const value = trend.kept.get(at) ?? (seen ? seen.sum / seen.count : null);
    points.push({ at, value });
  }
  return points;
}
