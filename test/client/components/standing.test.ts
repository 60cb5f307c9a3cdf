import { type Component, createApp } from 'vue';
import { describe, expect, test } from 'vitest';
import BandBar from '#client/components/BandBar.vue';
import LevelBullet from '#client/components/LevelBullet.vue';
import MeasuredNumber from '#client/components/MeasuredNumber.vue';
import UnitBar from '#client/components/UnitBar.vue';
import UnitState from '#client/components/UnitState.vue';
import type { Standing } from '#client/format/measured.ts';
import { createTexts } from '#client/i18n/i18n.ts';

function mounted(component: Component, props: Record<string, unknown>): HTMLElement {
  const host = document.createElement('div');
  createApp(component, props).use(createTexts('en')).mount(host);
  return host;
}
/** Words of the glyphs that stand in it. */
const glyphs = (host: HTMLElement): (string | null)[] =>
  [...host.querySelectorAll('svg[role=img]')].map((glyph) => glyph.getAttribute('aria-label'));

const NOT_GOOD: readonly Standing[] = ['substituted', 'doubtful', 'stale'];

describe('a mark that stands for a value is as good as the value', () => {
  const bullet = (levelM: number | null, standing: Standing) =>
    mounted(LevelBullet, {
      levelM,
      standing,
      word: standing,
      lowM: 438,
      highM: 450,
      limits: [],
      abnormal: false,
      label: 'Level',
      formatLevel: String,
    });

  test.each(NOT_GOOD)('the level: its surface is hollow and carries the glyph (%s)', (standing) => {
    const host = bullet(444, standing);
    expect(host.querySelector('.surface')?.classList).toContain(standing);
    expect(host.querySelector('.water')?.classList).toContain(standing);
    expect(glyphs(host)).toEqual([standing]);
  });

  test('the level: a good one carries nothing, one that is not there the glyph alone', () => {
    expect(glyphs(bullet(444, 'good'))).toEqual([]);
    const missing = bullet(null, 'missing');
    expect(missing.querySelector('.surface')).toBeNull();
    expect(glyphs(missing)).toEqual(['missing']);
  });

  test.each(NOT_GOOD)('a moving analog: its mark is hollow (%s)', (standing) => {
    const host = mounted(BandBar, { value: 1, standing, min: 0, max: 2, label: 'Head' });
    expect(host.querySelector('.mark')?.classList).toContain(standing);
  });

  const unitBar = (mw: number | null, standing: Standing) =>
    mounted(UnitBar, {
      mw,
      standing,
      word: standing,
      minMw: 8,
      maxMw: 40,
      axisMaxMw: 42,
      forbidden: [],
      bestMw: null,
      orderedMw: null,
      abnormal: false,
      label: 'Unit',
    });

  test.each(NOT_GOOD)(
    "a unit's output: its bar is hollow and carries the glyph (%s)",
    (standing) => {
      const host = unitBar(12, standing);
      expect(host.querySelector('.output')?.classList).toContain(standing);
      expect(glyphs(host)).toEqual([standing]);
    },
  );

  test("a unit's output is drawn whatever its state says; a bad one is the glyph alone", () => {
    expect(unitBar(12, 'good').querySelector('.output')).not.toBeNull();
    expect(unitBar(0, 'good').querySelector('.output')).toBeNull();
    expect(glyphs(unitBar(null, 'bad'))).toEqual(['bad']);
  });

  test("a unit's state carries the standing of what it was told by", () => {
    const state = (standing: Standing) =>
      mounted(UnitState, { state: 'stopped', word: 'stopped', standing, standingWord: standing });
    expect(glyphs(state('stale'))).toEqual(['stale']);
    expect(glyphs(state('good'))).toEqual([]);
  });
});

describe('a number', () => {
  const shown = (value: number, standing: Standing, most?: number) =>
    mounted(MeasuredNumber, {
      measured: { value, standing, ageMs: 46_000 },
      unit: 'm',
      digits: 2,
      terse: true,
      ...(most === undefined ? {} : { most }),
    });

  test('that is stale says its age', () => {
    expect(shown(444.58, 'stale').textContent).toContain('46 s');
    expect(glyphs(shown(444.58, 'stale'))).toEqual(['stale 46 s']);
  });

  test('that is bad takes no more room than four figures, for it may be of any size', () => {
    expect(shown(1383.754, 'bad').querySelector('.number')?.textContent).toBe('1,384');
    expect(shown(444.58, 'bad').querySelector('.number')?.textContent).toBe('444.6');
  });

  test('that is farther off than is worth saying says so', () => {
    expect(shown(14_451, 'good', 999).querySelector('.number')?.textContent).toBe('> 999.00');
  });
});
