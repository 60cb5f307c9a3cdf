import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Alarm } from '#shared/wire/alarms.ts';
import { alarmWords, type NameOf } from '#client/format/alarm-words.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';

/** Alarms in words, with the names of the station's units and tags. */
export function useAlarmWords(): ComputedRef<(alarm: Pick<Alarm, 'code' | 'data'>) => string> {
  const { t, te, locale } = useI18n({ useScope: 'global' });
  const station = useStationStore();
  const display = useDisplayStore();
  const tagNames = computed(() => new Map(station.tags.map(({ tag, name }) => [tag, name])));
  const unitNames = computed(
    () => new Map(station.station?.units.map(({ id, name }) => [id, name]) ?? []),
  );
  return computed(() => {
    const { language } = display.settings;
    const nameOf: NameOf = (kind, id) =>
      (kind === 'tag' ? tagNames.value : unitNames.value).get(id)?.[language] ?? id;
    const texts = { t: (key: string, of: object) => t(key, { ...of }), te, locale: locale.value };
    return (alarm) => alarmWords(alarm, texts, nameOf);
  });
}
