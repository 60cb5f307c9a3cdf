import { onBeforeUnmount, type ShallowRef, shallowRef, watch } from 'vue';
import type { Sheet } from './sheet.ts';

/** What waits for a quiet moment waits no longer than this, ms. */
const LATEST_MS = 300;

/**
 * A sheet for what may come a moment later than its numbers: sentences. While numbers are typed in a row it
 * follows when nothing else is to be done; another sheet is there at once.
 */
export function useSettledSheet(source: () => Sheet): Readonly<ShallowRef<Sheet>> {
  const settled = shallowRef(source());
  let asked: number | null = null;
  function settle(): void {
    asked = null;
    settled.value = source();
  }
  watch(source, (sheet, before) => {
    if (sheet.id !== before.id) settled.value = sheet;
    else asked ??= requestIdleCallback(settle, { timeout: LATEST_MS });
  });
  onBeforeUnmount(() => {
    if (asked !== null) cancelIdleCallback(asked);
  });
  return settled;
}
