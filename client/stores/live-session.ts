import { type LiveConnection, openLiveConnection } from '#client/connection/live-connection.ts';
import { RequestError, TIMED_OUT } from '#client/connection/request.ts';
import { mustReload, reloadDelayMs, reloadWhenReachable } from '#client/connection/reload.ts';
import type { ImageDelta, ImageSnapshot } from '#shared/wire/image.ts';
import type { Hello, Subscription } from '#shared/wire/protocol.ts';
import { useAlarmStore } from './alarm-store.ts';
import { useDisplayStore } from './display-store.ts';
import { useLineStore } from './line-store.ts';
import { useLinkStore } from './link-store.ts';
import { PastKeeper, type PastParts } from './past-keeper.ts';
import { useStationStore } from './station-store.ts';

/**
 * The loop that applies what came and moves the clock turns when an image comes, and by itself when none has come for
 * so long, ms: a little more than half the beat of the images, so that each of them has one more turn and not two.
 */
const LOOP_MS = 550;

/** It turns no sooner than this after a turn, ms: numbers that change faster cannot be read, and a burst is one change. */
const LEAST_MS = 100;

const RESUBSCRIBE_MS = 3000;
const RELOADED_AT = 'forebay.reloaded-at';

export interface SessionOptions extends Pick<PastParts, 'trendTags'> {
  /** The server's origin; the page's own when absent. */
  readonly address?: string;
  readonly token: string | null;
  /** The key of this browser, which a screen's token is bound to. */
  readonly screen?: string | null;
  /** Station to show; null: the first that the server names. */
  readonly station: string | null;
  reload(): void;
  /** The loop that draws the data has turned. */
  turned?(): void;
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
  private readonly display = useDisplayStore();
  private readonly alarms = useAlarmStore();
  private readonly past: PastKeeper;
  private readonly line = useLineStore();
  private readonly connection: LiveConnection;
  private loop: ReturnType<typeof setTimeout>;
  private turnedAt = -Infinity;
  private arrivals: Arrival[] = [];
  private firstBuild: string | null = null;
  /** Counts the links: what an earlier one asked for is answered to nobody. */
  private greetings = 0;
  private subscribing = false;
  /** Beats in a row that named an image this page has not seen. */
  private missedBeats = 0;

  constructor(private readonly options: SessionOptions) {
    const { link, station, alarms, line } = this;
    this.past = new PastKeeper({
      trendTags: options.trendTags,
      read: async (query) => (await this.connection.ask('read-history', query)).points,
    });
    this.connection = openLiveConnection(
      {
        heard: () => link.heard(),
        greeted: (hello) => this.greeted(hello),
        beat: ({ clock, cursor, tickAgeMs }) => {
          link.beat(clock, tickAgeMs);
          this.compareCursor(cursor);
        },
        ticked: (delta) => this.arrived({ kind: 'delta', delta }),
        conflated: (newest) => {
          // At once: news that follows is newer than it.
          station.standing(newest);
          alarms.standing(newest);
          this.arrived({ kind: 'snapshot', snapshot: newest });
        },
        unitChanged: (change) => station.unitChanged(change),
        alarmChanged: (alarm) => alarms.changed(alarm),
        alarmsSilenced: (silenced) => alarms.horns(silenced),
        planChanged: (view) => station.planChanged(view),
        outlookChanged: (outlook) => station.outlookChanged(outlook),
        accessChanged: (identity) => link.accessChanged(identity),
        displayChanged: (settings) => this.display.bind(settings),
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
    this.loop = setTimeout(() => this.turn(), LOOP_MS);
  }

  end(): void {
    clearTimeout(this.loop);
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
    this.display.bind(hello.display ?? null);
    this.greetings += 1;
    this.subscribing = false;
    this.past.mend();
    void this.subscribe();
  }

  private async subscribe(): Promise<void> {
    const wanted = this.options.station ?? this.link.hello?.stations[0]?.id;
    if (wanted === undefined || this.subscribing) return;
    this.subscribing = true;
    const greeting = this.greetings;
    try {
      const { cursor } = this.station;
      const answer = await this.connection.subscribe({ station: wanted, cursor });
      if (greeting === this.greetings) this.takenIn(answer);
    } catch (error) {
      if (greeting !== this.greetings) return;
      this.notTakenIn(error);
      setTimeout(() => {
        if (this.link.facts.connected && greeting === this.greetings) void this.subscribe();
      }, RESUBSCRIBE_MS);
    } finally {
      if (greeting === this.greetings) this.subscribing = false;
    }
  }

  private takenIn(answer: Subscription): void {
    this.link.setClock(answer.clock);
    this.link.takenIn();
    this.station.subscribed(answer);
    this.alarms.subscribed(answer);
    const { image } = this.station;
    if (image) this.link.imaged((answer.clock.at - image.at) / answer.clock.rate);
    this.missedBeats = 0;
    this.turn();
  }

  private notTakenIn(error: unknown): void {
    const isSilence = error instanceof RequestError && error.code === TIMED_OUT;
    const word = error instanceof RequestError ? error.message : String(error);
    this.link.notTakenIn(isSilence ? null : word);
  }

  private arrived(arrival: Arrival): void {
    this.missedBeats = 0;
    this.link.imaged(0);
    this.arrivals.push(arrival);
    if (this.arrivals.length === 1) this.turnIn(this.turnedAt + LEAST_MS - performance.now());
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

  private turnIn(ms: number): void {
    clearTimeout(this.loop);
    this.loop = setTimeout(() => this.turn(), ms);
  }

  private turn(): void {
    this.turnIn(LOOP_MS);
    this.turnedAt = performance.now();
    const wasLive = this.link.state === 'live';
    for (const arrival of this.arrivals) {
      if (arrival.kind === 'delta') this.station.ticked(arrival.delta);
      else this.station.conflated(arrival.snapshot);
    }
    this.arrivals = [];
    this.link.tick();
    this.options.turned?.();
    if (wasLive && this.isSilent()) {
      this.link.dropped(null);
      this.connection.renew();
    }
    const { now, state } = this.link;
    const { station } = this.station;
    if (state === 'live' && now !== null && station)
      this.past.turn(station.id, now, this.link.rate);
  }

  /** The link counts as cut though nobody closed it. */
  private isSilent(): boolean {
    return this.link.state === 'cut' && this.link.facts.connected;
  }

  private reloadSoon(): void {
    if (this.link.outdated) return;
    this.link.outdated = true;
    const last = sessionStorage.getItem(RELOADED_AT);
    const delay = reloadDelayMs(last === null ? null : Number(last), Date.now(), Math.random());
    setTimeout(() => {
      sessionStorage.setItem(RELOADED_AT, String(Date.now()));
      void reloadWhenReachable(() => this.options.reload(), this.options.address);
    }, delay);
  }
}
