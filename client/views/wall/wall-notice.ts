import type { LinkState } from '#client/stores/link-store.ts';

/** What stands in place of the panels; null: the panels themselves. */
export interface WallNotice {
  readonly kind: 'loading' | 'no-data' | 'refused';
  readonly text: 'loading' | 'connecting' | 'refused' | 'unanswered' | 'outdated' | 'noData';
}

export interface WallFacts {
  readonly link: LinkState;
  readonly refusal: string | null;
  readonly unanswered: boolean;
  readonly outdated: boolean;
  readonly hasStation: boolean;
  readonly hasData: boolean;
}

/** A wall that has had data keeps showing it, marked as old, whatever happens to the link. */
export function wallNotice(facts: WallFacts): WallNotice | null {
  if (facts.hasStation && facts.hasData) return null;
  if (facts.outdated) return { kind: 'loading', text: 'outdated' };
  if (facts.refusal !== null) return { kind: 'refused', text: 'refused' };
  if (facts.link !== 'live') return { kind: 'loading', text: 'connecting' };
  if (!facts.hasStation) {
    return { kind: 'loading', text: facts.unanswered ? 'unanswered' : 'loading' };
  }
  return { kind: 'no-data', text: 'noData' };
}
