/** How far a reading may be believed, best first (live.md). *Stale* is not a quality but an age. */
export const QUALITIES = ['good', 'substituted', 'doubtful', 'bad', 'missing'] as const;
export type Quality = (typeof QUALITIES)[number];

/** The worse of two qualities: what a sum or an aggregate of both may claim. */
export function worseQuality(a: Quality, b: Quality): Quality {
  return QUALITIES.indexOf(a) >= QUALITIES.indexOf(b) ? a : b;
}

/** Expected periods after which a value that has not come again is stale. */
export const STALE_AFTER_PERIODS = 3;

/** A value cannot be seen to come more often than this, ms of real time. */
const BEAT_MS = 1000;

/**
 * Age beyond which a value is stale, ms.
 * @param clockRate of the server's clock: on a fast one (replay) even one beat of the image is long
 */
export function staleAfterMs(periodMs: number, clockRate = 1): number {
  return STALE_AFTER_PERIODS * Math.max(periodMs, clockRate * BEAT_MS);
}

/** Whether a value of this age is stale. Judged on the server and again in the browser. */
export function isStale(ageMs: number, periodMs: number, clockRate = 1): boolean {
  return ageMs > staleAfterMs(periodMs, clockRate);
}
