import { expect, onTestFinished, test } from 'vitest';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { createLog } from '#server/log.ts';
import { startPruning } from '#server/readings/pruning.ts';
import { openSqliteStore } from '#server/store/sqlite/open-sqlite-store.ts';
import { HOUR, KEEP_ALL, MIDNIGHT, reading, testFolder } from '../store/sqlite/helpers.ts';

const DAY = 24 * HOUR;

test('what is older than its retention goes by itself, once its aggregates are made', async () => {
  const store = await openSqliteStore({
    folder: testFolder(),
    retention: { ...KEEP_ALL, rawDays: 2 },
    timeZone: exampleSystem.timeZone,
    tags: tagList(exampleSystem, exampleSite),
    log: createLog('silent'),
  });
  onTestFinished(() => store.close());
  await store.readings.append([reading(MIDNIGHT - 9 * DAY, 1), reading(MIDNIGHT - HOUR, 2)]);

  const stop = startPruning(
    store.readings,
    { now: () => MIDNIGHT, rate: 1 },
    createLog('silent'),
    100,
  );
  onTestFinished(stop);
  const raw = async (): Promise<(number | null)[]> =>
    (await store.readings.raw('s1/u1/mw', 0, MIDNIGHT, 10)).map((point) => point.value);
  await expect.poll(raw, { timeout: 20_000 }).toEqual([2]);
  const days = await store.readings.aggregates('s1/u1/mw', MIDNIGHT - 9 * DAY, MIDNIGHT, '1d');
  expect(days.map((day) => day.mean)).toEqual([1, 2]);
}, 30_000);
