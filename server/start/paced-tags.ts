import type { Tag } from '#shared/wire/tag.ts';

/** On a fast clock a tag is heard of this often, real ms; two beats of a source and some patience. */
const REAL_PERIOD_MS = 1500;

/** The tag list for a clock that runs `rate` times as fast: values come no more often than sources beat. */
export function pacedTags(tags: readonly Tag[], rate: number): Tag[] {
  return tags.map((tag) => ({ ...tag, periodMs: Math.max(tag.periodMs, REAL_PERIOD_MS * rate) }));
}
