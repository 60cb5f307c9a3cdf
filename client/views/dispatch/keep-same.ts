/**
 * What is new, with every part of it that equals what was there before taken from there: who looks at a part
 * alone sees that nothing has changed. For plain objects, arrays and what stands in them.
 */
export function keepSame<T>(before: T | undefined, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) return keepItems(before, after) as T;
  if (isPlain(before) && isPlain(after)) return keepParts(before, after) as T;
  return after;
}

function keepItems(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let isSame = before.length === after.length;
  const items = after.map((item, place) => {
    const kept = keepSame(before[place], item);
    isSame &&= Object.is(kept, before[place]);
    return kept;
  });
  return isSame ? before : items;
}

type Plain = Readonly<Record<string, unknown>>;

function keepParts(before: Plain, after: Plain): Plain {
  const names = Object.keys(after);
  let isSame = names.length === Object.keys(before).length;
  const parts: Record<string, unknown> = {};
  for (const name of names) {
    parts[name] = keepSame(before[name], after[name]);
    isSame &&= name in before && Object.is(parts[name], before[name]);
  }
  return isSame ? before : parts;
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
