import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readStation } from '#server/input-files.ts';
import { exampleSite } from '#shared/station/example/example.ts';
import { plainSystem } from '../fixtures/plain-system.ts';

test('a system of one’s own without a site has nothing that the example’s site says of its own station', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forebay-input-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const systemFile = join(folder, 'system.json');
  await writeFile(systemFile, JSON.stringify(plainSystem));
  const { system, site } = await readStation({ systemFile, siteFile: null });
  expect(system.stations.map(({ id }) => id)).toEqual(['s1']);
  expect(exampleSite.tags).not.toEqual([]);
  expect(site.tags).toEqual([]);
  expect(site.planning.end).toBeUndefined();
  expect(site.feeders).toEqual(exampleSite.feeders);
});
