import { worseQuality, type Quality } from '#shared/wire/quality.ts';
import type { LiveValue } from '../live-state.ts';

export type ReadLive = (tag: string) => LiveValue | undefined;

/** A calculated tag's value; null where it does not apply now, though its inputs are known. */
export interface CalculatedValue {
  readonly tag: string;
  readonly value: number | null;
  readonly quality: Quality;
  /** The oldest instant it was made of, ms. */
  readonly at: number;
}

export interface Inputs {
  /** The inputs' values in order; null where one of them is missing. */
  readonly values: readonly number[] | null;
  readonly quality: Quality;
  readonly at: number;
}

/** Inputs of one calculation: their worst quality and oldest instant; one missing makes all missing. */
export function combine(read: ReadLive, tags: readonly string[]): Inputs {
  const values: number[] = [];
  let quality: Quality = 'good';
  let at = Infinity;
  for (const tag of tags) {
    const live = read(tag);
    if (live) at = Math.min(at, live.at);
    if (live?.value == null) quality = 'missing';
    else {
      values.push(live.value);
      quality = worseQuality(quality, live.quality);
    }
  }
  return {
    values: quality === 'missing' ? null : values,
    quality,
    at: Number.isFinite(at) ? at : 0,
  };
}
