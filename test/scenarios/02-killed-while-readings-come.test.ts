import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { Connection } from '#server/store/sqlite/connection.ts';

/**
 * The server itself is killed, three times, while two writers send readings over HTTP. What it has
 * acknowledged must be there afterwards, each reading once; what was sent and not acknowledged may
 * be there or not, and sending it again does no harm.
 */
const KILLS = 3;
/** From the first acknowledgement of a run to its kill, ms. */
const RUN_MS = 500;
const BATCH = 100;
const TOKEN = 'scenario';
const TAG = 's1/u1/mw';
/** Young enough to be kept raw by any retention. */
const FIRST_AT = Math.floor(Date.now() / 1000 - 10 * 86_400) * 1000;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command line as a user has it, but from source. */
async function serve(folder: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      npm_lifecycle_event: '',
      PORT: '0',
      FOREBAY_DATA: folder,
      FOREBAY_INGEST_TOKEN: TOKEN,
      FOREBAY_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const address = /http:\S+/.exec(said.toString())?.[0];
  if (!address) throw new Error(`the server said no address: ${said.toString()}`);
  return { child, address };
}

/** Reading number `n`: one a second, its value one that the tag may have. */
const reading = (n: number): object => ({ tag: TAG, at: FIRST_AT + n * 1000, value: n % 40 });

/** Sends batches until the server is gone; tells of each batch that was acknowledged. */
async function send(address: string, take: () => number, told: (first: number) => void) {
  for (;;) {
    const first = take();
    const body = JSON.stringify(Array.from({ length: BATCH }, (_, i) => reading(first + i)));
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(`${address}/api/v1/readings`, {
      method: 'POST',
      headers,
      body,
    }).catch(() => null);
    if (!answer) return;
    const result = (await answer.json().catch(() => null)) as { accepted?: number } | null;
    if (!result) return;
    expect(result).toEqual({ accepted: BATCH, duplicate: 0, refused: [] });
    told(first);
  }
}

test('a server that is killed while readings come has every one it acknowledged, once, and goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'forebay-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const acknowledged: number[] = [];
  let next = 0;
  const take = (): number => (next += BATCH) - BATCH;
  for (let run = 0; run < KILLS; run += 1) {
    const { child, address } = await serve(folder);
    const exited = once(child, 'exit');
    const before = acknowledged.length;
    const killer = (async () => {
      while (acknowledged.length === before) await sleep(5);
      await sleep(RUN_MS);
      child.kill('SIGKILL');
    })();
    const told = (first: number): void => void acknowledged.push(first);
    await Promise.all([send(address, take, told), send(address, take, told), killer]);
    expect((await exited)[1]).toBe('SIGKILL');
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS);

  const { child, address } = await serve(folder);
  const newest = (await (await fetch(`${address}/api/v1/latest?tag=${TAG}`)).json()) as {
    values: { at: number; value: number }[];
  };
  const { at = NaN, value } = newest.values[0] ?? {};
  // What the wall shows after the restart is a reading as it was sent, not older than the last acknowledged.
  expect(value).toBe(((at - FIRST_AT) / 1000) % 40);
  expect(at).toBeGreaterThanOrEqual(FIRST_AT + (Math.max(...acknowledged) + BATCH - 1) * 1000);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);

  const connection = Connection.open(join(folder, 'forebay.db'));
  expect(connection.get('pragma integrity_check')).toMatchObject({ integrity_check: 'ok' });
  const rows = connection.all<{ at: number; value: number }>('select at, value from reading');
  connection.close();
  const kept = new Map(rows.map((row) => [(row.at - FIRST_AT) / 1000, row.value]));
  expect(kept.size).toBe(rows.length);
  const lost = acknowledged.flatMap((first) =>
    Array.from({ length: BATCH }, (_, i) => first + i).filter((n) => kept.get(n) !== n % 40),
  );
  expect(lost).toEqual([]);
}, 90_000);
