import { at, itemsOf, numberAt, type Place, type Tell } from './place.ts';

/** The number of a list's item at `column`, or of the item itself where no column is named. */
const valueOf = (item: Place, column: number | null): Place =>
  column === null ? item : at(item, column);

/** Whether two numbers that follow one another are in order. */
const inOrder = {
  strictly: (a: number, b: number) => b > a,
  never: (a: number, b: number) => b >= a,
};

/**
 * Numbers of a list (or of one column of its points) must rise.
 * @param how `strictly`: each above the one before; `never`: none below the one before
 * @param what the quantity in words, for example `level`
 */
export function risingRule(
  tell: Tell,
  list: Place,
  column: number | null,
  what: string,
  how: 'strictly' | 'never',
): void {
  let before: number | undefined;
  for (const item of itemsOf(list)) {
    const place = valueOf(item, column);
    const value = numberAt(place);
    if (value !== undefined && before !== undefined && !inOrder[how](before, value))
      tell(
        place,
        `is ${value} after ${before}`,
        how === 'strictly'
          ? `more than ${before} is needed: the ${what}s must rise from point to point`
          : `at least ${before} is needed: the ${what}s must not fall`,
      );
    if (value !== undefined) before = value;
  }
}

/** A list must have as many items as there are steps, instants, heads or flows. */
export function lengthRule(
  tell: Tell,
  list: Place,
  length: number,
  per: string,
  what = 'values',
): void {
  if (Array.isArray(list.value) && list.value.length !== length)
    tell(list, `is a list of ${list.value.length}`, `${length} ${what} are needed, one per ${per}`);
}

/** No two items may carry the same id. */
export function uniqueIdsRule(tell: Tell, list: Place, noun: string): void {
  const seen = new Map<unknown, number>();
  for (const [index, item] of itemsOf(list).entries()) {
    const id = at(item, 'id');
    if (typeof id.value !== 'string') continue;
    const first = seen.get(id.value);
    if (first === undefined) seen.set(id.value, index);
    else
      tell(
        id,
        `is ${JSON.stringify(id.value)}, as in the ${noun} at [${first}]`,
        `an id that no other ${noun} has is needed`,
      );
  }
}

/** Of two numbers, the first must be below the second (or not above it). */
export function belowRule(
  tell: Tell,
  low: Place,
  high: Place,
  names: { readonly low: string; readonly high: string; readonly equal: boolean },
): void {
  const lowest = numberAt(low);
  const highest = numberAt(high);
  if (lowest === undefined || highest === undefined) return;
  if (lowest < highest || (names.equal && lowest === highest)) return;
  const right = names.equal ? `${names.low} must not be above` : `${names.low} must be below`;
  tell(low, `is ${lowest} where ${names.high} is ${highest}`, `${right} ${names.high}`);
}

/** The ids in a list of objects. */
export function idsOf(list: Place): string[] {
  return itemsOf(list).flatMap((item) => {
    const id = at(item, 'id').value;
    return typeof id === 'string' ? [id] : [];
  });
}
