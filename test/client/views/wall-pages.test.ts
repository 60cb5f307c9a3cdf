import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WALL_PANELS } from '#shared/wire/display.ts';
import { linesInParts } from '#client/views/wall/wall-line.ts';
import { isPageDue, mostLines, panelsOfScreen, shownPages } from '#client/views/wall/wall-pages.ts';

const alone = { screen: 1, screens: 1, pages: [] };
const pages = (columns: number, rows: number) =>
  shownPages(alone, { columns, rows }, 12, () => 2).map((page) =>
    page.kind === 'panels' ? page.panels.join('+') : `${page.panel} ${page.part}`,
  );

describe('the pages of a wall', () => {
  test('are one where all six panels have room', () => {
    expect(pages(86, 43)).toEqual(['reservoir+load+units+energy+indices+alarms']);
  });

  test('are more where the text is larger, and never of smaller text', () => {
    expect(pages(72, 36)).toEqual(['reservoir+load+units', 'energy+indices+alarms']);
    expect(pages(70, 24)).toHaveLength(3);
    expect(pages(54, 25)).toHaveLength(6);
  });

  test('tell panels by lines where the picture of none has room: every line has its page', () => {
    expect(pages(18, 5)).toHaveLength(12);
    expect(pages(18, 5).slice(0, 3)).toEqual(['reservoir 0', 'reservoir 1', 'load 0']);
  });

  test('show every panel once, whatever the room', () => {
    const size = fc.double({ min: 10, max: 100, noNaN: true });
    fc.assert(
      fc.property(size, size, (columns, rows) => {
        const shown = shownPages(alone, { columns, rows }, 12, () => 1).flatMap((page) =>
          page.kind === 'panels' ? page.panels : [page.panel],
        );
        expect(shown).toEqual([...WALL_PANELS]);
      }),
    );
  });
});

describe('a row of screens', () => {
  test('shows each panel on one of them, neighbours together', () => {
    expect(panelsOfScreen(1, 2)).toEqual(['reservoir', 'load', 'units']);
    expect(panelsOfScreen(2, 2)).toEqual(['energy', 'indices', 'alarms']);
    expect([1, 2, 3, 4].flatMap((screen) => panelsOfScreen(screen, 4))).toEqual([...WALL_PANELS]);
    // The seventh of seven begins anew.
    expect(panelsOfScreen(7, 7)).toEqual(['reservoir']);
  });
});

describe('a page with hours', () => {
  const page = (fromHour: number, toHour: number) => ({
    panels: ['units'] as const,
    dwellS: null,
    fromHour,
    toHour,
  });

  test('is shown in them alone, past midnight too', () => {
    expect([5.9, 6, 21.9, 22].map((hour) => isPageDue(page(6, 22), hour))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([23, 3, 12].map((hour) => isPageDue(page(22, 6), hour))).toEqual([true, true, false]);
    expect(isPageDue(page(0, 0), 12)).toBe(true);
  });

  test('leaves a screen without a page where none is due', () => {
    const wish = { ...alone, pages: [page(6, 8)] };
    expect(shownPages(wish, { columns: 90, rows: 45 }, 12, () => 1)).toEqual([]);
  });
});

describe('lines in parts', () => {
  const line = (id: string, tall = 1) => ({ id, label: id, tall });

  test('keep each line whole, and leave none out', () => {
    const parts = linesInParts([line('a'), line('b', 2), line('c'), line('d')], 2);
    expect(parts.map((part) => part.map(({ id }) => id).join(''))).toEqual(['a', 'b', 'cd']);
  });

  test('a screen always has room for one', () => {
    expect(mostLines({ columns: 10, rows: 1 })).toBe(1);
  });
});
