import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { LocalName } from '#shared/station/system-schema.ts';
import type { Stretch } from '#shared/wire/trend.ts';
import { csvText } from '#client/format/csv-text.ts';
import { formatNumber } from '#client/format/numbers.ts';
import { formatMoment } from '#client/format/time.ts';
import { useDisplayStore } from '#client/stores/display-store.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { saveFile } from '../dispatch/save-file.ts';
import type { CourseOfTag } from './lanes.ts';
import { instantWord } from './time-words.ts';
import { trendTable } from './trend-csv.ts';
import { type CursorReading, digitsOf } from './use-cursor-reading.ts';

export interface WordsParts {
  readonly stretch: ComputedRef<Stretch>;
  readonly readings: ComputedRef<readonly CursorReading[]>;
  readonly courses: ComputedRef<readonly CourseOfTag[]>;
}

const COLUMNS = [
  'local',
  'utc',
  'seconds',
  'tag',
  'name',
  'unit',
  'value',
  'low',
  'high',
  'quality',
] as const;

/** The picture in words: instants, what the cursor stands on, and the file of what is shown. */
export function useTrendWords({ stretch, readings, courses }: WordsParts) {
  const { t, locale } = useI18n({ useScope: 'global' });
  const link = useLinkStore();
  const display = useDisplayStore();
  const timeZone = computed(() => link.hello?.system.timeZone ?? 'UTC');
  const nameOf = (name: LocalName | undefined, otherwise: string): string =>
    name?.[display.settings.language] ?? otherwise;

  const time = (at: number): string =>
    instantWord(at, stretch.value[1] - stretch.value[0], timeZone.value, locale.value);
  const readingWord = ({ course, place, measured, references }: CursorReading): string => {
    const name = nameOf(course.tag.name, course.tag.tag);
    const number = (value: number | null): string =>
      formatNumber(value, digitsOf(course.unit), locale.value);
    const held = references.map(
      ({ kind, value }) => `${t(`trends.legend.${kind}`)} ${number(value)}`,
    );
    if (!place) return [`${name}: ${t('trends.silent')}`, ...held].join(', ');
    const unit = course.unit === '1' ? '' : course.unit;
    const quality = t(`standing.${measured.standing}`);
    return [`${name}: ${number(measured.value)} ${unit} ${quality}`, ...held].join(', ');
  };

  function save(): void {
    const table = trendTable(courses.value, stretch.value, timeZone.value, {
      head: COLUMNS.map((column) => t(`trends.table.${column}`)),
      quality: (name) => t(`standing.${name}`),
      nameOf: ({ tag }) => nameOf(tag.name, tag.tag),
    });
    const file = new Blob([csvText(table)], { type: 'text/csv;charset=utf-8' });
    const from = new Date(stretch.value[0]).toISOString().slice(0, 16).replaceAll(':', '');
    saveFile(file, `trends-${from}Z.csv`);
  }

  return {
    timeZone,
    nameOf,
    time,
    end: (at: number): string => formatMoment(at, timeZone.value),
    save,
    cursor: (at: number): string =>
      t('trends.cursorAt', { time: time(at), values: readings.value.map(readingWord).join('; ') }),
  };
}
