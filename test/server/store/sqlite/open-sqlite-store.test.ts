import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exampleSystem, exampleSite } from '#shared/station/example/example.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { createLog } from '#server/log.ts';
import { Connection } from '#server/store/sqlite/connection.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import type { ReaderCalls } from '#server/store/sqlite/store-calls.ts';
import { ThreadLink } from '#server/store/sqlite/thread-link.ts';
import type { Store } from '#server/store/store.ts';
import { KEEP_ALL, MIDNIGHT, openHalves, reading, SECOND, testFolder } from './helpers.ts';

async function open(folder = testFolder()): Promise<Store> {
  const store = await openSqliteStore({
    folder,
    retention: KEEP_ALL,
    timeZone: exampleSystem.timeZone,
    tags: tagList(exampleSystem, exampleSite),
    log: createLog('silent'),
  });
  onTestFinished(() => store.close());
  return store;
}

test('the threads answer, and what was appended is there after opening anew', async () => {
  // Neither folder is there yet.
  const folder = join(testFolder(), 'data', 'plant');
  const store = await open(folder);
  await store.ping();
  const batches = await Promise.all(
    [0, 1, 2].map((b) => store.readings.append([reading(MIDNIGHT + b * SECOND, b)])),
  );
  expect(batches).toEqual([0, 1, 2].map(() => ({ accepted: 1, duplicate: 0 })));
  await store.close();

  const again = await open(folder);
  expect((await again.readings.latest(['s1/u1/mw'])).get('s1/u1/mw')?.value).toBe(2);
  expect(await again.readings.aggregates('s1/u1/mw', MIDNIGHT, MIDNIGHT + 1, '1m')).toMatchObject([
    { at: MIDNIGHT, count: 3, goodPercent: 100, min: 0, max: 2, mean: 1, last: 2 },
  ]);
});

test('a thread that dies refuses what was asked of it, and is started again', async () => {
  const { setup, append } = openHalves();
  append(reading(MIDNIGHT, 5));
  const link = new ThreadLink<ReaderCalls>({ role: 'reader', setup }, createLog('silent'));
  await link.start();
  onTestFinished(() => link.end(() => link.call('close')));

  // Told to end first: a thread that was asked first may be quicker with its answer than with its end.
  void link.worker?.terminate();
  const asked = link.call('latest', ['s1/u1/mw']);
  await expect(asked).rejects.toMatchObject({ code: 'stopped' });
  await expect(link.call('ping')).rejects.toMatchObject({ code: 'busy' });

  await expect.poll(() => link.worker).toBeDefined();
  expect((await link.call('latest', ['s1/u1/mw']))[0]?.[1].value).toBe(5);
});

test.skipIf(!existsSync('/proc/self'))(
  'a folder that takes no file is refused, with the name of the file',
  () => {
    expect(() => Connection.open('/proc/forebay.db')).toThrow(
      '/proc/forebay.db can neither be made nor opened',
    );
  },
);

test('a file that is no database is refused, with its name', async () => {
  const folder = testFolder();
  const file = join(folder, 'forebay.db');
  await writeFile(file, 'not a database, but long enough to be read as the head of one'.repeat(99));
  await expect(open(folder)).rejects.toThrow('forebay.db');
  await rm(file);
});
