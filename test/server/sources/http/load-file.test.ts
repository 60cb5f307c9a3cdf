import { expect, test } from 'vitest';
import writeSheet from 'write-excel-file/node';
import { readLoadFile } from '#server/sources/http/load/read-load-file.ts';

const ZONE = 'Asia/Shanghai';
const loads = Array.from({ length: 96 }, (_, i) => 30 + i / 8);
const clock = (i: number): string =>
  `${String(Math.floor(i / 4)).padStart(2, '0')}:${String((i % 4) * 15).padStart(2, '0')}`;

const read = (content: string | Buffer) =>
  readLoadFile(Buffer.from(content as string), 'curve', '2026-06-02', ZONE);

const understoodAs = (encoding: string, delimiter: string) => ({
  mw: loads,
  faults: [],
  source: 'curve',
  understood: { encoding, delimiter },
});

test('text is read in UTF-8 with and without its mark, and in UTF-16 as spreadsheets save it', async () => {
  const table = ['Time,Load', ...loads.map((load, i) => `${clock(i)},${load}`)].join('\r\n');
  expect(await read(table)).toMatchObject(understoodAs('utf-8', 'comma'));
  expect(await read(`\ufeff${table}`)).toMatchObject(understoodAs('utf-8', 'comma'));
  const wide = Buffer.from(`\ufeff${table.replaceAll(',', '\t')}`, 'utf16le');
  expect(await read(wide)).toMatchObject(understoodAs('utf-16', 'tab'));
});

test('a Chinese header in GBK is understood', async () => {
  // 时间 and 负荷 in GBK.
  const header = Buffer.from([0xca, 0xb1, 0xbc, 0xe4, 0x2c, 0xb8, 0xba, 0xba, 0xc9, 0x0a]);
  const rows = Buffer.from(loads.map((load, i) => `${clock(i)},${load}`).join('\n'));
  expect(await read(Buffer.concat([header, rows]))).toMatchObject({
    ...understoodAs('gbk', 'comma'),
    understood: { header: '负荷', encoding: 'gbk' },
  });
});

test('a pasted column and decimal commas beside semicolons are understood', async () => {
  expect(await read(loads.join('\n'))).toMatchObject(understoodAs('utf-8', 'line'));
  const comma = loads.map((load) => load.toFixed(3).replace('.', ','));
  const mixed = [...comma.slice(0, -1), '41,9'].map((load, i) => `${clock(i)};${load}`);
  const { mw, faults, understood } = await read(mixed.join('\n'));
  expect(faults).toEqual([]);
  expect(mw.slice(0, 2)).toEqual([30, 30.125]);
  expect(understood).toMatchObject({ delimiter: 'semicolon', decimalSign: ',' });
  const column = [...comma.slice(0, -1), '41,9'].join('\n');
  expect(await read(column)).toMatchObject({ faults: [], understood: { delimiter: 'line' } });
});

test('a sheet is read, its times typed or in words', async () => {
  const rows = loads.map((load, i) => [clock(i), load]);
  const sheet = await writeSheet([['时刻', '负荷'], ...rows]).toBuffer();
  expect(await read(sheet)).toMatchObject(understoodAs('xlsx', 'table'));
});

test('what is no table and no sheet is told so', async () => {
  const broken = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from('broken off here')]);
  expect((await read(broken)).faults[0]?.wrong).toBe('the sheet cannot be read');
  expect((await read('a poem\nof two lines')).faults[0]?.wrong).toBe('no number was found');
});

test('faults name the line of the file', async () => {
  const lines = ['Time,Load', '', ...loads.map((load, i) => `${clock(i)},${i === 1 ? '' : load}`)];
  expect((await read(lines.join('\n'))).faults).toEqual([
    {
      line: 4,
      column: 2,
      wrong: 'the load is missing',
      right: 'a number is needed, for example 42.5',
    },
  ]);
});
