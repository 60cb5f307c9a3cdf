import { onBeforeUnmount, onMounted, type Ref, shallowRef, type ShallowRef } from 'vue';

/** Whether an element is in sight: what lies far down a page need not be asked for with every turn of it. */
export function useInSight(element: Ref<HTMLElement | null>): Readonly<ShallowRef<boolean>> {
  const inSight = shallowRef(false);
  let observer: IntersectionObserver | null = null;
  onMounted(() => {
    if (!element.value) return;
    observer = new IntersectionObserver(([entry]) => {
      inSight.value = entry?.isIntersecting ?? false;
    });
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return inSight;
}
