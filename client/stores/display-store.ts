import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import {
  type DisplaySettings,
  type Language,
  readDisplay,
  type Theme,
} from '#client/format/display-settings.ts';

/** What this display shows and how; the only store that the user, not the server, fills. */
export const useDisplayStore = defineStore('display', () => {
  const settings = shallowRef<DisplaySettings>(
    readDisplay(new URLSearchParams(window.location.search), {
      language: navigator.language,
      dark: window.matchMedia('(prefers-color-scheme: dark)').matches,
    }),
  );
  function setLanguage(language: Language): void {
    settings.value = { ...settings.value, language };
  }
  function setTheme(theme: Theme): void {
    settings.value = { ...settings.value, theme };
  }
  return { settings, setLanguage, setTheme };
});
