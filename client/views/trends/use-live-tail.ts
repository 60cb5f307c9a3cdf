import { type ComputedRef, type ShallowRef, shallowRef, watch } from 'vue';
import type { Tag } from '#shared/wire/tag.ts';
import type { TailPoint } from '#client/charts/trend/course-points.ts';
import { useStationStore } from '#client/stores/station-store.ts';

/** More of one tag is never kept: the server is asked again long before. */
const MOST_POINTS = 2000;

/**
 * What has been heard of some tags since an instant: the end of a curve that goes on.
 * @param since what the server has answered with reaches to it, ms
 * @param stepMs time of a pixel: more often than this there is nothing new to see
 */
export function useLiveTail(
  tags: ComputedRef<readonly Tag[]>,
  since: () => number,
  stepMs: () => number,
): Readonly<ShallowRef<ReadonlyMap<string, readonly TailPoint[]>>> {
  const stations = useStationStore();
  const told = shallowRef<ReadonlyMap<string, readonly TailPoint[]>>(new Map());
  let heard = new Map<string, TailPoint[]>();
  let toldAt = -Infinity;

  function tell(at: number): void {
    toldAt = at;
    told.value = new Map([...heard].map(([tag, points]) => [tag, points.slice()]));
  }
  watch(
    () => stations.image,
    (image) => {
      if (!image) return;
      for (const { tag } of tags.value) {
        const live = image.values[stations.indexOfTag.get(tag) ?? -1];
        const points = heard.get(tag) ?? [];
        if (!live || live.at <= (points.at(-1)?.at ?? since())) continue;
        points.push(live);
        if (points.length > MOST_POINTS) points.shift();
        heard.set(tag, points);
      }
      if (image.at - toldAt >= stepMs()) tell(image.at);
    },
  );
  watch([since, tags], () => {
    const wanted = new Set(tags.value.map(({ tag }) => tag));
    heard = new Map(
      [...heard]
        .filter(([tag]) => wanted.has(tag))
        .map(([tag, points]) => [tag, points.filter(({ at }) => at > since())]),
    );
    tell(stations.image?.at ?? -Infinity);
  });
  return told;
}
