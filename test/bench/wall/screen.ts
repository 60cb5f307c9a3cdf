import { createHash } from 'node:crypto';
import { createPinia, setActivePinia } from 'pinia';
import { useAlarmStore } from '#client/stores/alarm-store.ts';
import { useLineStore } from '#client/stores/line-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { startLiveSession } from '#client/stores/live-session.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useTrendStore } from '#client/stores/trend-store.ts';
import { stationTag } from '#shared/wire/tag-path.ts';

/** What the stores ask of a browser; a screen without pixels has no more of it. */
Object.assign(globalThis, {
  window: {
    location: { search: '', href: 'http://127.0.0.1/wall' },
    matchMedia: () => ({ matches: false }),
    history: { replaceState: () => undefined },
  },
  navigator: { language: 'en' },
});

/** The product's own screen but for its pixels: its session and stores, its line, its curves. */
export interface Screen {
  readonly isLive: boolean;
  readonly isCut: boolean;
  /** Number of the newest image; −1: it has none. */
  readonly image: number;
  /** Instant of the newest image on the server's clock, ms. */
  readonly imageAt: number;
  /** What the newest image says. */
  imageDigest(): string;
  /** Which plan and alarms there are: enough to see whether they came, at no cost worth measuring. */
  standing(): string;
  /** What plan and alarms say, to the last figure. */
  standingDigest(): string;
  /** The curves of the past as they came last: another object each time. */
  curves(): readonly unknown[];
  readonly alarms: ReturnType<typeof useAlarmStore>;
  readonly station: ReturnType<typeof useStationStore>;
  readonly ask: ReturnType<typeof useLineStore>['ask'];
  end(): void;
}

const digest = (of: unknown): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('base64');

const trendTags = (station: string): string[] => [
  stationTag(station, 'forebayLevel'),
  stationTag(station, 'export'),
];

/** @param token of a display; null: as whoever sits at the server @param turned the screen has applied what came */
export function openScreen(
  address: string,
  token: string | null,
  turned: (screen: Screen) => void,
): Screen {
  setActivePinia(createPinia());
  const [link, station, alarms] = [useLinkStore(), useStationStore(), useAlarmStore()];
  const [trends, line] = [useTrendStore(), useLineStore()];
  const sorted = () => [...alarms.all.values()].toSorted((a, b) => a.id.localeCompare(b.id));
  const screen: Screen = {
    get isLive() {
      return link.state === 'live' && station.image !== null;
    },
    get isCut() {
      return link.state === 'cut';
    },
    get image() {
      return Number(station.cursor?.split('.')[1] ?? -1);
    },
    get imageAt() {
      return station.image?.at ?? Number.NaN;
    },
    imageDigest: () => digest(station.image?.values),
    standing() {
      const versions = [station.plan?.inForce, station.plan?.offered, station.plan?.decided];
      const plans = versions.map((version) => `${version?.id} ${version?.revision}`);
      const rung = sorted().map(({ id, occurrence, state }) => `${id} ${occurrence} ${state}`);
      return [...plans, ...rung].join();
    },
    standingDigest: () => digest([station.plan, sorted(), alarms.silenced]),
    curves: () => trendTags(station.station?.id ?? '').map((tag) => trends.trends.get(tag)),
    alarms,
    station,
    ask: line.ask,
    end: () => end(),
  };
  const end = startLiveSession({
    address,
    station: null,
    token,
    // One token is one browser's: these are hundreds of pages of it.
    screen: 'bench',
    trendTags,
    turned: () => turned(screen),
    reload: () => {
      throw new Error('a screen of the bench was to load itself anew');
    },
    signIn: () => {
      throw new Error('a screen of the bench was to sign in');
    },
  });
  return screen;
}
