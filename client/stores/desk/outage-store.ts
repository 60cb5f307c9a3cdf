import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { Outage } from '#shared/wire/outage.ts';
import { useLineStore } from '../line-store.ts';

export type OutagesState = 'asked' | 'here' | 'failed';

/** Units of a station out of service: now, later, and until yesterday; the server's word. */
export const useOutageStore = defineStore('outage', () => {
  const line = useLineStore();
  const byId = shallowRef<ReadonlyMap<string, Outage>>(new Map());
  const state = shallowRef<OutagesState>('asked');
  /** Why they are not known; empty: they are. */
  const word = shallowRef('');

  const outages = computed(() =>
    [...byId.value.values()].toSorted((a, b) => a.from - b.from || a.id.localeCompare(b.id)),
  );
  async function ask(station: string): Promise<void> {
    try {
      const listed = await line.ask('list-outages', { station });
      byId.value = new Map(listed.map((outage) => [outage.id, outage]));
      state.value = 'here';
      word.value = '';
    } catch (error) {
      state.value = 'failed';
      word.value = error instanceof Error ? error.message : String(error);
    }
  }
  /** What the server has answered or told; an older revision changes nothing. */
  function heard(outage: Outage): void {
    const known = byId.value.get(outage.id);
    if (known && known.revision >= outage.revision) return;
    byId.value = new Map(byId.value).set(outage.id, outage);
  }

  return { outages, state, word, ask, heard };
});
