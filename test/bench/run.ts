import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';

/**
 * `npm run bench [name …]`: runs `test/bench/<name>.bench.ts`, all of them where none is named, one
 * after the other. One JSON line a figure on standard output, with the machine it was measured on.
 * Ends with 1 when a figure misses its bound (`ok: false`).
 */
interface Bench {
  run(): Promise<Record<string, unknown>[]>;
}

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

async function runBench(name: string): Promise<boolean> {
  const bench = (await import(`./${name}${ENDING}`)) as Bench;
  const figures = await bench.run();
  for (const figure of figures) console.log(JSON.stringify({ bench: name, ...figure, machine }));
  return figures.length > 0 && figures.every((figure) => figure['ok'] !== false);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark "${unknown.join('", "')}"; known: ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of asked.length > 0 ? asked : known)
    if (!(await runBench(name))) process.exitCode = 1;
}
