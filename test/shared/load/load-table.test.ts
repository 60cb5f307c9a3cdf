import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Row } from '#shared/load/cells.ts';
import { loadTable, type LoadTable } from '#shared/load/load-table.ts';

const ZONE = 'Asia/Shanghai';

const rowsOf = (cells: readonly (readonly Cell[])[]): Row[] =>
  cells.map((row, i) => ({ line: i + 1, cells: row }));

const read = (cells: readonly (readonly Cell[])[], day: string | null = null): LoadTable =>
  loadTable(rowsOf(cells), day, ZONE);

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A quarter-hourly day, 20.5 MW and a quarter more each hour. */
const loads = Array.from({ length: 96 }, (_, i) => 20.5 + Math.floor(i / 4) / 4);
const texts = loads.map(String);

describe('a load curve is understood', () => {
  const plain = { mw: loads, stepMinutes: 15, faults: [] };

  test('as a bare column, as a spreadsheet gives it or typed', () => {
    expect(read(texts.map((text) => [text]))).toMatchObject(plain);
    expect(read(loads.map((load) => [load]))).toMatchObject(plain);
  });

  test('beside times of the beginnings, of the ends, and beside what is only counted', () => {
    const starts = read(texts.map((text, i) => [clock(15 * i), text]));
    expect(starts).toMatchObject({ ...plain, understood: { timesMean: 'start', column: 2 } });
    const ends = read(texts.map((text, i) => [i + 1, clock(15 * (i + 1)), text]));
    expect(ends).toMatchObject({ ...plain, understood: { timesMean: 'end', column: 3 } });
    const midnight = read(texts.map((text, i) => [clock((15 * (i + 1)) % 1440), text]));
    expect(midnight).toMatchObject({ ...plain, understood: { timesMean: 'end' } });
    const digits = read(texts.map((text, i) => [clock(15 * i).replace(':', ''), text]));
    expect(digits).toMatchObject({ ...plain, understood: { timesMean: 'start' } });
  });

  test('under headers in Chinese and English, beside other columns, above a sum', () => {
    const chinese = read([
      ['青溪电站 2026年6月2日 日计划'],
      ['时段', '水位(m)', '计划出力(MW)'],
      ...texts.map((text, i) => [clock(15 * (i + 1)), '446.5', text]),
      ['合计', '', '2260'],
    ]);
    expect(chinese).toMatchObject({
      ...plain,
      day: '2026-06-02',
      understood: { header: '计划出力(MW)', unit: 'MW', column: 3 },
    });
    const english = read([
      ['Time', 'Ordered load'],
      ...texts.map((text, i) => [`2026-06-02 ${clock(15 * i)}`, text]),
    ]);
    expect(english).toMatchObject({ ...plain, day: '2026-06-02' });
  });

  test('in kW, with decimal commas, and with groups of thousands', () => {
    const kw = loads.map((load) => [(1000 * load).toFixed(0).replace(/(\d)(\d{3})$/, '$1,$2')]);
    expect(read([['负荷 kW'], ...kw.slice(0, -1), ['26250.0']])).toMatchObject({
      ...plain,
      understood: { unit: 'kW', decimalSign: '.' },
    });
    const comma = texts.map((text) => [text.replace('.', ',')]);
    expect(read(comma)).toMatchObject({ ...plain, understood: { decimalSign: ',' } });
  });

  test('as one row, and as 288 points of five minutes', () => {
    expect(read([texts])).toMatchObject(plain);
    expect(
      read([
        ['点号', ...texts.map((_, i) => i + 1)],
        ['负荷', ...texts],
      ]),
    ).toMatchObject(plain);
    const fine = loads.flatMap((load) => [load, load, load]);
    expect(read(fine.map((load) => [load]))).toMatchObject({
      mw: fine,
      stepMinutes: 5,
      faults: [],
    });
  });

  test('from a sheet whose times are shares of a day, or dates', () => {
    expect(read(loads.map((load, i) => [i / 96, load]))).toMatchObject({
      ...plain,
      understood: { timesMean: 'start' },
    });
    // A sheet's dates come a millisecond short.
    const first = Date.UTC(2026, 5, 2) - 1;
    const dates = loads.map((load, i) => [new Date(first + i * 900_000), load]);
    expect(read(dates)).toMatchObject({ ...plain, day: '2026-06-02' });
  });

  test('on a day on which the clock is changed, with that day’s number of steps', () => {
    const short = loadTable(
      rowsOf(loads.slice(0, 92).map((load) => [load])),
      '2026-03-29',
      'Europe/Berlin',
    );
    expect(short).toMatchObject({ stepMinutes: 15, faults: [] });
    const long = loadTable(rowsOf(loads.map((load) => [load])), '2026-03-29', 'Europe/Berlin');
    expect(long.faults[0]?.wrong).toBe('96 loads were found');
    expect(long.faults[0]?.right).toBe('92 or 276 are needed');
  });
});

describe('a fault is told with its place and its cure', () => {
  const withTimes = texts.map((text, i) => [clock(15 * i), text]);
  const faultsOf = (cells: readonly (readonly Cell[])[], day: string | null = null) =>
    read(cells, day).faults;

  test('of a load that is missing or no number', () => {
    const broken = withTimes.map((row, i) =>
      i === 4 ? [row[0]!, ''] : i === 9 ? [row[0]!, 'x'] : row,
    );
    expect(faultsOf(broken)).toEqual([
      {
        line: 5,
        column: 2,
        wrong: 'the load is missing',
        right: 'a number is needed, for example 42.5',
      },
      {
        line: 10,
        column: 2,
        wrong: '"x" is no number',
        right: 'a number is needed, for example 42.5',
      },
    ]);
  });

  test('of times with a gap, once', () => {
    const gap = texts.map((text, i) => [clock(15 * (i < 8 ? i : i + 1)), text]);
    expect(faultsOf(gap)).toEqual([
      { line: 9, column: 1, wrong: 'time "02:15"', right: '02:00 is needed' },
    ]);
  });

  test('of too few loads, of another day, and of several columns that may be the one', () => {
    expect(faultsOf(withTimes.slice(0, 24))[0]).toMatchObject({
      wrong: '24 loads were found',
      right: '96 or 288 are needed',
    });
    const dated = texts.map((text, i) => [`2026-06-02 ${clock(15 * i)}`, text]);
    expect(faultsOf(dated, '2026-06-03')[0]?.wrong).toBe('the table is for 2026-06-02');
    const two = texts.map((text, i) => [clock(15 * i), text, text]);
    expect(faultsOf(two)[0]?.wrong).toBe('several columns may be the loads: 2, 3');
  });

  test('of numbers that may be read two ways', () => {
    const open = loads.map((load) => [(load / 1).toFixed(3).replace('.', ',')]);
    expect(faultsOf(open)[0]?.wrong).toContain('12,345 may be twelve or twelve thousand');
  });

  test('of nothing at all', () => {
    expect(faultsOf([])).toHaveLength(1);
    expect(faultsOf([['no', 'numbers']])[0]?.wrong).toBe('no number was found');
  });
});

describe('whatever is in a table,', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.double({ noNaN: true }),
    fc.constantFrom('12,5', '1.234,5', '00:15', '合计', null),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
  );

  test('it is read or its faults are told, and what is read without one is a whole day of numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 120 }), (cells) => {
        const { faults, mw, stepMinutes } = read(cells);
        if (faults.length > 0) return;
        expect([96, 288]).toContain(mw.length);
        expect(mw.length * stepMinutes!).toBe(1440);
        expect(mw.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  test('a day that is written down in any of the forms comes back as it was', () => {
    const day = fc.array(fc.integer({ min: -500, max: 20_000 }), { minLength: 96, maxLength: 96 });
    const form = fc.record({
      sign: fc.constantFrom('.', ','),
      header: fc.boolean(),
      times: fc.constantFrom<'none' | 'start' | 'end'>('none', 'start', 'end'),
    });
    fc.assert(
      fc.property(day, form, (tenths, { sign, header, times }) => {
        const rows = tenths.map((tenth, i): Cell[] => [
          ...(times === 'none' ? [] : [clock(15 * (times === 'start' ? i : i + 1))]),
          (tenth / 100).toFixed(2).replace('.', sign),
        ]);
        const head: Cell[][] = header ? [[...(times === 'none' ? [] : ['Time']), 'Load MW']] : [];
        const { mw, faults } = read([...head, ...rows]);
        expect(faults).toEqual([]);
        expect(mw).toEqual(tenths.map((tenth) => tenth / 100));
      }),
    );
  });
});
