import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { LoadPreview } from '#shared/wire/load-curve.ts';
import { requestLoadPreview } from '#client/connection/load-preview-request.ts';

/** The load curve that lies on the desk, as the server has understood it; the newest question wins. */
export const useLoadPreviewStore = defineStore('load-preview', () => {
  const text = shallowRef('');
  const preview = shallowRef<LoadPreview | null>(null);
  const isReading = shallowRef(false);
  let asked = 0;

  /** @throws HttpError */
  async function read(table: Blob, name: string, day: string): Promise<void> {
    asked += 1;
    const mine = asked;
    isReading.value = true;
    try {
      const read = await requestLoadPreview(table, name, day);
      if (mine === asked) preview.value = read;
    } finally {
      if (mine === asked) isReading.value = false;
    }
  }
  function forget(): void {
    asked += 1;
    preview.value = null;
    isReading.value = false;
  }
  return { text, preview, isReading, read, forget };
});
