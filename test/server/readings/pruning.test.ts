import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { createLog } from '#server/log.ts';
import { startPruning } from '#server/readings/pruning.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import { HOUR, KEEP_ALL, MIDNIGHT, openHalves, reading } from '../store/sqlite/helpers.ts';

const DAY = 24 * HOUR;

test('what is older than its retention goes by itself, once its aggregates are made', async () => {
  const retention = { ...KEEP_ALL, rawDays: 2 };
  const { timeZone } = exampleSystem;
  const { setup, append, writer } = openHalves({ retention, timeZone });
  append(reading(MIDNIGHT - 9 * DAY, 1), reading(MIDNIGHT - HOUR, 2));
  // Not an aggregate is made yet, so nothing may go.
  expect(writer.prune(MIDNIGHT)).toBe(0);

  // A store that opens makes at once what is due; later on it does so every few seconds.
  const store = await openSqliteStore({
    folder: dirname(setup.file),
    retention,
    timeZone,
    tags: tagList(exampleSystem, exampleSite),
    log: createLog('silent'),
  });
  onTestFinished(() => store.close());
  const stop = startPruning(
    store.readings,
    { now: () => MIDNIGHT, rate: 1 },
    createLog('silent'),
    20,
  );
  onTestFinished(stop);
  const raw = async (): Promise<(number | null)[]> =>
    (await store.readings.raw('s1/u1/mw', 0, MIDNIGHT, 10)).map((point) => point.value);
  await expect.poll(raw).toEqual([2]);
  const days = await store.readings.aggregates('s1/u1/mw', MIDNIGHT - 9 * DAY, MIDNIGHT, '1d');
  expect(days.map((day) => day.mean)).toEqual([1, 2]);
});
