import { isStale } from '#shared/wire/quality.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Observation, Watch, WatchParts } from '../observation.ts';

/** How many tags a source feeds, and how many of them have gone stale. */
interface SourceHealth {
  readonly tags: readonly string[];
  readonly stale: number;
  /** How many have been heard since the server began. */
  readonly spoken: number;
  /** Instant of the newest value of it, ms. */
  readonly newestAt: number;
}

/** What ails a tag; null: nothing. `stale`: it alone, or with its source. */
type Ailment = 'stale' | 'bad' | 'doubtful' | 'missing';

const AILING: readonly string[] = ['bad', 'doubtful', 'missing'] satisfies readonly Ailment[];

/** Of a dead source most tags are stale; a lone stale tag is a fault of its own. */
const isLost = ({ stale, tags }: SourceHealth): boolean => stale > tags.length / 2;

/** null: it has not been silent for long enough, nor has it spoken yet: what stood before a restart stands. */
function lostValue(health: SourceHealth): number | null {
  if (isLost(health)) return 1;
  return health.spoken > health.tags.length / 2 ? 0 : null;
}

/** Sources that fall silent, tags that cannot be believed, and clocks of sources that run ahead. */
export interface DataWatch {
  readonly look: Watch;
  /** Which source wrote a tag last; undefined: none. */
  sourceOf(tag: string): string | undefined;
}

export function dataWatch(parts: WatchParts): DataWatch {
  const { tags, heard, clockRate, activeSubjects } = parts;

  const ailmentOf = ({ tag, periodMs }: Tag, at: number): Ailment | null => {
    const known = heard.value(tag);
    if (!known) return null;
    if (AILING.includes(known.quality)) return known.quality as Ailment;
    return isStale(heard.ageMs(tag, at) ?? 0, periodMs, clockRate) ? 'stale' : null;
  };

  const healthOf = (at: number): ReadonlyMap<string, SourceHealth> => {
    const bySource = new Map<string, SourceHealth>();
    for (const { tag, periodMs } of tags) {
      const known = heard.value(tag);
      if (!known) continue;
      const before = bySource.get(known.source);
      const stale = isStale(heard.ageMs(tag, at) ?? 0, periodMs, clockRate) ? 1 : 0;
      bySource.set(known.source, {
        tags: [...(before?.tags ?? []), tag],
        stale: (before?.stale ?? 0) + stale,
        spoken: (before?.spoken ?? 0) + (heard.hasSpoken(tag) ? 1 : 0),
        newestAt: Math.max(before?.newestAt ?? 0, known.at),
      });
    }
    return bySource;
  };

  const ofSources = (at: number): Observation[] => {
    const health = healthOf(at);
    // A source whose tags another one has taken over is gone, and missed by nobody.
    const gone = activeSubjects('data.lost').filter((source) => !health.has(source));
    return [
      ...[...health].flatMap(([source, of]): Observation[] => {
        const { tags: fed, stale, newestAt } = of;
        const data = { source, tags: fed.length, stale, newestAt };
        const aheadS = heard.aheadMs(source) / 1000;
        return [
          { code: 'data.lost', subject: source, value: lostValue(of), data },
          { code: 'clock.source', subject: source, value: aheadS, data: { source, value: aheadS } },
        ];
      }),
      ...gone.map((source): Observation => {
        return { code: 'data.lost', subject: source, value: 0, data: { source } };
      }),
    ];
  };

  return {
    look: (at) => [
      ...ofSources(at),
      ...tags.flatMap((tag): Observation[] => {
        if (!heard.value(tag.tag)) return [];
        const ailment = ailmentOf(tag, at);
        const data = { tag: tag.tag, kind: ailment ?? 'good' };
        const isKnown = ailment !== null || heard.hasSpoken(tag.tag);
        const value = isKnown ? Number(ailment !== null) : null;
        return [{ code: 'tag.fault', subject: tag.tag, value, data }];
      }),
    ],
    sourceOf: (tag) => heard.value(tag)?.source,
  };
}
