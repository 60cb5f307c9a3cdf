import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { soundingPriority } from '#shared/alarms/sounding.ts';
import { useAlarmStore } from './alarm-store.ts';
import { useLinkStore } from './link-store.ts';

/** `?sound=on` in the address switches it on for a display; what is clicked stands there from then on. */
const NAME = 'sound';

/** The horn of this screen: off until somebody wants it, silent after it was silenced until something rings anew. */
export const useSoundStore = defineStore('sound', () => {
  const alarms = useAlarmStore();
  const link = useLinkStore();
  const wanted = shallowRef(new URLSearchParams(window.location.search).get(NAME) === 'on');
  /** The browser lets no page sound that nobody has clicked on. */
  const blocked = shallowRef(false);
  /** Silenced at this screen alone, by somebody who may not silence all; the server's clock, ms. */
  const silencedHere = shallowRef(0);

  const silencedAt = computed(() => Math.max(silencedHere.value, alarms.silenced?.at ?? 0));
  /** What it sounds for; null: it is silent. A cut link sounds for nothing: what rang may be over. */
  const priority = computed(() =>
    wanted.value && link.state === 'live' ? soundingPriority(alarms.shown, silencedAt.value) : null,
  );

  function want(on: boolean): void {
    wanted.value = on;
    const address = new URL(window.location.href);
    if (on) address.searchParams.set(NAME, 'on');
    else address.searchParams.delete(NAME);
    window.history.replaceState(window.history.state, '', address);
  }

  return {
    wanted,
    blocked,
    priority,
    silencedAt,
    want,
    silenceHere: () => (silencedHere.value = link.now ?? 0),
  };
});
