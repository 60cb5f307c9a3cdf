import { requestHistory } from '#client/connection/history-request.ts';
import { type LiveConnection, openLiveConnection } from '#client/connection/live-connection.ts';
import { RequestError, TIMED_OUT } from '#client/connection/request.ts';
import { mustReload, reloadDelayMs } from '#client/connection/reload.ts';
import type { ImageDelta, ImageSnapshot } from '#shared/wire/image.ts';
import type { Hello } from '#shared/wire/protocol.ts';
import { useLineStore } from './line-store.ts';
import { useLinkStore } from './link-store.ts';
import { useStationStore } from './station-store.ts';
import { TREND_KEPT_MS, useTrendStore } from './trend-store.ts';

/** Turn of the loop that applies what came and moves the clock, ms: numbers that change faster cannot be read. */
const LOOP_MS = 500;

/**
 * How often the history is asked for again, so that late data mends the curves, ms of the station's clock;
 * on a fast one not more often than the second says, ms of real time.
 */
const HISTORY_MS = 5 * 60_000;
const HISTORY_LEAST_MS = 15_000;

/** How soon it is asked for again after it could not be had, ms. */
const HISTORY_RETRY_MS = 10_000;

const RESUBSCRIBE_MS = 3000;
const RELOADED_AT = 'forebay.reloaded-at';

export interface SessionOptions {
  readonly address?: string;
  readonly token: string | null;
  /** Station to show; null: the first that the server names. */
  readonly station: string | null;
  /** Tags of a station whose trend is drawn. */
  trendTags(stationId: string): readonly string[];
  reload(): void;
  /** This page has shown nothing yet, and the server asks who it is. */
  signIn(): void;
}

/**
 * Keeps the stores true to the server: applies images in turns of one loop, asks again from the cursor after a
 * cut, gives up a silent link, loads the page anew when the server is of another build.
 * @returns ends it
 */
export function startLiveSession(options: SessionOptions): () => void {
  const session = new LiveSession(options);
  return () => session.end();
}

type Arrival =
  | { readonly kind: 'delta'; readonly delta: ImageDelta }
  | { readonly kind: 'snapshot'; readonly snapshot: ImageSnapshot };

class LiveSession {
  private readonly link = useLinkStore();
  private readonly station = useStationStore();
  private readonly trends = useTrendStore();
  private readonly line = useLineStore();
  private readonly connection: LiveConnection;
  private readonly loop: ReturnType<typeof setInterval>;
  private arrivals: Arrival[] = [];
  private firstBuild: string | null = null;
  private subscribing = false;
  private historyAskedAt = -Infinity;
  /** Beats in a row that named an image this page has not seen. */
  private missedBeats = 0;

  constructor(private readonly options: SessionOptions) {
    const { link, station, line } = this;
    this.connection = openLiveConnection(
      {
        heard: () => link.heard(),
        greeted: (hello) => this.greeted(hello),
        beat: (clock, cursor) => {
          link.setClock(clock);
          this.compareCursor(cursor);
        },
        ticked: (delta) => this.arrived({ kind: 'delta', delta }),
        conflated: (snapshot) => this.arrived({ kind: 'snapshot', snapshot }),
        unitChanged: (change) => station.unitChanged(change),
        alarmChanged: (alarm) => station.alarmChanged(alarm),
        planChanged: (view) => station.planChanged(view),
        accessChanged: (identity) => link.accessChanged(identity),
        askedWho: () => {
          // A picture that was there stays, marked as old: a wall must not end on a form.
          if (options.token === null && link.hello === null) options.signIn();
        },
        deskEvent: (name, fact) => line.heard(name, fact),
        dropped: (refused) => link.dropped(refused),
      },
      options,
    );
    line.open((name, of) => this.connection.ask(name, of));
    this.loop = setInterval(() => this.turn(), LOOP_MS);
  }

  end(): void {
    clearInterval(this.loop);
    this.line.shut();
    this.connection.close();
  }

  private greeted(hello: Hello): void {
    if (mustReload(hello, this.firstBuild)) {
      this.reloadSoon();
      return;
    }
    this.firstBuild = hello.build;
    this.link.greeted(hello);
    this.historyAskedAt = -Infinity;
    void this.subscribe();
  }

  private async subscribe(): Promise<void> {
    const wanted = this.options.station ?? this.link.hello?.stations[0]?.id;
    if (wanted === undefined || this.subscribing) return;
    this.subscribing = true;
    try {
      const answer = await this.connection.subscribe({
        station: wanted,
        cursor: this.station.cursor,
      });
      this.link.setClock(answer.clock);
      this.link.takenIn();
      this.station.subscribed(answer);
      this.missedBeats = 0;
      this.turn();
    } catch (error) {
      this.notTakenIn(error);
      setTimeout(() => {
        if (this.link.facts.connected) void this.subscribe();
      }, RESUBSCRIBE_MS);
    } finally {
      this.subscribing = false;
    }
  }

  private notTakenIn(error: unknown): void {
    const isSilence = error instanceof RequestError && error.code === TIMED_OUT;
    const word = error instanceof RequestError ? error.message : String(error);
    this.link.notTakenIn(isSilence ? null : word);
  }

  private arrived(arrival: Arrival): void {
    this.missedBeats = 0;
    this.arrivals.push(arrival);
  }

  /** Two beats in a row that name an image which never came: ask for what was missed. */
  private compareCursor(cursor: string | null): void {
    if (cursor === null || this.arrivals.length > 0 || cursor === this.station.cursor) {
      this.missedBeats = 0;
      return;
    }
    this.missedBeats += 1;
    if (this.missedBeats >= 2) void this.subscribe();
  }

  private turn(): void {
    const wasLive = this.link.state === 'live';
    for (const arrival of this.arrivals) {
      if (arrival.kind === 'delta') this.station.ticked(arrival.delta);
      else this.station.conflated(arrival.snapshot);
      this.followTrends();
    }
    this.arrivals = [];
    this.link.tick();
    if (wasLive && this.isSilent()) {
      this.link.dropped(null);
      this.connection.renew();
    }
    if (performance.now() - this.historyAskedAt > this.historyMs()) this.askHistory();
  }

  /** The link counts as cut though nobody closed it. */
  private isSilent(): boolean {
    return this.link.state === 'cut' && this.link.facts.connected;
  }

  private followTrends(): void {
    const { image, indexOfTag, station } = this.station;
    if (!image || !station) return;
    for (const tag of this.options.trendTags(station.id)) {
      const live = image.values[indexOfTag.get(tag) ?? -1];
      if (live && live.value !== null && live.quality !== 'bad') {
        this.trends.valueCame(tag, { ...live, value: live.value });
      }
    }
  }

  private askHistory(): void {
    const { now } = this.link;
    const { station } = this.station;
    if (now === null || !station || this.link.state !== 'live') return;
    this.historyAskedAt = performance.now();
    for (const tag of this.options.trendTags(station.id)) {
      requestHistory({ tag, from: now - TREND_KEPT_MS, to: now, step: '15m' }, this.options).then(
        (points) => this.trends.historyCame(tag, points, now),
        () => {
          this.trends.historyFailed(tag);
          this.askHistoryIn(HISTORY_RETRY_MS);
        },
      );
    }
  }

  /** Real time between two askings. */
  private historyMs(): number {
    return Math.max(HISTORY_LEAST_MS, HISTORY_MS / this.link.rate);
  }

  private askHistoryIn(waitMs: number): void {
    this.historyAskedAt = performance.now() - this.historyMs() + waitMs;
  }

  private reloadSoon(): void {
    if (this.link.outdated) return;
    this.link.outdated = true;
    const last = sessionStorage.getItem(RELOADED_AT);
    const delay = reloadDelayMs(last === null ? null : Number(last), Date.now(), Math.random());
    setTimeout(() => {
      sessionStorage.setItem(RELOADED_AT, String(Date.now()));
      this.options.reload();
    }, delay);
  }
}
