import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeskCell, DeskRow } from '#client/views/dispatch/desk-rows.ts';
import { keepSame } from '#client/views/dispatch/keep-same.ts';
import { outputText, type RowWords, wordedRows } from '#client/views/dispatch/row-texts.ts';

const cell = (own: number | null): DeskCell => ({
  own,
  fixed: false,
  madeMw: null,
  broken: false,
  recommended: null,
  ordered: 20,
  actual: null,
});
const row = (at: number, own: number, levelM: number): DeskRow => ({
  ...{ at, step: at, isNow: false, editable: true, pricePerMwh: 310, spillM3s: 0, broken: [] },
  units: [cell(own)],
  station: cell(own),
  headM: levelM - 350,
  levelM,
});
const words: RowWords = {
  columns: ['own', 'ordered'],
  locale: 'en',
  timeOf: (at) => `T${at}`,
  limitsOf: () => '',
};

describe('rows of the table', () => {
  test('are worded to 0.1 MW and a centimetre', () => {
    const [worded] = wordedRows(undefined, [row(7, 21.26, 446.118)], words);
    expect(worded?.texts).toMatchObject({
      time: 'T7',
      price: '310',
      level: '446.12',
      head: '96.12',
      spill: '',
    });
    expect(worded?.texts.cells.map(({ text }) => text)).toEqual(['21.3', '20.0', '21.3', '20.0']);
  });

  test('that read as before are the very same, whatever else is new: they are not drawn again', () => {
    const before = wordedRows(undefined, [row(0, 20, 446), row(1, 20, 446)], words);
    // A millimetre and 10 kW more are no other text; a MW more in the second row is.
    const after = wordedRows(before, [row(0, 20.01, 446.001), row(1, 21, 446)], words);
    expect(after[0]?.texts).toBe(before[0]?.texts);
    expect(after[1]?.texts).not.toBe(before[1]?.texts);
    // Of the row that reads otherwise the order beside it is still the same cell.
    expect(after[1]?.texts.cells[1]).toBe(before[1]?.texts.cells[1]);
  });

  test('word an output that nothing is known of as a dash', () => {
    expect(outputText(null, 'en')).toBe('–');
  });
});

describe('what is kept of before', () => {
  test('is all that equals it, and nothing else: the outcome always equals what is new', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(keepSame(before, after)).toEqual(after);
        expect(keepSame(after, structuredClone(after))).toBe(after);
      }),
    );
  });

  test('keeps the equal parts of what has changed', () => {
    const before = { a: [1, 2], b: { c: 3 } };
    const kept = keepSame(before, { a: [1, 2], b: { c: 4 } });
    expect(kept.a).toBe(before.a);
    expect(kept.b).toEqual({ c: 4 });
  });

  test('tells a part that is missing from one that is undefined', () => {
    const before: Record<string, unknown> = { a: 1, b: undefined };
    expect(keepSame(before, { a: 1 })).toEqual({ a: 1 });
    expect('b' in keepSame(before, { a: 1 })).toBe(false);
  });
});
