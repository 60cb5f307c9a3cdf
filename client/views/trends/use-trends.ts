import { computed, type ComputedRef, onBeforeUnmount, type Ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import { type Stretch, TREND_PIXELS } from '#shared/wire/trend.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useTrendsPageStore } from '#client/stores/trends-page-store.ts';
import { readWish, type TrendWindow, type TrendWish, writeWish } from './trend-wish.ts';
import { stretchOf } from './trend-window.ts';

/** While somebody turns the wheel or drags, the server is asked once the hand rests for this long, ms. */
const SETTLE_MS = 120;

/** A curve that goes on is asked for anew once in so many parts of its span, within these bounds, ms. */
const REFRESH_PARTS = 60;
const REFRESH_MS = { least: 10_000, most: MS_PER_MINUTE } as const;

/** The width that is asked for goes in steps: a scroll bar more or less is no other picture. */
const WIDTH_STEP_PX = 50;

/** What is looked at where an address names nothing: what a shift looks at first. */
const FIRST_TAGS = ['forebayLevel', 'observedInflow', 'export'] as const;

/** The tags that are looked at, by the address. */
function useWantedTags(wish: ComputedRef<TrendWish>) {
  const stations = useStationStore();
  const measured = computed(() => stations.tags.filter(({ origin }) => origin === 'measured'));
  const first = computed(() => {
    const id = stations.station?.id;
    return id === undefined ? [] : FIRST_TAGS.map((name) => stationTag(id, name));
  });
  // The same list while the tags are the same: whatever else changes in the address draws nothing anew.
  const tags = computed((before?: readonly Tag[]): readonly Tag[] => {
    const byPath = new Map(measured.value.map((tag) => [tag.tag, tag]));
    const next = (wish.value.tags ?? first.value).flatMap((path) => byPath.get(path) ?? []);
    const isSame = before?.length === next.length && next.every((tag, i) => tag === before[i]);
    return isSame ? before : next;
  });
  /** Paths of the address that this station has not. */
  const unknown = computed(() =>
    measured.value.length === 0
      ? []
      : (wish.value.tags ?? []).filter((path) => !tags.value.some(({ tag }) => tag === path)),
  );
  return { measured, tags, unknown };
}

/** The stretch that a window shows as the clock goes on, and how fine. @param plotPx width of the curves */
function useStretch(window: Readonly<Ref<TrendWindow>>, plotPx: Readonly<Ref<number>>) {
  const link = useLinkStore();
  const pixels = computed(() => {
    const wide = Math.round(plotPx.value / WIDTH_STEP_PX) * WIDTH_STEP_PX;
    return Math.min(TREND_PIXELS.most, Math.max(TREND_PIXELS.least, wide));
  });
  const spanMs = computed(() =>
    window.value.kind === 'follow' ? window.value.spanMs : window.value.to - window.value.from,
  );
  /** Of a pixel, and no less than the picture's beat. */
  const stepMs = computed(() => Math.max(1000, Math.ceil(spanMs.value / pixels.value)));
  const stretch = computed((before?: Stretch): Stretch => {
    const next = stretchOf(window.value, link.now ?? 0, stepMs.value);
    return before?.[0] === next[0] && before[1] === next[1] ? before : next;
  });
  /** Counts up each time that a stretch which goes on is to be asked for anew. */
  const turn = computed(() => {
    const refreshMs = Math.max(REFRESH_MS.least, spanMs.value / REFRESH_PARTS);
    const beatMs = Math.min(REFRESH_MS.most, refreshMs) * link.rate;
    return window.value.kind === 'follow' ? Math.floor((link.now ?? 0) / beatMs) : 0;
  });
  return { pixels, stepMs, stretch, turn };
}

/** What the page shows, kept in its address, and the server asked for it. @param plotPx width of the curves */
export function useTrends(plotPx: Readonly<Ref<number>>) {
  const route = useRoute();
  const router = useRouter();
  const link = useLinkStore();
  const stations = useStationStore();
  const store = useTrendsPageStore();

  /** What a hand is about to choose, before it rests and the address says so. */
  const held = shallowRef<TrendWindow | null>(null);
  const wish = computed(() => readWish(route.query));
  const window = computed(() => held.value ?? wish.value.window);
  /** What the axis of time shows: a hand is followed at once, what is clicked is drawn once with its answer. */
  const shown = shallowRef(window.value);
  watch(held, (next) => (shown.value = next ?? shown.value));
  const { measured, tags, unknown } = useWantedTags(wish);
  const wanted = useStretch(window, plotPx);
  const { pixels, turn } = wanted;
  const { stepMs, stretch } = useStretch(shown, plotPx);

  const paths = computed(() => tags.value.map(({ tag }) => tag));
  const isReady = computed(
    () =>
      link.now !== null && stations.station !== null && plotPx.value > 0 && paths.value.length > 0,
  );
  function ask(): void {
    if (!isReady.value) return;
    const [from, to] = wanted.stretch.value;
    const asked = window.value;
    const question = { tags: paths.value, from, to, pixels: pixels.value };
    void store.ask(question, () => (shown.value = held.value ?? asked));
  }
  // At once where something is chosen, where time has passed, and where the line has come back.
  const isLive = computed(() => link.state === 'live');
  watch([isReady, paths, pixels, () => wish.value.window, turn, isLive], ask, { immediate: true });

  async function choose(change: Partial<TrendWish>): Promise<void> {
    const next = { ...wish.value, ...change };
    await router.replace({ query: { ...route.query, ...writeWish(next) } });
    held.value = null;
  }
  let settling: ReturnType<typeof setTimeout> | undefined;
  function hold(next: TrendWindow): void {
    held.value = next;
    clearTimeout(settling);
    settling = setTimeout(() => void choose({ window: next }), SETTLE_MS);
  }
  onBeforeUnmount(() => clearTimeout(settling));

  return {
    wish,
    window,
    tags,
    paths,
    unknown,
    measured,
    pixels,
    stepMs,
    stretch,
    ask,
    choose,
    hold,
    /** @param chosen paths in the order in which they are to stand */
    setTags: (chosen: readonly string[]) => choose({ tags: chosen }),
  };
}
