import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import {
  type DisplaySettings,
  type Language,
  readDisplay,
  type Theme,
} from '#client/format/display-settings.ts';

/** What is chosen on the screen stands in its address from then on, so that it outlasts a loading anew. */
function keepInAddress(name: 'lang' | 'theme', value: string): void {
  const address = new URL(window.location.href);
  address.searchParams.set(name, value);
  window.history.replaceState(window.history.state, '', address);
}

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
    keepInAddress('lang', language);
  }
  function setTheme(theme: Theme): void {
    settings.value = { ...settings.value, theme };
    keepInAddress('theme', theme);
  }
  return { settings, setLanguage, setTheme };
});
