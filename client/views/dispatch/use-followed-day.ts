import {
  computed,
  type ComputedRef,
  onScopeDispose,
  shallowRef,
  type ShallowRef,
  watch,
} from 'vue';
import { useI18n } from 'vue-i18n';
import type { FollowedDay } from '#shared/wire/following.ts';
import { useLineStore } from '#client/stores/line-store.ts';

export interface DayFollowed {
  /** Null until the day that is asked for has come: never another day under its name. */
  readonly followed: ComputedRef<FollowedDay | null>;
  /** What came of asking; empty: nothing is to be said. */
  readonly word: ShallowRef<string>;
  read(): Promise<void>;
}

/**
 * How the order of one day was followed, read anew when the day is turned and when the server tells that it
 * changed.
 *
 * @param day local date of the station, `YYYY-MM-DD`
 */
export function useFollowedDay(station: () => string, day: () => string): DayFollowed {
  const { t } = useI18n();
  const line = useLineStore();
  const answer = shallowRef<FollowedDay | null>(null);
  const word = shallowRef('');
  const followed = computed(() => (answer.value?.day === day() ? answer.value : null));

  async function read(): Promise<void> {
    const asked = day();
    try {
      const read = await line.ask('read-followed-day', { station: station(), day: asked });
      if (asked !== day()) return;
      answer.value = read;
      word.value = '';
    } catch (error) {
      if (asked !== day()) return;
      const said = error instanceof Error ? error.message : String(error);
      word.value = t('desk.follow.failed', { word: said });
    }
  }
  watch(
    day,
    () => {
      word.value = '';
      void read();
    },
    { immediate: true },
  );
  const ended = line.listen((name) => {
    if (name === 'deviation.opened' || name === 'deviation.changed' || name === 'day.closed') {
      void read();
    }
  });
  onScopeDispose(ended);
  return { followed, word, read };
}
