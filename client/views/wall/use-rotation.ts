import { computed, type ComputedRef, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue';
import { useLinkStore } from '#client/stores/link-store.ts';
import type { ShownPage } from './wall-pages.ts';

/** A page of a few lines is read sooner than one of panels: a share of the time, and least so many seconds. */
const LINES_SHARE = 1 / 3;
const LINES_LEAST_S = 4;

function dwellOf(page: ShownPage | null, usualS: number): number {
  const dwellS = page?.dwellS ?? usualS;
  return page?.kind === 'lines' ? Math.max(LINES_LEAST_S, dwellS * LINES_SHARE) : dwellS;
}

/** Goes through the pages of a screen, each for its time, by the loop that draws the data. */
export function useRotation(
  pages: ComputedRef<readonly ShownPage[]>,
  dwellS: () => number,
): {
  readonly page: ComputedRef<ShownPage | null>;
  readonly number: ComputedRef<number>;
  readonly isPaused: Readonly<{ value: boolean }>;
  turn(by: number): void;
  pause(): void;
} {
  const link = useLinkStore();
  const index = shallowRef(0);
  const isPaused = shallowRef(false);
  let since = performance.now();
  const place = computed(() => index.value % Math.max(1, pages.value.length));
  const page = computed(() => pages.value[place.value] ?? null);

  function turn(by: number): void {
    const count = Math.max(1, pages.value.length);
    index.value = (place.value + by + count) % count;
    since = performance.now();
  }
  function pause(): void {
    isPaused.value = !isPaused.value;
    since = performance.now();
  }
  watch(
    () => link.steadyNow,
    (now) => {
      if (isPaused.value || pages.value.length < 2) return;
      if (now - since >= 1000 * dwellOf(page.value, dwellS())) turn(1);
    },
  );

  /** Keys of a wall: space pauses, the arrows turn; what is typed into a field is not for it. */
  function pressed(event: KeyboardEvent): void {
    const at = event.target;
    if (at instanceof HTMLElement && at.closest('input, select, textarea, button, a, dialog'))
      return;
    if (event.key === ' ') pause();
    else if (event.key === 'ArrowRight') turn(1);
    else if (event.key === 'ArrowLeft') turn(-1);
    else return;
    event.preventDefault();
  }
  onMounted(() => window.addEventListener('keydown', pressed));
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed));
  return { page, number: computed(() => place.value + 1), isPaused, turn, pause };
}
