import { computed, type ComputedRef, type Ref } from 'vue';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { Measured } from '#client/format/measured.ts';
import { MISSING } from '#client/format/measured.ts';
import type { ReferenceLine } from '#client/charts/trend/course-chart.ts';
import { type Place, placeAt } from '#client/charts/trend/course-points.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { CourseOfTag } from './lanes.ts';
import { referenceAt } from './tag-references.ts';

/** What one tag says at the cursor. */
export interface CursorReading {
  readonly course: CourseOfTag;
  /** null: in a gap, or nothing was ever read. */
  readonly place: Place | null;
  readonly measured: Measured;
  /** What it is held against, there and then. */
  readonly references: readonly { readonly kind: ReferenceLine['kind']; readonly value: number }[];
}

/** Decimals of a unit's numbers: what its instruments are good for. */
const DIGITS: Readonly<Record<string, number>> = { m: 2, MW: 2, 'm³/s': 1, '°C': 1, h: 1, '1': 2 };

export const digitsOf = (unit: string): number => DIGITS[unit] ?? 1;

/** A bucket some of whose readings are not good, and that has a number all the same. */
export const isMixed = (place: Place): boolean =>
  place.to > place.from && place.value !== null && place.count > 0 && place.quality > 0;

/** Every tag's reading at an instant; its age is counted from the end of its place to now. */
export function useCursorReading(
  courses: Readonly<Ref<readonly CourseOfTag[]>>,
  at: Readonly<Ref<number>>,
  now: () => number,
  referencesOf: (tag: Tag) => readonly ReferenceLine[],
): ComputedRef<readonly CursorReading[]> {
  return computed(() =>
    courses.value.map((course) => {
      const place = placeAt(course.places, course.gaps, at.value);
      const measured: Measured = place
        ? {
            value: place.said,
            // A bucket's number is made of what can be reckoned with; what else is in it stands beside it.
            standing: isMixed(place) ? 'good' : (QUALITIES[place.quality] ?? 'missing'),
            ageMs: Math.max(0, now() - place.to),
          }
        : MISSING;
      const references = referencesOf(course.tag).flatMap((line) => {
        const value = referenceAt(line, at.value);
        return value === null ? [] : [{ kind: line.kind, value }];
      });
      return { course, place, measured, references };
    }),
  );
}
