import { computed, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Tag } from '#shared/wire/tag.ts';
import type { Stretch } from '#shared/wire/trend.ts';
import {
  LANE_INSET,
  type NamedLimit,
  type ReferenceLine,
} from '#client/charts/trend/course-chart.ts';
import { useLinkStore } from '#client/stores/link-store.ts';
import { useStationStore } from '#client/stores/station-store.ts';
import { useTrendsPageStore } from '#client/stores/trends-page-store.ts';
import { useChartLook } from '../wall/use-chart-look.ts';
import { type CourseOfTag, courseOfTag, type Lane, lanesOf } from './lanes.ts';
import { namedLimits, tagLimits } from './tag-limits.ts';
import { tagReferences, valuesWithin } from './tag-references.ts';
import { useLiveTail } from './use-live-tail.ts';
import { useTargets } from './use-targets.ts';

/** From one mark of quality to the next, rem: a row of them would say no more than its strip does. */
const MARK_REM = 10;

export interface CoursesOptions {
  readonly tags: ComputedRef<readonly Tag[]>;
  readonly stretch: ComputedRef<Stretch>;
  readonly stepMs: ComputedRef<number>;
  readonly plotPx: Readonly<Ref<number>>;
  /** Of all lanes together. */
  readonly stackPx: Readonly<Ref<number>>;
  readonly shared: ComputedRef<boolean>;
}

/** What the server answered and what has been heard since, tag by tag and as lanes. */
export function useCourses(options: CoursesOptions) {
  const { tags, stretch, stepMs, plotPx, stackPx, shared } = options;
  const { t, locale } = useI18n({ useScope: 'global' });
  const link = useLinkStore();
  const stations = useStationStore();
  const store = useTrendsPageStore();
  const look = useChartLook();
  const tail = useLiveTail(
    tags,
    () => store.answer?.asOf ?? 0,
    () => stepMs.value,
  );
  /** The clock as far as a picture can show that it goes on. */
  const now = computed(() => Math.floor((link.now ?? 0) / stepMs.value) * stepMs.value);

  const courses = computed((): readonly CourseOfTag[] => {
    const { answer } = store;
    if (!answer) return [];
    const traces = new Map(answer.traces.map((trace) => [trace.tag, trace]));
    const clock = { asOf: answer.asOf, now: Math.max(now.value, answer.asOf), rate: link.rate };
    return tags.value.flatMap((tag) => {
      const trace = traces.get(tag.tag);
      return trace ? [courseOfTag(tag, trace, tail.value.get(tag.tag) ?? [], clock)] : [];
    });
  });
  const limitsOf = (tag: Tag): readonly NamedLimit[] =>
    stations.station
      ? namedLimits(tagLimits(stations.station, tag, store.sheet), (kind) =>
          t(`trends.limit.${kind}`),
        )
      : [];
  const targets = useTargets(tags, stretch);
  const references = computed((): ReadonlyMap<string, readonly ReferenceLine[]> => {
    const { plan, station } = stations;
    if (!station) return new Map();
    const parts = { plan, station, targets: targets.value };
    return new Map(
      tags.value.map(({ tag }) => [
        tag,
        tagReferences(parts, tag).filter((line) => valuesWithin(line, stretch.value).length > 0),
      ]),
    );
  });
  const referencesOf = ({ tag }: Tag): readonly ReferenceLine[] => references.value.get(tag) ?? [];
  const highPx = computed(() => {
    const units = new Set(courses.value.map(({ unit }) => unit));
    const count = shared.value ? units.size : courses.value.length;
    const insetPx = (LANE_INSET.top + LANE_INSET.bottom) * look.value.remPx;
    return stackPx.value / Math.max(1, count) - insetPx;
  });
  const lanes = computed((): readonly Lane[] => {
    if (!stations.station || plotPx.value === 0) return [];
    return lanesOf({
      courses: courses.value,
      shared: shared.value,
      stretch: stretch.value,
      now: now.value,
      pixels: plotPx.value,
      markPx: MARK_REM * look.value.remPx,
      highPx: highPx.value,
      locale: locale.value,
      limitsOf,
      referencesOf,
    });
  });
  return { look, now, courses, lanes, limitsOf, referencesOf };
}
