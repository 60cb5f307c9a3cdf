/**
 * One value of an image: `[index, value, ageMs, quality]`.
 * `index` is the tag's place in the tag list of the subscription, `ageMs` counts back from the
 * image's `at` to the instant of the measurement, `quality` is its place in `QUALITIES`.
 */
export type ImageValue = readonly [
  index: number,
  value: number | null,
  ageMs: number,
  quality: number,
];

/** What one cycle of the server changed for one station; every number is of that cycle (live.md, Out). */
export interface ImageDelta {
  /** Names this image; hand it back after a cut to get what was missed. */
  readonly cursor: string;
  /** Instant of the cycle on the server's clock, ms. */
  readonly at: number;
  readonly changes: readonly ImageValue[];
}

/** All values of one station in one cycle. */
export interface ImageSnapshot {
  readonly cursor: string;
  readonly at: number;
  readonly values: readonly ImageValue[];
}
