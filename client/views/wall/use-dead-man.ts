import { onBeforeUnmount, onMounted, type ShallowRef, watch } from 'vue';
import { useLinkStore } from '#client/stores/link-store.ts';

/** A page whose loop has not turned for this long shows that it stands still, ms. */
const FROZEN_MS = 3500;

/**
 * A dead man's switch: the sign is on its way to being shown, and each turn of the loop that draws the data
 * sends it back to the start. The way is the compositor's, which goes on when the page's thread hangs.
 */
export function useDeadMan(sign: Readonly<ShallowRef<HTMLElement | null>>): void {
  const link = useLinkStore();
  let way: Animation | null = null;
  onMounted(() => {
    const steps = [{ opacity: 0 }, { opacity: 0, offset: 0.999 }, { opacity: 1 }];
    way = sign.value?.animate(steps, { duration: FROZEN_MS, fill: 'both' }) ?? null;
  });
  watch(
    () => link.steadyNow,
    () => {
      if (way) way.currentTime = 0;
      way?.play();
    },
  );
  onBeforeUnmount(() => way?.cancel());
}
