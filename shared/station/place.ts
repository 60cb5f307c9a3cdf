import type { PlacedFault } from './form-faults.ts';
import { childOf, isObject, type Path } from './json-path.ts';

/**
 * A spot in a document that may be broken anywhere. The rules walk places, and read only what is
 * sound, so that a fault in one spot neither hides another nor is told a second time in other words.
 */
export interface Place {
  readonly path: Path;
  readonly value: unknown;
}

export const rootOf = (json: unknown): Place => ({ path: [], value: json });

export const at = (place: Place, key: string | number): Place => ({
  path: [...place.path, key],
  value: childOf(place.value, key),
});

/** Stands where a form found something that it does not take: not absent, and of no use to any rule. */
const UNSOUND = Symbol('unsound');

/** The document with what stands at these paths made unreadable for the rules; absent stays absent. */
export function withoutUnsound(json: unknown, paths: readonly Path[]): unknown {
  const copies = new Set<unknown>();
  const copyOf = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null || copies.has(part)) return part;
    const copy = Array.isArray(part) ? [...(part as unknown[])] : { ...part };
    copies.add(copy);
    return copy;
  };
  const document = copyOf(json);
  for (const path of paths) {
    let part = document;
    for (const [depth, key] of path.entries()) {
      const child = childOf(part, key);
      if (child === undefined) break;
      const last = depth === path.length - 1;
      Object.defineProperty(part as object, key, { value: last ? UNSOUND : copyOf(child) });
      part = childOf(part, key);
    }
  }
  return document;
}

/** The items of a list; none where there is no list. */
export function itemsOf(place: Place): Place[] {
  return Array.isArray(place.value) ? place.value.map((_, index) => at(place, index)) : [];
}

/** The entries of an object; none where there is no object. */
export function entriesOf(place: Place): [key: string, value: Place][] {
  if (!isObject(place.value)) return [];
  return Object.keys(place.value).map((key) => [key, at(place, key)]);
}

export const textAt = (place: Place): string | undefined =>
  typeof place.value === 'string' ? place.value : undefined;

export const numberAt = (place: Place): number | undefined =>
  typeof place.value === 'number' && Number.isFinite(place.value) ? place.value : undefined;

/** How a rule reports: where, what is wrong, what would be right. */
export type Tell = (place: Place, wrong: string, right: string) => void;

/** Runs rules and gathers what they tell. */
export function gather(rules: (tell: Tell) => void): PlacedFault[] {
  const faults: PlacedFault[] = [];
  rules((place, wrong, right) => faults.push({ path: place.path, wrong, right }));
  return faults;
}
