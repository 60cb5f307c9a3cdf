import { computed, type ComputedRef } from 'vue';
import { alarmSheetEn } from '#client/i18n/alarm-sheet-en.ts';
import { alarmSheetZh } from '#client/i18n/alarm-sheet-zh.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';

/** What each alarm means, in the page's language. */
export function useSheetTexts(): ComputedRef<typeof alarmSheetEn> {
  const display = useDisplayStore();
  return computed(() => (display.settings.language === 'zh' ? alarmSheetZh : alarmSheetEn));
}
