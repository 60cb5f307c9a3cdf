/** What was said to the benchmarks after their names. */
export type Words = Readonly<Record<string, string | boolean | undefined>>;

/** Words that mean nothing here: said in one line, without a stack. */
export class BadWords extends Error {}

/**
 * The number that `--name` was given.
 * @param least smallest that makes sense
 * @throws BadWords where it is none, or too small
 */
export function numberFrom(words: Words, name: string, least: number): number {
  const said = words[name];
  const value = typeof said === 'string' && said.trim() !== '' ? Number(said) : Number.NaN;
  if (Number.isFinite(value) && value >= least) return value;
  throw new BadWords(`--${name} wants a number of at least ${least}, not "${said}"`);
}
