import { computed, type ComputedRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { dateAfter, datesBetween } from '#shared/energy/review/calendar.ts';
import { type EnergyQuestion, useEnergyStore } from '#client/stores/energy-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';

/** The whole station's id among the consumers (server/review). */
const WHOLE_STATION = '_station';

/** What the page shows stands in its address: it can be bookmarked, and sent to a colleague. */
export interface EnergyPageState {
  readonly question: ComputedRef<EnergyQuestion | null>;
  readonly name: ComputedRef<string>;
  go(change: Partial<EnergyQuestion>): void;
  /** A day, month or year on (1) or back (−1). */
  turn(steps: 1 | -1): void;
  /** Asks the server anew. */
  again(): void;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function useEnergyPage(): EnergyPageState {
  const route = useRoute();
  const router = useRouter();
  const store = useEnergyStore();
  const stations = useStationStore();
  const station = computed(() => stations.station?.id ?? null);

  const question = computed((): EnergyQuestion | null => {
    const newest = store.consumers?.span?.to;
    if (newest === undefined) return null;
    const asked = text(route.query['view']);
    const view = asked === 'month' || asked === 'year' ? asked : 'day';
    const consumer = text(route.query['consumer']) || WHOLE_STATION;
    return { view, consumer, date: text(route.query['day']) || newest };
  });

  watch(station, (id) => id !== null && void store.open(id), { immediate: true });
  watch(
    [station, question],
    ([id, asked]) => {
      if (id !== null && asked) void store.show(id, asked);
    },
    { immediate: true },
  );
  // What is advised is for the day after the one that is reviewed: that one can still be changed.
  watch(
    () => [station.value, question.value?.view, question.value?.date] as const,
    ([id, view, date]) => {
      if (id !== null && view === 'day' && date !== undefined)
        void store.askAdvice(id, dateAfter(date, 1));
    },
    { immediate: true },
  );

  function go(change: Partial<EnergyQuestion>): void {
    const { date, consumer, view } = { ...question.value, ...change };
    void router.replace({ query: { ...route.query, day: date, consumer, view } });
  }

  return {
    question,
    name: computed(() => {
      const asked = question.value;
      if (!asked) return '';
      if (asked.view === 'day') return asked.date;
      return asked.date.slice(0, asked.view === 'month' ? 7 : 4);
    }),
    go,
    turn(steps) {
      const asked = question.value;
      if (asked) go({ date: turned(asked, steps) });
    },
    again() {
      if (station.value === null) return;
      if (question.value) void store.show(station.value, question.value, true);
      else void store.open(station.value);
    },
  };
}

/** The same day of the next or last month, or its last one where that is shorter. */
function turned({ view, date }: EnergyQuestion, steps: 1 | -1): string {
  if (view === 'day') return dateAfter(date, steps);
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const months = year * 12 + month - 1 + (view === 'month' ? steps : 12 * steps);
  const first = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
  const ofMonth = datesBetween(first, dateAfter(first, 30)).filter((one) =>
    one.startsWith(first.slice(0, 7)),
  );
  return ofMonth[Math.min(day, ofMonth.length) - 1]!;
}
