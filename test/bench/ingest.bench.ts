import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { exampleSite } from '#shared/station/example/example.ts';
import { rawInsertsPerS } from './ingest/yardstick.ts';

const TAGS = 200;
const BATCH = 1000;
const WRITERS = 2;
const WARM_UP_S = 2;
const MEASURED_S = 8;
const YARDSTICK_S = 4;
const TOKEN = 'a-token-for-the-bench-only';

/** Required: half of raw inserts in the same run, and this many readings a second on a quiet machine. */
const LEAST_SHARE = 0.5;
const LEAST_PER_S = 50_000;

interface Ran {
  readonly readings: number;
  readonly ackMs: readonly number[];
}

/** A child that talks in lines. */
class Child {
  readonly #lines: AsyncIterator<string>;
  readonly #process: ChildProcessWithoutNullStreams;

  constructor(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const file = fileURLToPath(new URL(script, import.meta.url));
    this.#process = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), file, ...args],
      { env: { ...process.env, ...env } },
    );
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('A process of the benchmark ended; see above for why.');
    return String(value);
  }

  say(text: string): void {
    this.#process.stdin.write(`${text}\n`);
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.stdin.end();
    this.#process.kill('SIGTERM');
    await gone;
  }
}

async function startServer(folder: string): Promise<{ server: Child; url: string }> {
  const siteFile = join(folder, 'site.json');
  const benchTags = Array.from({ length: TAGS }, (_, i) => ({
    tag: `s1/bench/t${i}`,
    name: { zh: `测点 ${i}`, en: `Point ${i}` },
    unit: 'MW',
    periodMs: 1000,
  }));
  await writeFile(
    siteFile,
    JSON.stringify({ ...exampleSite, tags: [...exampleSite.tags, ...benchTags] }),
  );
  const server = new Child('../../server/main.ts', ['serve'], {
    PORT: '0',
    FOREBAY_DATA: join(folder, 'data'),
    FOREBAY_SITE: siteFile,
    FOREBAY_INGEST_TOKEN: TOKEN,
    FOREBAY_LOG_LEVEL: 'warn',
  });
  const said = await server.line();
  const url = /http:\/\/\S+/.exec(said)?.[0];
  if (url === undefined) throw new Error(`The server said "${said}", not where it is.`);
  return { server, url: url.replace(/\/$/, '') };
}

async function measure(url: string): Promise<Ran & { seconds: number }> {
  const writers = Array.from(
    { length: WRITERS },
    (_, i) => new Child('./ingest/writer.ts', [url, TOKEN, String(i), String(WRITERS)]),
  );
  const runAll = (seconds: number): Promise<Ran[]> =>
    Promise.all(
      writers.map(async (writer) => {
        writer.say(String(seconds));
        return JSON.parse(await writer.line()) as Ran;
      }),
    );
  try {
    await Promise.all(writers.map((writer) => writer.line()));
    await runAll(WARM_UP_S);
    const begun = performance.now();
    const ran = await runAll(MEASURED_S);
    return {
      seconds: (performance.now() - begun) / 1000,
      readings: ran.reduce((sum, { readings }) => sum + readings, 0),
      ackMs: ran.flatMap(({ ackMs }) => ackMs).sort((a, b) => a - b),
    };
  } finally {
    await Promise.all(writers.map((writer) => writer.end()));
  }
}

const at = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN) * 10) / 10;

/**
 * Readings per second through the whole server (HTTP, judged, durable, acknowledged), beside raw
 * inserts into the same SQLite file in the same run.
 */
export async function run(): Promise<Record<string, unknown>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-ingest-'));
  try {
    const { server, url } = await startServer(folder);
    const ran = await measure(url).finally(() => server.end());
    const perS = ran.readings / ran.seconds;
    const rawPerS = rawInsertsPerS(join(folder, 'data', 'forebay.db'), TAGS, BATCH, YARDSTICK_S);
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    return [
      {
        bench: 'ingest',
        figure: 'readings',
        unit: '1/s',
        value: Math.round(perS),
        bound: LEAST_PER_S,
        ok: perS >= LEAST_PER_S,
        writers: WRITERS,
        batch: BATCH,
        tags: TAGS,
        machine,
      },
      { bench: 'ingest', figure: 'raw inserts', unit: '1/s', value: Math.round(rawPerS) },
      {
        bench: 'ingest',
        figure: 'share of raw inserts',
        unit: '1',
        value: Math.round((100 * perS) / rawPerS) / 100,
        bound: LEAST_SHARE,
        ok: perS / rawPerS >= LEAST_SHARE,
      },
      {
        bench: 'ingest',
        figure: 'acknowledgement',
        unit: 'ms',
        p50: at(ran.ackMs, 0.5),
        p99: at(ran.ackMs, 0.99),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const line of await run()) process.stdout.write(`${JSON.stringify(line)}\n`);
