import { InvalidArgumentError, Option } from 'commander';
import { DateTime } from 'luxon';
import { BadInput } from '../bad-input.ts';

/** A number of a command line. @throws InvalidArgumentError that says what is needed */
export function numberFrom(low: number, high: number, what: string): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(`${what} from ${low} to ${high} is needed.`);
  };
}

export function wholeNumberFrom(low: number, high: number, what: string): (text: string) => number {
  const read = numberFrom(low, high, what);
  return (text) => {
    const value = read(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError(`${what} from ${low} to ${high} is needed.`);
  };
}

/** A calendar date. @throws InvalidArgumentError where there is no such day */
export function dateFrom(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid)
    return text;
  throw new InvalidArgumentError('A date such as 2020-08-12 is needed.');
}

/** An instant with its offset from UTC, ms. @throws InvalidArgumentError where it is none */
export function instantFrom(text: string): number {
  const hasOffset = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text);
  const instant = DateTime.fromISO(text);
  if (hasOffset && instant.isValid) return instant.toMillis();
  throw new InvalidArgumentError(
    'An instant with its offset such as 2026-06-01T22:40+08:00 is needed.',
  );
}

/** Options that name a file or folder and cannot be left out, with what they name. */
const NEEDED = {
  system: { flags: '--system <file>', what: 'a system.json (the stations)' },
  day: { flags: '--day <file>', what: 'a day.json (prices, inflow, start)' },
  schedule: { flags: '--schedule <file>', what: 'a plan.json (its flowM3s and spillM3s are read)' },
  plan: { flags: '--plan <file>', what: 'a plan.json (the plan to check)' },
  record: { flags: '--record <folder>', what: 'a recorded history' },
} as const;

type NeededName = keyof typeof NEEDED;

export const neededOption = (name: NeededName): Option =>
  new Option(NEEDED[name].flags, `${NEEDED[name].what}, needed`);

/**
 * The words given for options that cannot be left out. Commander's own check would name only the
 * first that is missing, and name it even where it is there but misspelt.
 * @throws BadInput that names every one that is missing
 */
export function neededWords<K extends NeededName>(
  words: { readonly [key in K]?: string },
  names: readonly K[],
): Record<K, string> {
  const missing = names.filter((name) => words[name] === undefined);
  if (missing.length > 0)
    throw new BadInput(
      missing.map((name) => `--${name}: is missing, ${NEEDED[name].what} is needed`),
    );
  return words as Record<K, string>;
}

export const outOption = (): Option =>
  new Option(
    '--out <file>',
    'write the result there, whole or not at all (default: standard output)',
  );

export const speedOption = (usual: number): Option =>
  new Option('--speed <times>', 'clock seconds per real second')
    .argParser(numberFrom(0.01, 100_000, 'A speed'))
    .default(usual);
