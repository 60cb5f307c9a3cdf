import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Connection } from '#server/store/sqlite/connection.ts';
import { runForebay, type ForebayProcess } from '../fixtures/forebay-process.ts';

/**
 * The server itself is killed, three times, while two writers send readings over HTTP. What it has
 * acknowledged must be there afterwards, each reading once; what was sent and not acknowledged may
 * be there or not, and sending it again does no harm.
 */
const KILLS = 3;
/** Batches of a run that are acknowledged before its kill is due; others are under way then. */
const BEFORE_KILL = 12;
const BATCH = 100;
const TOKEN = 'scenario';
const TAG = 's1/u1/mw';
/** Young enough to be kept raw by any retention. */
const FIRST_AT = Math.floor(Date.now() / 1000 - 10 * 86_400) * 1000;

/** The server over one folder, whatever was there before. */
const serve = (folder: string): ForebayProcess =>
  runForebay(['serve'], { FOREBAY_DATA: folder, FOREBAY_INGEST_TOKEN: TOKEN });

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
  for (let run = 1; run <= KILLS; run += 1) {
    const { child, address, ended } = serve(folder);
    const url = await address;
    const due = acknowledged.length + BEFORE_KILL;
    const told = (first: number): void => {
      // Each run is killed at another moment of the writing that goes on: 0, 3, 6 … ms later.
      if (acknowledged.push(first) === due)
        void sleep(3 * (run - 1)).then(() => child.kill('SIGKILL'));
    };
    await Promise.all([send(url, take, told), send(url, take, told)]);
    expect((await ended).signal).toBe('SIGKILL');
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * BEFORE_KILL);

  const { child, address, ended } = serve(folder);
  const newest = (await (await fetch(`${await address}/api/v1/latest?tag=${TAG}`)).json()) as {
    values: { at: number; value: number }[];
  };
  const { at = NaN, value } = newest.values[0] ?? {};
  // What the wall shows after the restart is a reading as it was sent, not older than the last acknowledged.
  expect(value).toBe(((at - FIRST_AT) / 1000) % 40);
  expect(at).toBeGreaterThanOrEqual(FIRST_AT + (Math.max(...acknowledged) + BATCH - 1) * 1000);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);

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
