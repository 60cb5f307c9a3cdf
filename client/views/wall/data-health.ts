import { byUrgency } from '#shared/alarms/journal.ts';
import { isShown } from '#shared/alarms/states.ts';
import type { Alarm } from '#shared/wire/protocol.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Measured, Standing } from '#client/format/measured.ts';

/** How many of a station's tags stand how, and the first one of the worst kind. */
export interface DataHealth {
  readonly all: number;
  readonly good: number;
  /** Kinds that occur other than good, worst first. */
  readonly others: readonly { readonly standing: Standing; readonly count: number }[];
  readonly worst: Tag | null;
  /** Age of the newest value of all, ms; null before the first. */
  readonly newestAgeMs: number | null;
}

const WORST_FIRST: readonly Standing[] = ['missing', 'bad', 'stale', 'doubtful', 'substituted'];

export function dataHealth(tags: readonly Tag[], read: (tag: string) => Measured): DataHealth {
  let newestAgeMs = Infinity;
  const byStanding = new Map<Standing, Tag[]>();
  for (const tag of tags) {
    const { standing, ageMs } = read(tag.tag);
    if (ageMs !== null && tag.origin === 'measured') newestAgeMs = Math.min(newestAgeMs, ageMs);
    byStanding.set(standing, [...(byStanding.get(standing) ?? []), tag]);
  }
  const others = WORST_FIRST.flatMap((standing) => {
    const count = byStanding.get(standing)?.length ?? 0;
    return count > 0 ? [{ standing, count }] : [];
  });
  const worstKind = others[0]?.standing;
  return {
    all: tags.length,
    good: byStanding.get('good')?.length ?? 0,
    others,
    worst: (worstKind && byStanding.get(worstKind)?.[0]) ?? null,
    newestAgeMs: newestAgeMs === Infinity ? null : newestAgeMs,
  };
}

/** Alarms on the list: highest priority first (1 is highest), then newest. */
export function activeAlarms(alarms: Iterable<Alarm>): Alarm[] {
  return [...alarms].filter(({ state }) => isShown(state)).toSorted(byUrgency);
}
