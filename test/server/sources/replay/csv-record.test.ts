import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { csvRecord } from '#server/sources/replay/csv-record.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { Reading } from '#shared/wire/reading.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/replay/${name}`, import.meta.url));
/** Midnight of 2026-06-01 in Shanghai. */
const MIDNIGHT = Date.parse('2026-05-31T16:00:00Z');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forebay-replay-'));
});
afterEach(() => rm(folder, { recursive: true }));

const play = async (path: string): Promise<Reading[]> => {
  const record = await csvRecord({ path, fromMs: null, toMs: null });
  return (await record.next(Infinity)) ?? [];
};

async function fileOf(text: string | Buffer, name = 'record.csv'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test('the long form is one reading a row, an empty value a missing one', async () => {
  const readings = await play(fixture('long.csv'));
  expect(
    readings.map(({ at, tag, value, quality }) => [at - MIDNIGHT, tag, value, quality]),
  ).toEqual([
    [0, 's1/forebay/level', 446.512, 'good'],
    [0, 's1/u2/mw', 38.1, 'good'],
    [MS_PER_MINUTE, 's1/forebay/level', 446.511, 'good'],
    [MS_PER_MINUTE, 's1/u2/mw', null, 'missing'],
    [2 * MS_PER_MINUTE, 's1/forebay/level', 446.51, 'doubtful'],
  ]);
});

test('the wide form is one reading a cell', async () => {
  const readings = await play(fixture('wide.csv'));
  expect(readings).toHaveLength(4 * 6);
  expect(readings.filter((one) => one.value === null).map((one) => one.tag)).toEqual([
    's1/outflow/total',
  ]);
});

test('a byte order mark does not matter', async () => {
  const text = await readFile(fixture('long.csv'));
  const marked = await fileOf(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text]));
  expect(await play(marked)).toEqual(await play(fixture('long.csv')));
});

test('readings come when the clock has passed them, then the record is over', async () => {
  const record = await csvRecord({ path: fixture('long.csv'), fromMs: null, toMs: null });
  expect(record.startMs).toBe(MIDNIGHT);
  expect(await record.next(MIDNIGHT)).toHaveLength(2);
  expect(await record.next(MIDNIGHT + 30_000)).toHaveLength(0);
  expect(await record.next(MIDNIGHT + 10 * MS_PER_MINUTE)).toHaveLength(3);
  expect(await record.next(MIDNIGHT + 11 * MS_PER_MINUTE)).toBeNull();
});

test('a span plays only what lies in it', async () => {
  const fromMs = MIDNIGHT + MS_PER_MINUTE;
  const record = await csvRecord({
    path: fixture('long.csv'),
    fromMs,
    toMs: MIDNIGHT + 2 * MS_PER_MINUTE,
  });
  expect((await record.next(Infinity))?.map((one) => one.at)).toEqual([fromMs, fromMs]);
});

test('the files of a folder are played by name', async () => {
  await fileOf('at,tag,value\n2026-06-02T00:00:00Z,s1/u1/mw,2\n', 'b.csv');
  await fileOf('at,tag,value\n2026-06-01T00:00:00Z,s1/u1/mw,1\n', 'a.csv');
  expect((await play(folder)).map((one) => one.value)).toEqual([1, 2]);
});

test.each([
  ['another header', 'time,tag,value\n', 'record.csv:1: the header is "time,tag,value"'],
  [
    'a tag twice',
    'at,s1/u1/mw,s1/u1/mw\n',
    'record.csv:1: "s1/u1/mw" is no tag path or stands twice',
  ],
  [
    'a time without a zone',
    'at,tag,value\n2026-06-01T00:00:00,s1/u1/mw,1\n',
    'record.csv:2: "2026-06-01T00:00:00" is no time with a zone',
  ],
  [
    'a word for a number',
    'at,tag,value\n2026-06-01T00:00:00Z,s1/u1/mw,many\n',
    'record.csv:2: "many" is no value',
  ],
  [
    'an unknown quality',
    'at,tag,value,quality\n2026-06-01T00:00:00Z,s1/u1/mw,1,fine\n',
    'record.csv:2: "fine" is no quality, one of good, substituted, doubtful, bad, missing',
  ],
  [
    'a row that goes back in time',
    'at,tag,value\n2026-06-01T00:01:00Z,s1/u1/mw,1\n2026-06-01T00:00:00Z,s1/u1/mw,1\n',
    'record.csv:3: goes back in time',
  ],
  ['no row at all', 'at,tag,value\n', 'no reading to play'],
])('%s is refused by file and line', async (_what, text, message) => {
  await expect(play(await fileOf(text))).rejects.toThrow(message);
});
