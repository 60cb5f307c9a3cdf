import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { AggregatePoint, HistoryQuery } from '#shared/wire/history.ts';
import { openSlotAt, type Trend, trendOf } from './trend.ts';
import { TREND_KEPT_MS, TREND_STEP_MS, useTrendStore } from './trend-store.ts';

/** On a fast clock the past is not asked for more often than this, ms of real time. */
const LEAST_MS = 5000;

/** Screens of one wall do not all ask at the full minute: each waits as long as its draw says, ms. */
const SPREAD_MS = 1500;

/**
 * A minute is asked for once its last readings have had this long to come: whoever asks then has the same of it,
 * real ms, and on a fast clock at most a minute of it.
 */
const SETTLED_MS = 5000;

/** How soon it is asked for again after it could not be had, ms. */
const RETRY_MS = 5000;

export interface PastParts {
  /** Tags of a station whose trend is drawn. */
  trendTags(stationId: string): readonly string[];
  /** Asks the server; @throws RequestError */
  read(query: HistoryQuery): Promise<readonly AggregatePoint[]>;
}

/**
 * Keeps the trends true to the server: asks for the whole of them at every full minute of the station's
 * clock, so that late data mends them, and at once after a cut. An answer that a newer asking has overtaken
 * is thrown away.
 */
export class PastKeeper {
  private readonly trends = useTrendStore();
  private askedMinute = -Infinity;
  private askedAt = -Infinity;
  private dueAt = 0;
  private asking = 0;

  constructor(private readonly parts: PastParts) {}

  /** What is known may have holes: the next turn asks for all of it. */
  mend(): void {
    this.askedMinute = -Infinity;
    this.askedAt = -Infinity;
  }

  /** @param now the server's clock, ms, and how fast it runs */
  turn(station: string, now: number, rate: number): void {
    const settled = now - Math.min(SETTLED_MS * rate, MS_PER_MINUTE);
    const minute = Math.floor(settled / MS_PER_MINUTE) * MS_PER_MINUTE;
    const steadyNow = performance.now();
    if (minute <= this.askedMinute || steadyNow < this.askedAt + LEAST_MS) return;
    if (this.askedMinute !== -Infinity) {
      this.dueAt ||= steadyNow + Math.random() * SPREAD_MS;
      if (steadyNow < this.dueAt) return;
    }
    this.dueAt = 0;
    this.askedMinute = minute;
    this.askedAt = steadyNow;
    void this.ask(station, minute);
  }

  private async ask(station: string, asOf: number): Promise<void> {
    const asking = ++this.asking;
    const tags = this.parts.trendTags(station);
    const answers = await Promise.allSettled(tags.map((tag) => this.trendAt(tag, asOf)));
    if (asking !== this.asking) return;
    const came = new Map<string, Trend>();
    answers.forEach((answer, index) => {
      if (answer.status === 'fulfilled') came.set(tags[index]!, answer.value);
      else this.trends.historyFailed(tags[index]!);
    });
    if (came.size > 0) this.trends.historiesCame(came);
    if (came.size === tags.length) return;
    this.askedMinute = -Infinity;
    this.askedAt = performance.now() + RETRY_MS - LEAST_MS;
  }

  private async trendAt(tag: string, asOf: number): Promise<Trend> {
    const openAt = openSlotAt(asOf, TREND_STEP_MS);
    const [slots, minutes] = await Promise.all([
      this.parts.read({ tag, from: asOf - TREND_KEPT_MS, to: openAt, step: '15m' }),
      this.parts.read({ tag, from: openAt, to: asOf, step: '1m' }),
    ]);
    return trendOf(slots, minutes, asOf, TREND_STEP_MS);
  }
}
