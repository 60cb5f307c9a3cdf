import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Connection } from '#server/store/sqlite/connection.ts';
import { MIDNIGHT, SECOND, testFolder } from './helpers.ts';

const BATCH = 50;
const KILLS = 3;
/** Batches of a run that are acknowledged before its kill is due; another is under way then. */
const BEFORE_KILL = 10;

/**
 * Runs the appender until it is killed, `laterMs` after its kill is due; returns the first numbers of
 * the batches it saw acknowledged.
 */
async function appendUntilKilled(
  folder: string,
  first: number,
  laterMs: number,
): Promise<number[]> {
  const script = new URL('./fixtures/append-forever.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script, folder, String(first), String(BATCH)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (acknowledged.push(Number(line)) === BEFORE_KILL)
      setTimeout(() => child.kill('SIGKILL'), laterMs);
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return acknowledged;
}

test('after kill -9 every acknowledged reading is there once, and the database is sound', async () => {
  const folder = testFolder();
  const acknowledged: number[] = [];
  for (let run = 0; run < KILLS; run += 1)
    acknowledged.push(...(await appendUntilKilled(folder, run * 1_000_000, 2 * run)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * BEFORE_KILL);

  const connection = Connection.open(join(folder, 'forebay.db'));
  expect(connection.get('pragma integrity_check')).toMatchObject({ integrity_check: 'ok' });
  const rows = connection.all<{ at: number; value: number }>('select at, value from reading');
  const kept = new Map(rows.map(({ at, value }) => [(at - MIDNIGHT) / SECOND, value]));
  expect(kept.size).toBe(rows.length);
  const lost = acknowledged.flatMap((first) =>
    Array.from({ length: BATCH }, (_, i) => first + i).filter((seq) => kept.get(seq) !== seq),
  );
  expect(lost).toEqual([]);
  connection.close();
}, 60_000);
