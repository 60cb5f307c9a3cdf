import { HEARTBEAT_MS } from '#shared/wire/protocol.ts';

/** `connecting`: never linked yet. `cut`: was linked and is not, or has gone silent. */
export type LinkState = 'connecting' | 'live' | 'cut';

/** What is known of the link; instants are of the browser's steady clock, ms. */
export interface LinkFacts {
  readonly connected: boolean;
  /** When the server was last heard; null before the first word. */
  readonly lastHeardAt: number | null;
}

/** Silence after which a link counts as cut though nobody closed it, ms. */
export const SILENCE_MS = 2 * HEARTBEAT_MS;

export function judgeLink(facts: LinkFacts, steadyNow: number): LinkState {
  if (facts.lastHeardAt === null) return 'connecting';
  if (!facts.connected) return 'cut';
  return steadyNow - facts.lastHeardAt > SILENCE_MS ? 'cut' : 'live';
}
