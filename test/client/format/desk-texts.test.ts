import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '#client/format/csv-text.ts';
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

test('a CSV keeps commas and quotes in one cell, and no cell is a formula', () => {
  const text = csvText([
    ['Time', 'a,"b"', '=1+1'],
    ['00:00', 1.5, null],
  ]);
  expect(text).toBe('\uFEFFTime,"a,""b""",\'=1+1\r\n00:00,1.5,\r\n');
});
