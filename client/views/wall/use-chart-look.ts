import { nextTick, onBeforeUnmount, onMounted, type ShallowRef, shallowRef, watch } from 'vue';
import { type ChartLook, readLook } from '#client/charts/look.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';

/** The charts' colours and sizes; new when the theme or the screen's size changes. */
export function useChartLook(): Readonly<ShallowRef<ChartLook>> {
  const display = useDisplayStore();
  const look = shallowRef(readLook(document.documentElement));
  const refresh = (): void => {
    look.value = readLook(document.documentElement);
  };
  watch(
    () => display.settings.theme,
    () => void nextTick(refresh),
  );
  // The root's font size follows the window first (App.vue); the look is read after that.
  const afterFit = (): number => requestAnimationFrame(refresh);
  onMounted(() => window.addEventListener('resize', afterFit));
  onBeforeUnmount(() => window.removeEventListener('resize', afterFit));
  return look;
}
