// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KEY_TEXT_ARCMIN, legibleFontPx, wallRootPx } from '#client/theme/root-size.ts';
import { isSunUp, isWithinHours } from '#client/format/sunlight.ts';

const screen = { widthPx: 3840, heightPx: 2160, diagonalIn: 65, distanceM: 5 };

describe('the size of the smallest text', () => {
  test('is 16 minutes of arc at the viewer', () => {
    // Practice table: 65 inches, 5 m, 4K: 86 px (0.375 mm a px, capitals 0.72 of the font size).
    expect(legibleFontPx(screen)).toBeCloseTo(86, 0);
  });

  test('is the same on the wall whatever the pixel ratio of the device', () => {
    const halved = legibleFontPx({ ...screen, widthPx: 1920, heightPx: 1080 });
    expect(halved).toBeCloseTo(legibleFontPx(screen) / 2);
  });

  test('is never made smaller for want of room, and from near as large as still fills the page', () => {
    expect(wallRootPx({ ...screen, distanceM: 8 })).toBe(
      legibleFontPx({ ...screen, distanceM: 8 }),
    );
    // From 1 m 17 px would do; 54 rows of a 4K page are 40 px each.
    expect(wallRootPx({ ...screen, distanceM: 1 })).toBeCloseTo(40, 1);
  });

  test('goes by the size of a pixel where the page does not fill its screen', () => {
    // 0.375 mm a pixel, two of them a CSS px: half as many px as with one.
    const page = { ...screen, widthPx: 1200, heightPx: 700, pixelMm: 0.375 };
    expect(legibleFontPx({ ...page, pixelRatio: 1 })).toBeCloseTo(86, 0);
    expect(legibleFontPx({ ...page, pixelRatio: 2 })).toBeCloseTo(43, 0);
  });

  test('of key numbers is 22 minutes of arc', () => {
    expect(legibleFontPx(screen, KEY_TEXT_ARCMIN) / legibleFontPx(screen)).toBeCloseTo(22 / 16, 4);
  });
});

describe('the theme by the clock', () => {
  test('is light between two hours, past midnight too', () => {
    expect([6.9, 7, 18.9, 19].map((hour) => isWithinHours(hour, 7, 19))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([23, 5, 6].map((hour) => isWithinHours(hour, 22, 6))).toEqual([true, true, false]);
  });

  test('follows the sun of the place', () => {
    // At the equator at the equinox the sun is up from about 6 to 18 by local solar time: 12:00 UTC is noon at 0°.
    const day = Date.UTC(2026, 2, 20);
    const at = (hour: number) => isSunUp(day + hour * 3_600_000, 0, 0);
    expect([3, 5.8, 6.4, 12, 17.9, 18.6].map(at)).toEqual([false, false, true, true, true, false]);
  });
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const css = readFileSync(new URL('../../../client/theme/tokens.css', import.meta.url), 'utf8');
function tokens(theme: string): (name: string) => string {
  const block = css.split(`[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? '';
  const values = new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]),
  );
  return (name) => values.get(name) ?? '#000000';
}

describe.each(['light', 'dark'])('the %s theme', (theme) => {
  const of = tokens(theme);

  test.each(['text', 'second', 'priority-1', 'priority-2', 'priority-3'])(
    'shows %s on its panels with at least 4.5 : 1',
    (name) => {
      expect(contrast(of(name), of('panel'))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(['text', 'second'])('shows %s on the ground with at least 4.5 : 1', (name) => {
    expect(contrast(of(name), of('ground'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['actual', 'ordered', 'recommended', 'mark', 'focus'])(
    'draws %s on its panels with at least 3 : 1',
    (name) => {
      expect(contrast(of(name), of('panel'))).toBeGreaterThanOrEqual(3);
    },
  );

  test.each([1, 2, 3])('writes on the mark of priority %i with at least 4.5 : 1', (priority) => {
    const mark = of(`priority-${priority}`);
    expect(contrast(of('on-priority'), mark)).toBeGreaterThanOrEqual(4.5);
  });
});
