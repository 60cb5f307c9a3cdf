import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readGlenCanyonMonth } from '#server/sources/replay/glen-canyon-files.ts';
import { glenCanyonRecord, modelOf } from '#server/sources/replay/glen-canyon-record.ts';
import type { System } from '#shared/station/system-schema.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { tagList } from '#shared/wire/tag-list.ts';
import { casesAbsent, readCase } from '../../../fixtures/cases.ts';

const folder = fileURLToPath(new URL('../../../../../shared/cases/glen-canyon/', import.meta.url));
const AUGUST = Date.parse('2020-08-01T00:00:00-07:00');
const HOUR_SHARE = 0.25;
const systemOf = (): System =>
  readCase({ system: 'glen-canyon/system.json', day: 'glen-canyon/2020-08-05/day.json' }).system;

test.skipIf(casesAbsent)(
  'on every day of 2020-08 the model generates what the record says, within 3 %',
  async () => {
    const month = await readGlenCanyonMonth(folder, AUGUST);
    const model = modelOf(month, systemOf().stations[0]!);
    const deviations = month.energyMwh.map((recorded, day) => {
      let energyMwh = 0;
      for (let step = 0; step < 96; step++) {
        energyMwh += model.step(day * 96 + step).generationMw * HOUR_SHARE;
      }
      return energyMwh / recorded - 1;
    });
    const percents = deviations.map((share) => (100 * share).toFixed(2));
    process.stdout.write(`deviations of 2020-08 by day, %: ${percents.join(' ')}\n`);
    expect(deviations).toHaveLength(31);
    for (const deviation of deviations) expect(Math.abs(deviation)).toBeLessThan(0.03);
  },
);

test.skipIf(casesAbsent)('levels come from the water balance', async () => {
  const month = await readGlenCanyonMonth(folder, AUGUST);
  const model = modelOf(month, systemOf().stations[0]!);
  // day.json of 2020-08-05, made from the same balance with the gauge's flow unlagged, starts at 1097.17885 m.
  expect(Math.abs(model.levelM[4 * 96]! - 1097.17885)).toBeLessThan(0.02);
});

test.skipIf(casesAbsent)('a replay gives each tag its time and stops at the end', async () => {
  const everyMs = 5 * MS_PER_MINUTE;
  const toMs = AUGUST + MS_PER_HOUR;
  const record = await glenCanyonRecord({
    folder,
    system: systemOf(),
    fromMs: AUGUST,
    toMs,
    everyMs,
  });
  const readings = (await record.next(AUGUST + everyMs)) ?? [];
  const levels = readings.filter((one) => one.tag === 'glen/forebay/level');
  expect(levels.map((one) => one.at)).toEqual([AUGUST, AUGUST + everyMs]);
  expect(readings.find((one) => one.tag === 'glen/record/energy-day')?.value).toBe(9408);
  // Every tag of the station is either given or known to be lacking.
  const given = new Set(readings.map((one) => one.tag));
  const waitedFor = tagList(systemOf(), { feeders: [], tags: [] })
    .filter(({ tag, origin }) => origin === 'measured' && !given.has(tag))
    .map(({ tag }) => tag);
  expect(waitedFor).toEqual(record.lacks);
  await record.next(toMs);
  expect(await record.next(toMs + everyMs)).toBeNull();
  expect(record.endAt('glen', toMs)?.levelM).toBeGreaterThan(1097);
});

let broken: string;
beforeEach(async () => {
  broken = await mkdtemp(join(tmpdir(), 'forebay-glen-'));
  if (casesAbsent) return;
  for (const name of await readdir(folder)) {
    if (name.endsWith('Nov2019.csv')) await copyFile(join(folder, name), join(broken, name));
  }
});
afterEach(() => rm(broken, { recursive: true }));

/** Changes one line of a file of the record. */
async function spoil(name: string, line: number, change: (text: string) => string): Promise<void> {
  const file = join(broken, name);
  const lines = (await readFile(file, 'utf8')).split('\n');
  lines.splice(line - 1, 1, ...[change(lines[line - 1]!)].filter((text) => text !== ''));
  await writeFile(file, lines.join('\n'));
}

const DISCHARGE = 'discharge_15min_Nov2019.csv';

test.skipIf(casesAbsent).each([
  [
    'a missing row',
    DISCHARGE,
    10,
    () => '',
    `${DISCHARGE}:10: "2019-11-01 02:15:00" is out of order`,
  ],
  [
    'a word for a flow',
    DISCHARGE,
    3,
    (text: string) => text.replace(/,.*/, ',ice'),
    `${DISCHARGE}:3: "ice" is no discharge in ft³/s`,
  ],
  ['a flow below 0', DISCHARGE, 4, (text: string) => text.replace(',', ',-'), `${DISCHARGE}:4: -`],
  [
    'another header',
    'hourly_rate_Nov2019.csv',
    1,
    () => 'hour,rate',
    'hourly_rate_Nov2019.csv:1: the header is "hour,rate"',
  ],
  [
    'a cell too many',
    'daily_energy_MWh_Nov2019.csv',
    5,
    (text: string) => text.replace(',', ',1,'),
    'daily_energy_MWh_Nov2019.csv:5: 3 cells, 2 are needed',
  ],
  ['no inflow for a day', 'inputs_Nov2019.csv', 12, () => '', '"inflow_cfs_d5" is missing'],
])('%s is refused by file and line', async (_what, name, line, change, message) => {
  await spoil(name, line, change);
  await expect(readGlenCanyonMonth(broken, null)).rejects.toThrow(message);
});

test('a folder without a month says which files are needed', async () => {
  for (const name of await readdir(broken)) await rm(join(broken, name));
  await expect(readGlenCanyonMonth(broken, null)).rejects.toThrow(
    'no month in it, files discharge_15min_<Mon><year>.csv are needed',
  );
});
