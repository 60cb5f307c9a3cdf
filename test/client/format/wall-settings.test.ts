import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DisplaySettings, USUAL_DISPLAY, WALL_PANELS } from '#shared/wire/display.ts';
import {
  pageLine,
  readPage,
  readWallSettings,
  writeWallSettings,
} from '#client/format/wall-settings.ts';

const browser = { language: 'zh-CN', dark: true };
const read = (query: string) => readWallSettings(new URLSearchParams(query), browser);

describe('settings in an address', () => {
  test('say where the screen hangs and what it shows', () => {
    const query =
      'lang=en&theme=sun&place=30.8,111&diagonal=86&distance=5&margin=3&shift=0&row=2/3&dwell=20&pages=reservoir%2Bload@30@6-22,alarms';
    expect(read(query)).toEqual({
      ...USUAL_DISPLAY,
      language: 'en',
      theme: 'sun',
      latitude: 30.8,
      longitude: 111,
      diagonalIn: 86,
      distanceM: 5,
      marginPercent: 3,
      shiftMinutes: 0,
      screen: 2,
      screens: 3,
      dwellS: 20,
      pages: [
        { panels: ['reservoir', 'load'], dwellS: 30, fromHour: 6, toHour: 22 },
        { panels: ['alarms'], dwellS: null, fromHour: 0, toHour: 0 },
      ],
    });
  });

  test("fall to the usual screen and the browser's wish where the address is silent or wrong", () => {
    const usual = { ...USUAL_DISPLAY, language: 'zh', theme: 'dark' };
    expect(read('')).toEqual(usual);
    expect(read('theme=pink&distance=-1&diagonal=x&row=4/3&pages=kitchen&margin=40')).toEqual(
      usual,
    );
  });

  test('come back from an address as they were written into it', () => {
    const number = (low: number, high: number) => fc.integer({ min: low, max: high });
    const page = fc.record({
      panels: fc.uniqueArray(fc.constantFrom(...WALL_PANELS), { minLength: 1 }),
      dwellS: fc.option(number(3, 3600)),
      hours: fc.option(fc.tuple(number(0, 11), number(12, 24))),
    });
    fc.assert(
      fc.property(
        fc.record({
          language: fc.constantFrom('zh' as const, 'en' as const),
          theme: fc.constantFrom('light' as const, 'dark' as const, 'hours' as const),
          diagonalIn: number(5, 400),
          distanceM: number(1, 60),
          pixelMm: fc.option(number(1, 20)),
          marginPercent: number(0, 10),
          shiftMinutes: number(0, 240),
          dwellS: number(3, 3600),
          pages: fc.array(page, { maxLength: 5 }),
        }),
        ({ pages, ...rest }) => {
          const settings: DisplaySettings = {
            ...USUAL_DISPLAY,
            ...rest,
            pages: pages.map(({ hours, ...one }) => ({
              ...one,
              fromHour: hours?.[0] ?? 0,
              toHour: hours?.[1] ?? 0,
            })),
          };
          const query = new URLSearchParams('station=s1');
          writeWallSettings(settings, query);
          expect(readWallSettings(query, browser)).toEqual(settings);
          expect(query.get('station')).toBe('s1');
        },
      ),
    );
  });
});

describe('a line of pages', () => {
  test('is panels, then seconds and hours in any order', () => {
    const page = { panels: ['units', 'energy'], dwellS: 20, fromHour: 6, toHour: 22 };
    expect(readPage('units+energy 20s 6-22')).toEqual(page);
    expect(readPage(' units+energy 6-22 20 ')).toEqual(page);
    expect(pageLine(readPage('units+energy 6-22 20')!)).toBe('units+energy 20s 6-22');
  });

  test.each(['', 'kitchen', 'units+kitchen', 'units 2', 'units 25-26', 'units soon'])(
    'is not understood: "%s"',
    (text) => expect(readPage(text)).toBeNull(),
  );
});
