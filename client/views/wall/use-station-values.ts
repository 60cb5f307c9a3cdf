import { computed, type ComputedRef } from 'vue';
import { judge, type Measured, MISSING } from '#client/format/measured.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';

/** Reads tags of the station on the screen, judged by the server's clock as it stands now. */
export function useStationValues(): {
  read: (tag: string) => Measured;
  /** Whether any tag has ever had a value. */
  hasData: ComputedRef<boolean>;
} {
  const link = useLinkStore();
  const station = useStationStore();
  function read(tag: string): Measured {
    const index = station.indexOfTag.get(tag);
    const listed = index === undefined ? undefined : station.tags[index];
    if (index === undefined || !listed || link.now === null) return MISSING;
    const clock = { now: link.now, rate: link.rate };
    return judge(station.image?.values[index], listed.periodMs, clock);
  }
  const hasData = computed(
    () => station.image?.values.some((live) => live !== undefined && live.value !== null) ?? false,
  );
  return { read, hasData };
}
