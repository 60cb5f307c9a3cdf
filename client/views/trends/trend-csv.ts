import { QUALITIES } from '#shared/wire/quality.ts';
import type { Stretch } from '#shared/wire/trend.ts';
import { formatClock } from '#client/format/time.ts';
import type { WrittenCell } from '#client/format/csv-text.ts';
import { localDate } from '#shared/units/time-grid.ts';
import type { CourseOfTag } from './lanes.ts';

export interface TrendCsvWords {
  readonly head: readonly string[];
  /** Of a quality's name in `QUALITIES`. */
  quality(name: string): string;
  nameOf(course: CourseOfTag): string;
}

/** What is shown as a table: one row for each reading or bucket of each tag, oldest first. */
export function trendTable(
  courses: readonly CourseOfTag[],
  [from, to]: Stretch,
  timeZone: string,
  words: TrendCsvWords,
): WrittenCell[][] {
  const rows = courses.flatMap((course) =>
    course.places
      .filter((place) => place.from < to && (place.to > from || place.from >= from))
      .map((place): WrittenCell[] => [
        `${localDate(place.from, timeZone)} ${formatClock(place.from, timeZone)}`,
        new Date(place.from).toISOString(),
        (place.to - place.from) / 1000,
        course.tag.tag,
        words.nameOf(course),
        course.unit,
        place.value,
        place.low,
        place.high,
        words.quality(QUALITIES[place.quality] ?? 'missing'),
      ]),
  );
  return [[...words.head], ...rows];
}
