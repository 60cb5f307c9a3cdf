/** Keys and list places from the root of a JSON document to a spot in it. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[\p{L}\p{N}_$-]+$/u;

/** The path as written in a fault: `stations[0].units[2].hill`; empty for the root. */
export function pathText(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (!PLAIN_KEY.test(key)) text += `[${JSON.stringify(key)}]`;
    else text += text === '' ? key : `.${key}`;
  }
  return text;
}

/** What stands at `key` of a JSON value; undefined where nothing does. */
export function childOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

/** What stands at `path` of a JSON value; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, key) => childOf(part, key), value);
}

/** Whether a JSON value is an object, not a list and not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONGEST_TEXT = 40;

/** What was found, as it follows "is" in a sentence: `the text "abc"`, `-5`, `null`, `a list of 3`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') {
    const short = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(short)}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? 'not a number (NaN)' : 'a number too large to compute with';
  if (Array.isArray(value))
    return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
