import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { DisplaySettings } from '#shared/wire/display.ts';
import type { Language, Theme } from '#client/format/display-settings.ts';
import { localHourMinute } from '#client/format/time.ts';
import { readWallSettings, writeWallSettings } from '#client/format/wall-settings.ts';
import { isSunUp, isWithinHours } from '#client/format/sunlight.ts';
import { useLinkStore } from './link-store.ts';

/** What is chosen on the screen stands in its address from then on, so that it outlasts a loading anew. */
function keepInAddress(settings: DisplaySettings): void {
  const address = new URL(window.location.href);
  writeWallSettings(settings, address.searchParams);
  window.history.replaceState(window.history.state, '', address);
}

/** What this display shows and how: its own choice, or what the server keeps for its token. */
export const useDisplayStore = defineStore('display', () => {
  const link = useLinkStore();
  const query = new URLSearchParams(window.location.search);
  const own = shallowRef<DisplaySettings>(
    readWallSettings(query, {
      language: navigator.language,
      dark: window.matchMedia('(prefers-color-scheme: dark)').matches,
    }),
  );
  /** Bound to the display's token; null: it has none, or nothing is kept for it. */
  const bound = shallowRef<DisplaySettings | null>(null);
  const wall = computed(() => bound.value ?? own.value);

  const minute = computed(() =>
    link.now === null ? null : Math.floor(link.now / MS_PER_MINUTE) * MS_PER_MINUTE,
  );
  /** Hour of the station's day, with its fraction. */
  const hour = computed(() => {
    if (minute.value === null) return 12;
    const [full, part] = localHourMinute(minute.value, link.hello?.system.timeZone ?? 'UTC');
    return full + (part * MS_PER_MINUTE) / MS_PER_HOUR;
  });
  const theme = computed((): Theme => {
    const { theme: chosen, latitude, longitude, lightFromHour, lightToHour } = wall.value;
    if (chosen === 'light' || chosen === 'dark') return chosen;
    if (chosen === 'sun' && latitude !== null && longitude !== null && minute.value !== null)
      return isSunUp(minute.value, latitude, longitude) ? 'light' : 'dark';
    return isWithinHours(hour.value, lightFromHour, lightToHour) ? 'light' : 'dark';
  });
  const station = query.get('station');
  const settings = computed(() => ({ language: wall.value.language, theme: theme.value, station }));

  /** Takes settings for this screen: into its address, or for now alone where the server keeps others for it. */
  function choose(chosen: DisplaySettings): void {
    if (bound.value) {
      bound.value = chosen;
      return;
    }
    own.value = chosen;
    keepInAddress(chosen);
  }
  return {
    settings,
    wall,
    hour,
    isBound: computed(() => bound.value !== null),
    bind: (kept: DisplaySettings | null) => (bound.value = kept && Object.freeze(kept)),
    choose,
    setLanguage: (language: Language) => choose({ ...wall.value, language }),
    setTheme: (chosen: Theme) => choose({ ...wall.value, theme: chosen }),
  };
});
