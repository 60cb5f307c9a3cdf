import { onBeforeUnmount, type ShallowRef, shallowRef, watch } from 'vue';

/** Longest that work of no hurry waits for a quiet moment, ms. */
const LONGEST_MS = 300;

/** Does work as soon as the page has time for it. @returns what calls it off */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, 0);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(work, { timeout: LONGEST_MS });
  return () => cancelIdleCallback(waiting);
}

/** Follows a value: at once while `isUrgent`, else as soon as the page has time for it. */
export function useUnhurried<T>(source: () => T, isUrgent: () => boolean): Readonly<ShallowRef<T>> {
  const followed = shallowRef(source());
  let callOff: (() => void) | null = null;
  function follow(): void {
    callOff?.();
    callOff = null;
    followed.value = source();
  }
  watch(source, () => {
    callOff?.();
    if (isUrgent()) follow();
    else callOff = whenIdle(follow);
  });
  // It became urgent before there was time.
  watch(isUrgent, (is) => is && callOff && follow());
  onBeforeUnmount(() => callOff?.());
  return followed;
}
