import type { SubstitutedValue } from '#shared/wire/plan-view.ts';
import type { Quality } from '#shared/wire/quality.ts';
import type { InputValue } from '../store/plan-store.ts';
import type { ReadingStore } from '../store/reading-store.ts';
import type { LiveValues } from './station-state.ts';

/** Sources of a day that note what was taken from them. */
export interface NotedSources {
  readonly live: LiveValues;
  readonly readings: Pick<ReadingStore, 'aggregates'>;
  /** Values of the live image that were asked for. */
  image(): InputValue[];
  /** Tags some of whose values are not measured or not to be trusted fully, and how many of them. */
  substituted(): SubstitutedValue[];
}

/** Used, but not for what they seem: a bad or missing value is not used at all. */
const isInPlace = (quality: Quality): boolean =>
  quality === 'substituted' || quality === 'doubtful';

export function notedSources(
  live: LiveValues,
  readings: Pick<ReadingStore, 'aggregates'>,
): NotedSources {
  const image = new Map<string, InputValue>();
  /** By tag, the intervals and instants whose values stand in place of others. */
  const inPlace = new Map<string, Set<number>>();
  const note = (tag: string, at: number, quality: Quality): void => {
    if (!isInPlace(quality)) return;
    const ofTag = inPlace.get(tag) ?? new Set();
    inPlace.set(tag, ofTag.add(at));
  };
  return {
    live: {
      value(tag) {
        const value = live.value(tag);
        if (value) {
          image.set(tag, { tag, at: value.at, value: value.value, quality: value.quality });
          note(tag, value.at, value.quality);
        }
        return value;
      },
    },
    readings: {
      async aggregates(tag, from, to, step) {
        const points = await readings.aggregates(tag, from, to, step);
        for (const point of points) note(tag, point.at, point.worstQuality);
        return points;
      },
    },
    image: () => [...image.values()],
    substituted: () =>
      [...inPlace].map(([tag, at]) => ({ tag, how: 'quality' as const, count: at.size })),
  };
}
