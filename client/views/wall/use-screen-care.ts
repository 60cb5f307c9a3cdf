import { computed, type ComputedRef, onBeforeUnmount, onMounted, shallowRef } from 'vue';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';

/** Where the picture moves to, one place after the other, in parts of its way. */
const PLACES = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/** Longest way from the middle, CSS px: more is seen, and less leaves the same pixels lit. */
const WAY_PX = 4;

/** Of the safe margin the picture may take this share. */
const MARGIN_SHARE = 0.5;

/** A pointer that rests is hidden after this, ms. */
const POINTER_MS = 3000;

/** What keeps a screen that never rests: its picture moves a little, and its pointer is hidden. */
export function useScreenCare(): {
  readonly style: ComputedRef<Readonly<Record<string, string>>>;
  readonly isPointerHidden: Readonly<{ value: boolean }>;
} {
  const display = useDisplayStore();
  const link = useLinkStore();
  const isPointerHidden = shallowRef(true);
  let movedAt = -Infinity;

  const style = computed(() => {
    const { marginPercent, shiftMinutes } = display.wall;
    const marginPx = (Math.min(window.innerWidth, window.innerHeight) * marginPercent) / 100;
    const way = Math.min(WAY_PX, Math.floor(marginPx * MARGIN_SHARE));
    const turn =
      shiftMinutes > 0 ? Math.floor((link.now ?? 0) / (shiftMinutes * MS_PER_MINUTE)) : 0;
    const [x, y] = PLACES[turn % PLACES.length]!;
    return {
      padding: `${marginPercent}vh ${marginPercent}vw`,
      translate: `${x * way}px ${y * way}px`,
    };
  });

  function moved(): void {
    movedAt = performance.now();
    isPointerHidden.value = false;
  }
  const timer = setInterval(() => {
    if (performance.now() - movedAt > POINTER_MS) isPointerHidden.value = true;
  }, 1000);
  onMounted(() => window.addEventListener('pointermove', moved));
  onBeforeUnmount(() => {
    clearInterval(timer);
    window.removeEventListener('pointermove', moved);
  });
  return { style, isPointerHidden };
}
