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

/** A picture older than this is said to be so though the line holds, ms. */
export const STALL_MS = 4000;

/** How old the picture is, instants of the browser's steady clock, ms; null before the first. */
export interface PictureFacts {
  /** When the newest image that came here was made. */
  readonly imageAt: number | null;
  /** When the server last finished a cycle, by its heartbeat. */
  readonly tickAt: number | null;
}

/**
 * Since when the picture stands though the line holds; null: it does not. `server`: it computes no more;
 * `images`: it does, and they do not come through.
 */
export function judgePicture(
  { imageAt, tickAt }: PictureFacts,
  steadyNow: number,
): { readonly since: number; readonly why: 'server' | 'images' } | null {
  if (tickAt !== null && steadyNow - tickAt > STALL_MS) return { since: tickAt, why: 'server' };
  if (imageAt !== null && steadyNow - imageAt > STALL_MS) return { since: imageAt, why: 'images' };
  return null;
}
