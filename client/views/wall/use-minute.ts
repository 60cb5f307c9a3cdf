import { computed, type ComputedRef } from 'vue';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { useLinkStore } from '#client/stores/link-store.ts';

/** The full minute of the station's clock, ms: what need not follow every image follows this. */
export function useMinute(): ComputedRef<number | null> {
  const link = useLinkStore();
  return computed(() =>
    link.now === null ? null : Math.floor(link.now / MS_PER_MINUTE) * MS_PER_MINUTE,
  );
}
