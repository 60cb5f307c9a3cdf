import { isStale, type Quality } from '#shared/wire/quality.ts';

/** One value as the server last said it; `at` is the instant of the measurement, ms since 1970 UTC. */
export interface LiveValue {
  readonly value: number | null;
  readonly at: number;
  readonly quality: Quality;
}

/** How a value stands on the screen: its quality, or `stale` where its age is worse than that. */
export type Standing = Quality | 'stale';

/** A value as shown: the number, how far it may be believed, and how old it is. */
export interface Measured {
  readonly value: number | null;
  readonly standing: Standing;
  /** null where nothing was ever heard. */
  readonly ageMs: number | null;
}

export const MISSING: Measured = Object.freeze({ value: null, standing: 'missing', ageMs: null });

/** The number where it may be reckoned with; null where it is bad, missing, or too old to speak of now. */
export function usable({ value, standing }: Measured): number | null {
  return standing === 'bad' || standing === 'stale' ? null : value;
}

/** The number where a mark may stand for it: an old one still says where things were, a bad one nothing. */
export function drawable({ value, standing }: Measured): number | null {
  return standing === 'bad' ? null : value;
}

/** Judges one value by the server's clock as it stands now. */
export function judge(
  live: LiveValue | undefined,
  periodMs: number,
  clock: { now: number; rate: number },
): Measured {
  if (!live) return MISSING;
  const ageMs = Math.max(0, clock.now - live.at);
  const stale = isStale(ageMs, periodMs, clock.rate);
  const ranksBelowStale = live.quality === 'bad' || live.quality === 'missing';
  return { value: live.value, standing: stale && !ranksBelowStale ? 'stale' : live.quality, ageMs };
}
