import { onBeforeUnmount, onMounted, watch } from 'vue';
import { useSoundStore } from '#client/stores/sound-store.ts';
import { createHorn, type Horn } from './horn.ts';

/** Lets the horn of this screen sound while the calling component is on it. */
export function useAlarmSound(): void {
  const sound = useSoundStore();
  let horn: Horn | null = null;

  const look = (): void => {
    sound.blocked = horn?.isBlocked() ?? false;
  };
  const settle = (): void => {
    if (sound.wanted && !horn) horn = createHorn();
    horn?.sound(sound.priority);
    look();
  };
  /** Any click will do for the browser. */
  const clicked = (): void => {
    if (horn?.isBlocked()) void horn.wake().then(look);
  };

  watch(() => [sound.wanted, sound.priority], settle);
  onMounted(() => {
    settle();
    window.addEventListener('pointerdown', clicked);
    window.addEventListener('keydown', clicked);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('pointerdown', clicked);
    window.removeEventListener('keydown', clicked);
    horn?.close();
    horn = null;
  });
}
