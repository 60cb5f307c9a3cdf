import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { byUrgency } from '#shared/alarms/journal.ts';
import { isShown, type AlarmState } from '#shared/alarms/states.ts';
import type { Alarm, AlarmsSilenced } from '#shared/wire/alarms.ts';
import type { StationStanding, Subscription } from '#shared/wire/protocol.ts';

/** News is gathered for so long before the lists are made anew: a flood must not cost a list for each alarm, ms. */
const GATHERED_MS = 100;

/** What the server last said of the alarms of the station on the screen. */
export const useAlarmStore = defineStore('alarms', () => {
  const station = shallowRef('');
  const all = shallowRef<ReadonlyMap<string, Alarm>>(new Map());
  const silenced = shallowRef<AlarmsSilenced | null>(null);
  let news: Alarm[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  function settle(): void {
    timer = null;
    const next = new Map(all.value);
    for (const alarm of news) {
      if (alarm.state === 'normal') next.delete(alarm.id);
      else next.set(alarm.id, Object.freeze(alarm));
    }
    news = [];
    all.value = next;
  }
  /** All alarms as they stand, whatever of their changes was heard. */
  function standing(of: StationStanding): void {
    news = [];
    all.value = new Map(of.alarms.map((alarm) => [alarm.id, Object.freeze(alarm)]));
    silenced.value = of.silenced;
  }
  function subscribed(answer: Subscription): void {
    station.value = answer.station.id;
    standing(answer);
  }
  function changed(alarm: Alarm): void {
    if (alarm.station !== station.value) return;
    news.push(alarm);
    timer ??= setTimeout(settle, GATHERED_MS);
  }
  function horns(of: AlarmsSilenced): void {
    if (of.station === station.value) silenced.value = Object.freeze(of);
  }

  const listOf = (isIn: (state: AlarmState) => boolean) =>
    computed(() => [...all.value.values()].filter(({ state }) => isIn(state)).toSorted(byUrgency));

  return {
    all,
    silenced,
    /** What rings, stands or waits to be acknowledged: highest priority first, then newest. */
    shown: listOf(isShown),
    shelved: listOf((state) => state === 'shelved'),
    suppressed: listOf((state) => state === 'suppressed'),
    outOfService: listOf((state) => state === 'out-of-service'),
    /** How many are suppressed by design under each alarm, by its path. */
    under: computed(() => {
      const counts = new Map<string, number>();
      for (const { cause, state } of all.value.values())
        if (cause !== null && state === 'suppressed')
          counts.set(cause, (counts.get(cause) ?? 0) + 1);
      return counts;
    }),
    standing,
    subscribed,
    changed,
    horns,
  };
});
