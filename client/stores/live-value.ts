import type { ImageDelta, ImageSnapshot, ImageValue } from '#shared/wire/image.ts';
import { QUALITIES } from '#shared/wire/quality.ts';
import type { LiveValue } from '#client/format/measured.ts';

/** All of a station as last heard; `values` stand in the order of the subscription's tag list. */
export interface LiveImage {
  readonly cursor: string;
  readonly at: number;
  readonly values: readonly (LiveValue | undefined)[];
}

function valueOf([, value, ageMs, quality]: ImageValue, imageAt: number): LiveValue {
  return Object.freeze({ value, at: imageAt - ageMs, quality: QUALITIES[quality] ?? 'bad' });
}

export function imageOf(snapshot: ImageSnapshot): LiveImage {
  return applyChanges([], snapshot.values, snapshot);
}

/** The image after a delta. A delta of an earlier cycle than the image's, or of the same, changes nothing. */
export function mergeDelta(image: LiveImage, delta: ImageDelta): LiveImage {
  if (delta.at <= image.at) return image;
  return applyChanges(image.values, delta.changes, delta);
}

function applyChanges(
  before: readonly (LiveValue | undefined)[],
  changes: readonly ImageValue[],
  cycle: { cursor: string; at: number },
): LiveImage {
  const values = before.slice();
  for (const change of changes) values[change[0]] = valueOf(change, cycle.at);
  return Object.freeze({ cursor: cycle.cursor, at: cycle.at, values: Object.freeze(values) });
}
