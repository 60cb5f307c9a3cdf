import { onBeforeUnmount, onMounted, type Ref, shallowRef } from 'vue';

/** Width of an element in the page's smallest text, rem; Infinity before it is there. */
export function useWidthRem(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = shallowRef(Infinity);
  let observer: ResizeObserver | null = null;
  onMounted(() => {
    if (!element.value) return;
    observer = new ResizeObserver(([entry]) => {
      const remPx = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      if (entry && entry.contentRect.width > 0) width.value = entry.contentRect.width / remPx;
    });
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}
