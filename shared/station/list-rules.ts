import { at, itemsOf, numberAt, type Place, textAt, type Tell } from './place.ts';

/** The number of a list's item at `column`, or of the item itself where no column is named. */
const valueOf = (item: Place, column: number | null): Place =>
  column === null ? item : at(item, column);

/** Whether two numbers that follow one another are in order. */
const inOrder = {
  strictly: (a: number, b: number) => b > a,
  never: (a: number, b: number) => b >= a,
};

/**
 * Numbers of a list (or of one column of its points) must rise. A list that falls throughout is told once.
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
  const places = itemsOf(list).map((item) => valueOf(item, column));
  const known = places.filter((place) => numberAt(place) !== undefined);
  const pairs = known.slice(1).map((place, i) => [place, numberAt(known[i]!)!] as const);
  const wrong = pairs.filter(([place, before]) => !inOrder[how](before, numberAt(place)!));
  const falls = wrong.length === pairs.length && pairs.length > 1;
  for (const [place, before] of falls ? wrong.slice(0, 1) : wrong)
    tell(
      place,
      `is ${numberAt(place)} after ${before}${falls ? ', and so on to the end of the list' : ''}`,
      how === 'strictly'
        ? `more than ${before} is needed: the ${what}s must rise from point to point`
        : `at least ${before} is needed: the ${what}s must not fall`,
    );
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

/** A series with a value per step, and `more` beside them (1: levels, which are of instants). */
export interface Series {
  readonly list: Place;
  readonly more: 0 | 1;
}

/**
 * The steps that most of these series have: what their lengths are judged by where nobody says how many
 * steps there are. Where two are as many, the one of whole hours, then the longer, is what was meant.
 * @param stepMinutes where known
 * @returns undefined where there is no series
 */
export function commonSteps(series: readonly Series[], stepMinutes = NaN): number | undefined {
  const counts = new Map<number, number>();
  for (const { list, more } of series) {
    if (!Array.isArray(list.value) || list.value.length <= more) continue;
    const steps = list.value.length - more;
    counts.set(steps, (counts.get(steps) ?? 0) + 1);
  }
  const wholeHours = (steps: number): number => Number((steps * stepMinutes) % 60 === 0);
  const [most] = [...counts].toSorted(
    ([m, a], [n, b]) => b - a || wholeHours(n) - wholeHours(m) || n - m,
  );
  return most?.[0];
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

/** What a list of objects calls its items. */
export interface Ids {
  /** Ids that one item alone has. */
  readonly sure: readonly string[];
  /** Whether these are all: then any other is unknown. */
  readonly complete: boolean;
}

/** The ids in a list of objects: one that is unreadable or stands twice makes the others no complete list. */
export function idsOf(list: Place): Ids {
  const items = itemsOf(list);
  const ids = items.flatMap((item) => textAt(at(item, 'id')) ?? []);
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  const sure = ids.filter((id) => times.get(id) === 1);
  return { sure, complete: Array.isArray(list.value) && sure.length === items.length };
}

/** The item that alone has this id; undefined where none or several have. */
export function itemOf(list: Place, id: string): Place | undefined {
  const found = itemsOf(list).filter((item) => textAt(at(item, 'id')) === id);
  return found.length === 1 ? found[0] : undefined;
}
