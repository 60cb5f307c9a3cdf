import { computed, type ComputedRef, onBeforeUnmount, shallowRef } from 'vue';
import type { Alarm } from '#shared/wire/alarms.ts';

/** A pointer that rests for so long holds the list no more: somebody has left it there, ms. */
const HELD_MS = 8000;

/** A list that keeps its order while somebody is about to click in it. */
export interface HeldList {
  readonly list: ComputedRef<readonly Alarm[]>;
  /** Alarms that came since it is held. */
  readonly news: ComputedRef<number>;
  hold(): void;
  free(): void;
}

/** Rows that move under the pointer are clicked by mistake: what comes meanwhile waits, what changes is shown in its place. */
export function useHeldList(current: () => readonly Alarm[]): HeldList {
  const held = shallowRef<readonly Alarm[] | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const free = (): void => {
    clearTimeout(timer);
    held.value = null;
  };
  onBeforeUnmount(free);
  const byId = computed(() => new Map(current().map((alarm) => [alarm.id, alarm])));

  return {
    list: computed(() =>
      held.value === null
        ? current()
        : held.value.map((alarm) => byId.value.get(alarm.id) ?? { ...alarm, state: 'normal' }),
    ),
    news: computed(() => {
      if (held.value === null) return 0;
      const known = new Map(held.value.map(({ id, occurrence }) => [id, occurrence]));
      return current().filter(({ id, occurrence }) => known.get(id) !== occurrence).length;
    }),
    hold() {
      held.value ??= current();
      clearTimeout(timer);
      timer = setTimeout(free, HELD_MS);
    },
    free,
  };
}
