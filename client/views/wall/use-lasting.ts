import { computed, type ComputedRef, shallowRef, watch } from 'vue';
import { useLinkStore } from '#client/stores/link-store.ts';

/** On a fast clock one image is long already: as many beats are waited for at least. */
const LEAST_BEATS = 3;
const BEAT_MS = 1000;

/** Whether something has held without a break for longer than `ms` of the station's clock. */
export function useLasting(holds: () => boolean, ms: number): ComputedRef<boolean> {
  const link = useLinkStore();
  const since = shallowRef<number | null>(null);
  watch(holds, (now) => (since.value = now ? link.now : null), { immediate: true });
  return computed(() => {
    if (since.value === null || link.now === null) return false;
    return link.now - since.value > Math.max(ms, LEAST_BEATS * BEAT_MS * link.rate);
  });
}
