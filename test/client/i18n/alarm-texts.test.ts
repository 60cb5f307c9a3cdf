import { createI18n } from 'vue-i18n';
import { describe, expect, test } from 'vitest';
import { LOAD_FIGURES } from '#shared/alarms/load/bounds.ts';
import { ALARM_STATES, DEEDS, FACTS } from '#shared/alarms/states.ts';
import { ALARM_CODES } from '#shared/station/alarm-codes.ts';
import { alarmsEn } from '#client/i18n/alarms-en.ts';
import { alarmsZh } from '#client/i18n/alarms-zh.ts';
import { alarmsPageEn } from '#client/i18n/alarms-page-en.ts';
import { alarmsPageZh } from '#client/i18n/alarms-page-zh.ts';
import { alarmSheetEn } from '#client/i18n/alarm-sheet-en.ts';
import { alarmSheetZh } from '#client/i18n/alarm-sheet-zh.ts';
import { alarmWords } from '#client/format/alarm-words.ts';

function leaves(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value as object, `${path}${key}.`),
  );
}
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe.each([
  ['words', alarmsEn, alarmsZh],
  ['page', alarmsPageEn, alarmsPageZh],
  ['list', alarmSheetEn, alarmSheetZh],
] as const)('the %s of alarms in two languages', (_of, en, zh) => {
  test('say the same things with the same values', () => {
    const chinese = new Map(leaves(zh));
    for (const [path, text] of leaves(en))
      expect(placeholders(chinese.get(path) ?? 'absent'), path).toEqual(placeholders(text));
    expect(chinese.size).toBe(leaves(en).length);
  });

  test('hold no text that cannot be compiled, and none that is empty', () => {
    // The list's own texts are read as they are: their keys have dots in them.
    if (_of === 'list') return;
    for (const [locale, messages] of Object.entries({ en, zh })) {
      const { t } = createI18n({ legacy: false, locale, messages: { [locale]: messages } }).global;
      for (const [path, text] of leaves(messages)) {
        expect(() => t(path), path).not.toThrow();
        expect(text.trim(), path).not.toBe('');
      }
    }
  });
});

test('every alarm, state, event and figure has its words', () => {
  for (const code of ALARM_CODES) expect(leaves(alarmsEn).map(([path]) => path)).toContain(code);
  expect(Object.keys(alarmsEn.state)).toEqual([...ALARM_STATES]);
  expect(Object.keys(alarmsPageEn.journal.event2).toSorted()).toEqual(
    [...FACTS, ...DEEDS].toSorted(),
  );
  expect(Object.keys(alarmsPageEn.load.name)).toEqual([...LOAD_FIGURES]);
  expect(Object.keys(alarmsPageEn.load.sentence)).toEqual([...LOAD_FIGURES]);
});

test('an alarm speaks with names in place of ids, and with as many decimals as matter', () => {
  const { t, te } = createI18n({
    legacy: false,
    locale: 'en',
    messages: { en: { alarm: alarmsEn } },
  }).global;
  const texts = { t: (key: string, of: object) => t(key, { ...of }), te, locale: 'en' };
  const trip = { code: 'unit.trip' as const, data: { unit: 'u2', ordered: 41.6 } };
  expect(alarmWords(trip, texts, () => 'Unit 2')).toBe('Unit 2 tripped, ordered 42 MW');
  const fault = { code: 'tag.fault' as const, data: { tag: 's1/u1/mw', kind: 'stale' } };
  expect(alarmWords(fault, texts)).toBe('s1/u1/mw: value cannot be used (stale)');
});
