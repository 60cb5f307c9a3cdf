import { dayStartMs, nextDayStartMs } from '#shared/units/time-grid.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { HistoryStep } from '#shared/wire/history.ts';

export type AggregateStep = Exclude<HistoryStep, 'raw'>;

/** The levels of aggregation, finest first: each interval of one is a whole number of the one before. */
export const AGGREGATE_STEPS = [
  '1m',
  '15m',
  '1h',
  '1d',
] as const satisfies readonly AggregateStep[];

/** Place in `AGGREGATE_STEPS`. */
export type Level = 0 | 1 | 2 | 3;

export const LEVELS: readonly Level[] = [0, 1, 2, 3];

const QUARTER_MS = 15 * MS_PER_MINUTE;

/** A span `[from, to)`, ms since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the intervals of each level begin. Days are local days of the zone (23, 24 or 25 h), hours
 * count from the start of the local day, so that both also fit in zones whose offset is not a whole hour.
 */
export class Intervals {
  #day: Span = { from: 0, to: 0 };

  constructor(readonly timeZone: string) {}

  /** First instant of the interval that holds `at`. */
  startOf(level: Level, at: number): number {
    if (level === 0) return Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE;
    if (level === 1) return Math.floor(at / QUARTER_MS) * QUARTER_MS;
    const { from } = this.#dayOf(at);
    return level === 3 ? from : from + Math.floor((at - from) / MS_PER_HOUR) * MS_PER_HOUR;
  }

  /** First instant after the interval that holds `at`. */
  endOf(level: Level, at: number): number {
    if (level === 0) return this.startOf(0, at) + MS_PER_MINUTE;
    if (level === 1) return this.startOf(1, at) + QUARTER_MS;
    const { to } = this.#dayOf(at);
    return level === 3 ? to : Math.min(this.startOf(2, at) + MS_PER_HOUR, to);
  }

  /** The whole intervals that `[from, to)` touches. */
  around(level: Level, { from, to }: Span): Span {
    return { from: this.startOf(level, from), to: this.endOf(level, to - 1) };
  }

  /** Keeps the last day it looked up: instants come in order. */
  #dayOf(at: number): Span {
    if (at < this.#day.from || at >= this.#day.to)
      this.#day = { from: dayStartMs(at, this.timeZone), to: nextDayStartMs(at, this.timeZone) };
    return this.#day;
  }
}

/** Spans that overlap or touch made one; `spans` in any order. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else joined.push(span);
  }
  return joined;
}
