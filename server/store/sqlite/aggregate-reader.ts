import {
  aggregateOf,
  emptyAggregate,
  joinAggregates,
  WORST_USABLE,
  type Aggregate,
} from '../aggregate.ts';
import {
  bookUse,
  counterIncrement,
  type CounterReading,
  type CounterRule,
} from '../counter-use.ts';
import { joinSpans, type Intervals, type Level, type Span } from '../intervals.ts';
import { keptAggregates } from './aggregate-table.ts';
import type { Connection } from './connection.ts';
import type { CounterRules } from './counter-rules.ts';
import { dueWithin } from './due-table.ts';

interface RawRow {
  readonly at: number;
  readonly value: number | null;
  readonly quality: number;
}

const READINGS =
  'select at, value, quality from reading where tag = ? and at >= ? and at < ? order by at';
const USABLE = `value is not null and quality <= ${WORST_USABLE}`;
const USABLE_BEFORE = `
  select at, value from reading where tag = ? and at < ? and ${USABLE} order by at desc limit 1`;
const USABLE_FROM = `
  select at, value from reading where tag = ? and at >= ? and ${USABLE} order by at limit 1`;

/** Aggregates that are never stale: what is due is made from the finer level while reading. */
export class AggregateReader {
  constructor(
    readonly connection: Connection,
    readonly intervals: Intervals,
    readonly counters: CounterRules,
  ) {}

  /** Intervals of a span that begins and ends with one, oldest first. */
  read(level: Level, tag: number, span: Span): Aggregate[] {
    const kept = keptAggregates(this.connection, level, tag, span);
    const stale = this.stale(level, tag, span);
    if (stale.length === 0) return kept;
    const fresh = kept.filter(({ at }) => !stale.some((due) => at >= due.from && at < due.to));
    for (const due of stale) fresh.push(...this.build(level, tag, due));
    return fresh.sort((a, b) => a.at - b.at);
  }

  /** Where in a span of whole intervals what is kept is not up to date: in order, apart from each other. */
  stale(level: Level, tag: number, span: Span): Span[] {
    const due = dueWithin(this.connection, level, tag, span);
    return joinSpans(due.map((one) => clip(this.intervals.around(level, one), span)));
  }

  /** Makes intervals anew: minutes from the readings, coarser ones from the next finer level. */
  build(level: Level, tag: number, span: Span): Aggregate[] {
    if (level === 0) return this.#minutes(tag, span);
    const byStart = new Map<number, Aggregate>();
    for (const part of this.read((level - 1) as Level, tag, span))
      add(byStart, { ...part, at: this.intervals.startOf(level, part.at) });
    return [...byStart.values()];
  }

  #minutes(tag: number, span: Span): Aggregate[] {
    const byStart = new Map<number, Aggregate>();
    const rule = this.counters.of(tag);
    const use = rule === undefined ? undefined : this.#counterUse(tag, span, rule);
    this.connection.each<RawRow>(READINGS, [tag, span.from, span.to], (row) => {
      add(byStart, aggregateOf(this.intervals.startOf(0, row.at), row.value, row.quality));
      use?.take(row);
    });
    if (use === undefined) return [...byStart.values()];
    for (const [at, used] of use.finish()) {
      const aggregate = byStart.get(at);
      if (aggregate !== undefined || used > 0)
        byStart.set(at, { ...(aggregate ?? emptyAggregate(at)), used });
    }
    return [...byStart.values()].sort((a, b) => a.at - b.at);
  }

  /** What a counter used in each minute: `take` its readings in order, then `finish`. */
  #counterUse(
    tag: number,
    span: Span,
    rule: CounterRule,
  ): { take(row: RawRow): void; finish(): Map<number, number> } {
    const used = new Map<number, number>();
    const get = (sql: string, at: number): CounterReading | undefined =>
      this.connection.get<CounterReading>(sql, tag, at);
    let before = get(USABLE_BEFORE, span.from);
    const book = (after: CounterReading): void => {
      if (before !== undefined)
        bookUse(
          used,
          before,
          after,
          counterIncrement(before, after, rule),
          span,
          (at) => this.intervals.endOf(0, at),
          (at) => this.intervals.startOf(0, at),
        );
      before = after;
    };
    return {
      take: ({ at, value, quality }) => {
        if (value !== null && quality <= WORST_USABLE) book({ at, value });
      },
      finish: () => {
        const after = get(USABLE_FROM, span.to);
        if (after !== undefined) book(after);
        return used;
      },
    };
  }
}

function add(byStart: Map<number, Aggregate>, part: Aggregate): void {
  const sum = byStart.get(part.at);
  byStart.set(part.at, sum === undefined ? part : joinAggregates(sum, part));
}

const clip = (span: Span, within: Span): Span => ({
  from: Math.max(span.from, within.from),
  to: Math.min(span.to, within.to),
});
