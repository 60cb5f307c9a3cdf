import type { CounterRules } from './counter-rules.ts';
import { WORST_USABLE } from '../aggregate.ts';
import type { Intervals, Span } from '../intervals.ts';
import type { Connection } from './connection.ts';
import { markDue } from './due-table.ts';
import { prunedBefore } from './pruned-table.ts';

const USABLE = `value is not null and quality <= ${WORST_USABLE}`;
const BEFORE = `select max(at) as at from reading where tag = ? and at < ? and ${USABLE}`;
const AFTER = `select min(at) as at from reading where tag = ? and at > ? and ${USABLE}`;

/** Minutes of a day fit many times into this; tag numbers above it keep one number per (tag, minute). */
const MINUTES_PER_TAG = 2 ** 27;
const MS_PER_MINUTE = 60_000;

/**
 * Marks the minutes that new readings change as due, in the transaction of the readings: a crash
 * loses neither or both. Remembers what it marked, so that a minute with sixty readings is written once.
 */
export class DueMarker {
  readonly #marked = new Set<number>();
  #spans: (Span & { tag: number })[] = [];
  /** What a reading of a counter reaches: from the reading before the first to the one after the last. */
  readonly #counters = new Map<number, Span>();

  constructor(
    readonly connection: Connection,
    readonly intervals: Intervals,
    readonly counters: CounterRules,
  ) {}

  /** Notes a reading; readings come sorted by (tag, at). */
  note(tag: number, at: number): void {
    if (this.counters.of(tag) !== undefined) {
      const span = this.#counters.get(tag);
      this.#counters.set(tag, { from: span?.from ?? at, to: at });
      return;
    }
    const from = this.intervals.startOf(0, at);
    const key = tag * MINUTES_PER_TAG + from / MS_PER_MINUTE;
    if (this.#marked.has(key)) return;
    this.#marked.add(key);
    const last = this.#spans.at(-1);
    if (last?.tag === tag && last.to === from)
      this.#spans[this.#spans.length - 1] = { ...last, to: from + MS_PER_MINUTE };
    else this.#spans.push({ tag, from, to: from + MS_PER_MINUTE });
  }

  /** Writes what was noted. What is older than the readings still kept is left as it was: nothing could mend it. */
  write(): void {
    const kept = prunedBefore(this.connection, 'raw');
    for (const [tag, span] of this.#counters) this.#spans.push({ tag, ...this.#reach(tag, span) });
    for (const { tag, from, to } of this.#spans)
      if (to > kept) markDue(this.connection, 0, tag, { from: Math.max(from, kept), to });
    this.#spans = [];
    this.#counters.clear();
  }

  /** Forgets what it marked: the marks were worked off, or their transaction was undone. */
  forget(): void {
    this.#marked.clear();
    this.#spans = [];
    this.#counters.clear();
  }

  #reach(tag: number, { from, to }: Span): Span {
    const before = this.connection.get<{ at: number | null }>(BEFORE, tag, from)?.at;
    const after = this.connection.get<{ at: number | null }>(AFTER, tag, to)?.at;
    return this.intervals.around(0, { from: before ?? from, to: (after ?? to) + 1 });
  }
}
