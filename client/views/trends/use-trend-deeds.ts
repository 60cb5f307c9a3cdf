import { type ComputedRef, type Ref, shallowRef } from 'vue';
import type { Tag } from '#shared/wire/tag.ts';
import type { Stretch } from '#shared/wire/trend.ts';
import type { CourseOfTag } from './lanes.ts';
import { panned, zoomed } from './trend-window.ts';
import type { TrendWindow } from './trend-wish.ts';

/** So many pixels for each reading of the tag that is read most often, when the readings are wanted. */
const PIXELS_PER_READING = 1.5;

export interface DeedParts {
  readonly tags: ComputedRef<readonly Tag[]>;
  readonly courses: ComputedRef<readonly CourseOfTag[]>;
  readonly window: ComputedRef<TrendWindow>;
  readonly stretch: ComputedRef<Stretch>;
  readonly pixels: ComputedRef<number>;
  now(): number;
  /** Shows another window; the server is asked once the hand rests. */
  hold(window: TrendWindow): void;
}

/** What hand, buttons and keys do with cursor and picture. */
export function useTrendDeeds({ tags, courses, window, stretch, pixels, now, hold }: DeedParts) {
  const cursor: Ref<number | null> = shallowRef(null);

  const spanMs = (): number => stretch.value[1] - stretch.value[0];
  /** Around the cursor where it is seen; else around now where the picture goes on, or the middle. */
  function centre(): number {
    const [from, to] = stretch.value;
    const at = cursor.value;
    if (at !== null && at >= from && at <= to) return at;
    return window.value.kind === 'follow' ? to : (from + to) / 2;
  }
  const zoom = (factor: number, at = centre()): void =>
    hold(zoomed(stretch.value, at, factor, now()));

  function raw(): void {
    const periods = tags.value.flatMap(({ counter, periodMs }) => (counter ? [] : [periodMs]));
    const wantedMs = (Math.min(...periods) * pixels.value) / PIXELS_PER_READING;
    if (periods.length > 0 && wantedMs < spanMs()) zoom(wantedMs / spanMs());
  }

  /** To the place before or after; a pixel at least. */
  function step(by: number): void {
    const [from, to] = stretch.value;
    const last = Math.min(to, now());
    const widths = courses.value.map(({ widthMs, tag }) => widthMs || tag.periodMs);
    const stepMs = Math.max(spanMs() / pixels.value, Math.min(...widths));
    const next = cursor.value === null ? last : cursor.value + by * stepMs;
    cursor.value = Math.min(to, Math.max(from, next));
  }

  return {
    cursor,
    zoom,
    raw,
    step,
    pan: (share: number): void => hold(panned(stretch.value, share, now())),
    edge(end: 'first' | 'last'): void {
      cursor.value = end === 'first' ? stretch.value[0] : Math.min(stretch.value[1], now());
    },
    now: (): void => hold({ kind: 'follow', spanMs: spanMs() }),
    letGo(): void {
      cursor.value = null;
    },
  };
}
