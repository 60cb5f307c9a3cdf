// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { legibleFontPx, rootSize } from '#client/theme/root-size.ts';

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

  test('leaves out what is second in importance before it shrinks below what the distance asks for', () => {
    expect(rootSize({ ...screen, distanceM: 2.5 })).toMatchObject({ sparse: false });
    expect(rootSize({ ...screen, distanceM: 3 })).toEqual({
      px: legibleFontPx({ ...screen, distanceM: 3 }),
      sparse: true,
    });
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
