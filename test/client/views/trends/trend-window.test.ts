import { describe, expect, test } from 'vitest';
import { LONGEST_TREND_MS } from '#shared/wire/trend.ts';
import { panned, stretchOf, zoomed } from '#client/views/trends/trend-window.ts';
import {
  NARROWEST_MS,
  readWish,
  spanOf,
  spanWord,
  writeWish,
} from '#client/views/trends/trend-wish.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 5, 1, 12);

describe('the address', () => {
  test('says tags, time and axes, and is read as it was written', () => {
    for (const wish of [
      { tags: ['s1/forebay/level', 's1/u1/mw'], window: follow(8 * HOUR), shared: false },
      { tags: [], window: follow(90_000), shared: true },
      {
        tags: ['s1/u1/mw'],
        window: { kind: 'fixed', from: NOW - HOUR, to: NOW } as const,
        shared: false,
      },
    ]) {
      expect(readWish(writeWish(wish))).toEqual(wish);
    }
  });

  test('that says nothing means eight hours up to now, and tags of the page’s own choice', () => {
    expect(readWish({})).toEqual({ tags: null, window: follow(8 * HOUR), shared: false });
  });

  test('takes instants as ISO 8601 or milliseconds, so that a link is made by hand', () => {
    const window = { kind: 'fixed', from: NOW, to: NOW + HOUR };
    expect(readWish({ from: '2026-06-01T12:00:00Z', to: String(NOW + HOUR) }).window).toEqual(
      window,
    );
  });

  test('what is no sense in it is left out', () => {
    expect(
      readWish({ from: 'x', to: 'y', range: '0h', lanes: 'z', tag: ['a', 'a', '', 7] }),
    ).toEqual({ tags: ['a'], window: follow(8 * HOUR), shared: false });
    const nine = Array.from({ length: 9 }, (_, i) => `t${i}`);
    expect(readWish({ tag: nine }).tags).toHaveLength(8);
    expect(readWish({ from: String(NOW), to: String(NOW - 1) }).window.kind).toBe('follow');
  });

  test('spans are words in the largest unit that divides them', () => {
    for (const word of ['1h', '8h', '24h', '7d', '30d', '90s', '45m']) {
      expect(spanWord(spanOf(word)!)).toBe(word);
    }
    expect(spanOf('1s')).toBeNull();
    expect(spanOf('4000d')).toBeNull();
  });
});

const follow = (spanMs: number) => ({ kind: 'follow', spanMs }) as const;

describe('a window', () => {
  test('that follows moves by whole steps and reaches beyond now by less than one', () => {
    const [from, to] = stretchOf(follow(HOUR), NOW + 100, 2000);
    expect([from, to]).toEqual([NOW + 2000 - HOUR, NOW + 2000]);
  });

  test('that is zoomed keeps the instant under the hand at its place', () => {
    const before = [NOW - 10 * HOUR, NOW - 2 * HOUR] as const;
    // A quarter of the way.
    const at = NOW - 8 * HOUR;
    expect(zoomed(before, at, 0.5, NOW)).toEqual({
      kind: 'fixed',
      from: at - HOUR,
      to: at + 3 * HOUR,
    });
  });

  test('follows once it reaches now, and no more once it is moved into the past', () => {
    const stretch = [NOW - 8 * HOUR, NOW] as const;
    expect(panned(stretch, -0.5, NOW)).toEqual({
      kind: 'fixed',
      from: NOW - 12 * HOUR,
      to: NOW - 4 * HOUR,
    });
    expect(panned([NOW - 12 * HOUR, NOW - 4 * HOUR], 0.5, NOW)).toEqual(follow(8 * HOUR));
    expect(panned([NOW - 12 * HOUR, NOW - 4 * HOUR], 9, NOW)).toEqual(follow(8 * HOUR));
    expect(zoomed(stretch, NOW, 0.25, NOW)).toEqual(follow(2 * HOUR));
  });

  test('is never narrower than ten seconds nor wider than the server gives', () => {
    const stretch = [NOW - HOUR, NOW] as const;
    expect(zoomed(stretch, NOW, 1e-9, NOW)).toEqual(follow(NARROWEST_MS));
    expect(zoomed(stretch, NOW, 1e9, NOW)).toEqual(follow(LONGEST_TREND_MS));
  });
});
