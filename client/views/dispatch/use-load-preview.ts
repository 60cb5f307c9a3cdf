import {
  computed,
  type ComputedRef,
  onBeforeUnmount,
  type ShallowRef,
  shallowRef,
  watch,
  type WritableComputedRef,
} from 'vue';
import { useI18n } from 'vue-i18n';
import type { LoadPreview } from '#shared/wire/load-curve.ts';
import { useLoadPreviewStore } from '#client/stores/desk/load-preview-store.ts';

/** A pasted text is read when nothing more has come for so long, ms. */
const QUIET_MS = 300;

export interface LoadReading {
  readonly text: WritableComputedRef<string>;
  readonly preview: ComputedRef<LoadPreview | null>;
  /** What is to be said of the last thing done; empty: nothing. */
  readonly word: ShallowRef<string>;
  read(table: Blob, name: string): Promise<void>;
}

/** A curve pasted or in a file, read by the server as soon as it is there. */
export function useLoadPreview(day: () => string): LoadReading {
  const { t } = useI18n();
  const store = useLoadPreviewStore();
  const text = computed({ get: () => store.text, set: (typed) => (store.text = typed) });
  const preview = computed(() => store.preview);
  const word = shallowRef('');
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function read(table: Blob, name: string): Promise<void> {
    word.value = t('desk.load.reading');
    try {
      await store.read(table, name, day());
      word.value = '';
    } catch (error) {
      store.forget();
      const message = error instanceof Error ? error.message : String(error);
      word.value = t('desk.load.failed', { word: message });
    }
  }
  watch([text, day], () => {
    clearTimeout(timer);
    if (text.value.trim() === '') store.forget();
    else {
      const table = new Blob([text.value], { type: 'text/plain' });
      timer = setTimeout(() => void read(table, 'paste'), QUIET_MS);
    }
  });
  onBeforeUnmount(() => clearTimeout(timer));
  return { text, preview, word, read };
}
