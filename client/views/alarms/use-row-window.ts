import { computed, type ComputedRef, onBeforeUnmount, onMounted, shallowRef } from 'vue';

/** Rows beyond the visible ones, so that scrolling shows no gap. */
const MARGIN_ROWS = 8;

/** Which rows of a long list are made: those in sight, and room for the others. */
export interface RowWindow {
  readonly from: ComputedRef<number>;
  readonly to: ComputedRef<number>;
  /** Height of what stands before and after them, rem. */
  readonly beforeRem: ComputedRef<number>;
  readonly afterRem: ComputedRef<number>;
}

/**
 * A flood of alarms must not make a flood of elements.
 * @param box the element that scrolls
 * @param rowRem height of every row
 */
export function useRowWindow(
  box: () => HTMLElement | null,
  count: () => number,
  rowRem: number,
): RowWindow {
  const scrolledPx = shallowRef(0);
  const heightPx = shallowRef(1000);
  const rowPx = shallowRef(rowRem * 16);

  const measure = (): void => {
    const element = box();
    if (!element) return;
    rowPx.value = rowRem * parseFloat(getComputedStyle(document.documentElement).fontSize);
    scrolledPx.value = element.scrollTop;
    heightPx.value = element.clientHeight;
  };
  let watcher: ResizeObserver | null = null;
  onMounted(() => {
    measure();
    watcher = new ResizeObserver(measure);
    const element = box();
    if (element) watcher.observe(element);
    element?.addEventListener('scroll', measure, { passive: true });
  });
  onBeforeUnmount(() => {
    watcher?.disconnect();
    box()?.removeEventListener('scroll', measure);
  });

  const from = computed(() =>
    Math.max(0, Math.min(Math.floor(scrolledPx.value / rowPx.value), count()) - MARGIN_ROWS),
  );
  const to = computed(() =>
    Math.min(count(), Math.ceil((scrolledPx.value + heightPx.value) / rowPx.value) + MARGIN_ROWS),
  );
  return {
    from,
    to,
    beforeRem: computed(() => from.value * rowRem),
    afterRem: computed(() => Math.max(0, count() - to.value) * rowRem),
  };
}
