import type { z } from 'zod';
import type { PlacedFault } from './form-faults.ts';
import { childOf, isObject, type Path } from './json-path.ts';

/**
 * A spot in a document that may be broken anywhere. The rules walk places, and read only what is
 * sound, so that a fault in one spot hides none in another.
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

/** The items of a list; none where there is no list. */
export function itemsOf(place: Place): Place[] {
  return Array.isArray(place.value) ? place.value.map((_, index) => at(place, index)) : [];
}

/** The entries of an object; none where there is no object. */
export function entriesOf(place: Place): [key: string, value: Place][] {
  if (!isObject(place.value)) return [];
  return Object.keys(place.value).map((key) => [key, at(place, key)]);
}

/** What stands there, if it is what the schema asks for; undefined otherwise: its form is at fault already. */
export function soundAt<T>(place: Place, schema: z.ZodType<T>): T | undefined {
  const read = schema.safeParse(place.value);
  return read.success ? read.data : undefined;
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
