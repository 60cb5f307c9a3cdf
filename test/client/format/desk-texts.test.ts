import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '#client/format/csv-text.ts';
import { quarterHours, readLoadText } from '#client/format/load-text.ts';
import { mwOfText, tableOf, textOf } from '#client/format/paste-table.ts';

describe('an output as it is typed', () => {
  test.each([
    ['42', 42],
    ['42.5', 42.5],
    ['42,5', 42.5],
    ['４２．５', 42.5],
    ['42 MW', 42],
    ['−3', -3],
    ['', null],
    ['–', null],
    ['4x', undefined],
    ['1,2,3', undefined],
  ])('%j is %j', (text, mw) => expect(mwOfText(text)).toBe(mw));

  test('goes through the clipboard and back', () => {
    const cell = fc.stringMatching(/^[0-9]{1,3}(\.[0-9])?$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        (table) => {
          expect(tableOf(`${textOf(table)}\r\n`)).toEqual(table);
        },
      ),
    );
  });
});

describe('a pasted load curve', () => {
  const points = Array.from({ length: 96 }, (_, i) => 40 + i);

  test('of plain numbers is taken point by point', () => {
    const read = readLoadText(points.join('\n'), 96);
    expect(read).toMatchObject({
      stepMinutes: 15,
      delimiter: '',
      column: 1,
      unit: 'MW',
      faults: [],
    });
    expect(read.mw).toEqual(points);
  });

  test('with head, times and kilowatts is understood: the last column of numbers, in MW', () => {
    const lines = points.map((mw, i) => `${i};00:00;${mw * 1000}`);
    const read = readLoadText(['No;Time;Load kW', ...lines].join('\r\n'), 96);
    expect(read).toMatchObject({ delimiter: ';', column: 3, unit: 'kW', faults: [] });
    expect(read.mw[95]).toBe(135);
  });

  test('with decimal commas is not taken for two columns', () => {
    const read = readLoadText(points.map((mw) => `${mw},5`).join('\n'), 96);
    expect(read).toMatchObject({ delimiter: '', decimalSign: ',', faults: [] });
    expect(read.mw[0]).toBe(40.5);
  });

  test('every five minutes becomes quarter-hours by the mean of three', () => {
    const fine = points.flatMap((mw) => [mw - 1, mw, mw + 1]);
    const read = readLoadText(fine.join('\n'), 96);
    expect(read.stepMinutes).toBe(5);
    expect(quarterHours(read)).toEqual(points);
  });

  test('names the line that is no number and the count that does not fit the day', () => {
    const read = readLoadText('10\n20\nfull\n30', 92);
    expect(read.faults).toEqual([
      { line: null, text: '4' },
      { line: 3, text: 'full' },
    ]);
  });
});

test('a CSV keeps commas and quotes in one cell, and no cell is a formula', () => {
  const text = csvText([
    ['Time', 'a,"b"', '=1+1'],
    ['00:00', 1.5, null],
  ]);
  expect(text).toBe('\uFEFFTime,"a,""b""",\'=1+1\r\n00:00,1.5,\r\n');
});
