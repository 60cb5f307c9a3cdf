import { isStale } from '#shared/wire/quality.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { LiveValue } from '../readings/live-state.ts';

/** How many tags a source feeds, and how many of them have gone stale. */
export interface SourceHealth {
  readonly source: string;
  readonly tags: number;
  readonly stale: number;
  /** Instant of the newest value of it, ms. */
  readonly newestAt: number;
}

/** Health of each source that has spoken for a station; a tag belongs to the source that wrote it last. */
export function sourceHealth(
  tags: readonly Tag[],
  read: (tag: string) => LiveValue | undefined,
  now: number,
  clockRate: number,
): SourceHealth[] {
  const bySource = new Map<string, SourceHealth>();
  for (const { tag, periodMs } of tags) {
    const live = read(tag);
    if (!live) continue;
    const before = bySource.get(live.source);
    const stale = isStale(now - live.at, periodMs, clockRate) ? 1 : 0;
    bySource.set(live.source, {
      source: live.source,
      tags: (before?.tags ?? 0) + 1,
      stale: (before?.stale ?? 0) + stale,
      newestAt: Math.max(before?.newestAt ?? 0, live.at),
    });
  }
  return [...bySource.values()];
}

/** Of a dead source most tags are stale; a lone stale tag is the data-health line's, not an alarm's. */
export function isLost(health: SourceHealth): boolean {
  return health.stale > health.tags / 2;
}
