import { computed, type ComputedRef, watch } from 'vue';
import { datesBetween } from '#shared/energy/review/calendar.ts';
import { localDate, localDay } from '#shared/units/time-grid.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Stretch } from '#shared/wire/trend.ts';
import type { ChartPoint } from '#client/charts/points.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useTrendsPageStore } from '#client/stores/trends-page-store.ts';
import { dailyTargets, targetSteps } from './tag-references.ts';

/** Targets of the meters that are looked at, as use per hour; asked for where another meter or year comes in sight. */
export function useTargets(
  tags: ComputedRef<readonly Tag[]>,
  stretch: ComputedRef<Stretch>,
): ComputedRef<ReadonlyMap<string, readonly ChartPoint[]>> {
  const link = useLinkStore();
  const stations = useStationStore();
  const store = useTrendsPageStore();
  const timeZone = computed(() => link.hello?.system.timeZone ?? 'UTC');

  const dateOf = (at: number): string => localDate(at, timeZone.value);
  const first = computed(() => dateOf(stretch.value[0]));
  const last = computed(() => dateOf(stretch.value[1]));
  const days = computed(() =>
    datesBetween(first.value, last.value).map((date) => ({
      date,
      ...localDay(date, timeZone.value),
    })),
  );
  const yearOf = (date: string): number => Number(date.slice(0, 4));
  const meters = computed(() =>
    tags.value.flatMap(({ tag, counter, unitId }) => (counter && !unitId ? [tag] : [])),
  );
  watch(
    [meters, () => yearOf(first.value), () => yearOf(last.value), () => stations.station?.id],
    ([asked, from, to, station]) => {
      if (asked.length === 0 || station === undefined) return;
      const years = Array.from({ length: to - from + 1 }, (_, i) => from + i);
      void store.askTargets(station, asked, years);
    },
    { immediate: true },
  );

  const byDate = computed(
    () =>
      new Map(
        [...store.targets].map(([tag, pages]) => [
          tag,
          new Map(pages.flatMap((page) => [...dailyTargets(page)])),
        ]),
      ),
  );
  return computed(
    () =>
      new Map(
        [...byDate.value].map(([tag, targets]) => [
          tag,
          targetSteps(days.value, (date) => targets.get(date)),
        ]),
      ),
  );
}
