import { computed, type ComputedRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { dateAfter, datesBetween } from '#shared/energy/review/calendar.ts';
import type { ConsumersPage } from '#shared/energy/review/page.ts';
import { type EnergyQuestion, useEnergyStore } from '#client/stores/energy-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { whenIdle } from './when-idle.ts';

/** The whole station's id among the consumers (server/review). */
const WHOLE_STATION = '_station';

/** What the page shows stands in its address: it can be bookmarked, and sent to a colleague. */
export interface EnergyPageState {
  readonly question: ComputedRef<EnergyQuestion | null>;
  go(change: Partial<EnergyQuestion>): void;
  /** A day, month or year on (1) or back (−1). */
  turn(steps: 1 | -1): void;
  /** The newest closed day, as the server knows it now. */
  goNewest(): Promise<void>;
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
  // When the page stands there is time for what is likely to be asked next, and for what to do on the day after.
  watch(
    [station, question, () => store.standing],
    ([id, asked, standing], _before, onCleanup) => {
      if (id === null || !asked || standing !== 'shown') return;
      onCleanup(
        whenIdle(() => {
          store.foresee(id, beside(asked, store.consumers?.span ?? null));
          if (asked.view === 'day') void store.askAdvice(id, dateAfter(asked.date, 1));
        }),
      );
    },
    { immediate: true },
  );

  function go(change: Partial<EnergyQuestion>): void {
    const { date, consumer, view } = { ...question.value, ...change };
    void router.replace({ query: { ...route.query, day: date, consumer, view } });
  }

  return {
    question,
    go,
    turn(steps) {
      const asked = question.value;
      if (asked) go({ date: turned(asked, steps) });
    },
    async goNewest() {
      if (station.value !== null) await store.open(station.value);
      go({ date: store.consumers?.span?.to ?? '' });
    },
    again() {
      if (station.value === null) return;
      if (question.value) void store.show(station.value, question.value, true);
      else void store.open(station.value);
    },
  };
}

/** The pages that a turn leads to, as far as days are closed. */
function beside(asked: EnergyQuestion, closed: ConsumersPage['span']): EnergyQuestion[] {
  return ([-1, 1] as const)
    .map((steps) => ({ ...asked, date: turned(asked, steps) }))
    .filter(({ date }) => closed && date >= closed.from && date <= closed.to);
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
