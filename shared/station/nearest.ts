import { closest, distance } from 'fastest-levenshtein';

/** The known word that somebody probably meant by `word`, or null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const same = known.find((one) => one.toLowerCase() === word.toLowerCase());
  if (same !== undefined) return same;
  const near = closest(
    word.toLowerCase(),
    known.map((one) => one.toLowerCase()),
  );
  const found = known.find((one) => one.toLowerCase() === near)!;
  const allowed = Math.max(1, Math.floor(Math.max(word.length, found.length) / 2));
  return distance(word.toLowerCase(), near) <= allowed ? found : null;
}

const MOST_LISTED = 12;

/** The cure for an unknown word: the nearest known one, else the known ones. */
export function knownCure(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== null) return `did you mean "${near}"?`;
  if (known.length === 0) return 'nothing is known here; remove it';
  const listed = known.slice(0, MOST_LISTED).map((one) => `"${one}"`);
  return `known here: ${listed.join(', ')}${known.length > MOST_LISTED ? ', …' : ''}`;
}
