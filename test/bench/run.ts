import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { BadWords, type Words } from './words.ts';

/**
 * `npm run bench -- [name …] [--option …]`: runs `test/bench/<name>.bench.ts`, all of them where none
 * is named, one after the other. One JSON line a figure on standard output, with the machine it was
 * measured on. Ends with 1 when a figure misses its bound (`ok: false`), with 2 on words it does not know.
 */
interface Bench {
  /** What may be said after the names. */
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  run(words: Words): Promise<Iterable<Figure>> | AsyncIterable<Figure>;
}

type Figure = Record<string, unknown>;

const ENDING = '.bench.ts';
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .sort();

const machine = {
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  node: process.version,
};

/** Prints each figure as soon as it is known. */
async function runBench(name: string, bench: Bench, words: Words): Promise<boolean> {
  let ok = false;
  let missed = false;
  for await (const figure of await bench.run(words)) {
    console.log(JSON.stringify({ bench: name, ...figure, machine }));
    ok = true;
    missed ||= figure['ok'] === false;
  }
  return ok && !missed;
}

async function runAsked(asked: readonly string[]): Promise<void> {
  const firstOption = asked.findIndex((word) => word.startsWith('-'));
  const names = firstOption < 0 ? asked : asked.slice(0, firstOption);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new BadWords(`no benchmark "${unknown.join('", "')}"; known: ${known.join(', ')}`);
  }
  const runs: (() => Promise<boolean>)[] = [];
  for (const name of names.length > 0 ? names : known) {
    const bench = (await import(`./${name}${ENDING}`)) as Bench;
    const words = wordsOf(asked.slice(names.length), name, bench);
    runs.push(() => runBench(name, bench, words));
  }
  for (const run of runs) if (!(await run())) process.exitCode = 1;
}

function wordsOf(args: string[], name: string, { options = {} }: Bench): Words {
  try {
    return parseArgs({ args, options, allowNegative: true }).values as Words;
  } catch (error) {
    throw new BadWords(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  await runAsked(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BadWords)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
