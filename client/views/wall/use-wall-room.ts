import { computed, type ComputedRef, onBeforeUnmount, onMounted, shallowRef } from 'vue';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { wallRootPx } from '#client/theme/root-size.ts';
import type { WallRoom } from './wall-pages.ts';

/** Rows that the header, the line of alarms and what lies between take, rem. */
const EDGES_REM = 5;

/** The room that the panels have, in the smallest text. */
export function useWallRoom(): ComputedRef<WallRoom> {
  const display = useDisplayStore();
  const page = shallowRef({ widthPx: 0, heightPx: 0, pixelRatio: 1 });
  const measure = (): void => {
    page.value = {
      widthPx: window.innerWidth,
      heightPx: window.innerHeight,
      pixelRatio: window.devicePixelRatio,
    };
  };
  measure();
  onMounted(() => window.addEventListener('resize', measure));
  onBeforeUnmount(() => window.removeEventListener('resize', measure));
  return computed(() => {
    const { widthPx, heightPx } = page.value;
    const px = wallRootPx({ ...display.wall, ...page.value });
    const inside = 1 - (2 * display.wall.marginPercent) / 100;
    return {
      columns: (widthPx * inside) / px,
      rows: (heightPx * inside) / px - EDGES_REM,
    };
  });
}
