import { createI18n } from 'vue-i18n';
import { describe, expect, test } from 'vitest';
import { reasonCodes } from '#shared/dispatch/reason-codes.ts';
import { accessEn } from '#client/i18n/access-en.ts';
import { accessZh } from '#client/i18n/access-zh.ts';
import { pagesEn } from '#client/i18n/pages-en.ts';
import { pagesZh } from '#client/i18n/pages-zh.ts';
import { deskEn } from '#client/i18n/desk-en.ts';
import { deskZh } from '#client/i18n/desk-zh.ts';
import { energyEn } from '#client/i18n/energy-en.ts';
import { energyZh } from '#client/i18n/energy-zh.ts';
import { en } from '#client/i18n/en.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { trendsEn } from '#client/i18n/trends-en.ts';
import { trendsZh } from '#client/i18n/trends-zh.ts';
import { zh } from '#client/i18n/zh.ts';
import { changeSentence, reasonWords } from '#client/views/wall/change-sentence.ts';

/** Every text with its path. */
function leaves(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value as object, `${path}${key}.`),
  );
}
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

function texts(language: 'zh' | 'en') {
  const { t, te } = createTexts(language).global;
  return { t, te, locale: language };
}

describe.each([
  ['every screen', en, zh],
  ['the desk', deskEn, deskZh],
  ['the way from screen to screen', pagesEn, pagesZh],
  ['the review of consumption', energyEn, energyZh],
  ['the trends', trendsEn, trendsZh],
  ['sign-in and administration', accessEn, accessZh],
] as const)('the two languages of %s', (_of, en, zh) => {
  test('say the same things with the same values', () => {
    const chinese = new Map(leaves(zh));
    for (const [path, text] of leaves(en)) {
      expect(chinese.has(path), path).toBe(true);
      expect(placeholders(chinese.get(path) ?? ''), path).toEqual(placeholders(text));
    }
    expect(chinese.size).toBe(leaves(en).length);
  });

  test('hold no text that cannot be compiled', () => {
    for (const [locale, messages] of Object.entries({ en, zh })) {
      const { t } = createI18n({ legacy: false, locale, messages: { [locale]: messages } }).global;
      for (const [path] of leaves(messages)) expect(() => t(path), path).not.toThrow();
    }
  });
});

describe('the two languages', () => {
  test.each(['zh', 'en'] as const)(
    'have a sentence for every reason of a plan (%s)',
    (language) => {
      for (const code of reasonCodes) {
        expect(texts(language).te(`reason.${code}`), code).toBe(true);
      }
    },
  );
});

describe('the next change in words', () => {
  const change = {
    at: Date.UTC(2026, 10, 20, 23, 15),
    unit: 'u3',
    kind: 'start',
    byMw: 42,
    toMw: 42,
    reason: {
      station: 's1',
      unit: 'u3',
      step: 29,
      code: 'start.price-rise',
      data: { price: 620, levelM: 445.123, mw: 42, byMw: 42 },
    },
  } as const;
  const context = {
    timeZone: 'Asia/Shanghai',
    dayEnd: change.at + 1,
    unitName: 'Unit 3',
    currency: 'CNY',
  };

  test('says when, what, how much and why', () => {
    expect(changeSentence(change, context, texts('en'))).toBe(
      '07:15 start Unit 3, +42.0 MW, because the price rises to 620 CNY/MWh.',
    );
    expect(changeSentence(change, { ...context, unitName: '3号机组' }, texts('zh'))).toBe(
      '07:15 3号机组开机，+42.0 MW，因为电价升至 620 CNY/MWh。',
    );
  });

  test('says until when it holds and what head it takes, where the plan tells', () => {
    const data = { ...change.reason.data, forMinutes: 225, headM: -0.18 };
    expect(
      changeSentence({ ...change, reason: { ...change.reason, data } }, context, texts('en')),
    ).toBe(
      '07:15 start Unit 3, +42.0 MW, because the price rises to 620 CNY/MWh; until 11:00; ' +
        'takes 0.18 m of head.',
    );
  });

  test('says tomorrow where it is', () => {
    const later = { ...context, dayEnd: change.at };
    expect(changeSentence(change, later, texts('en'))).toMatch(/^tomorrow 07:15 start Unit 3/);
  });

  test('says which of the two it is in an hour that a clock change repeats', () => {
    // Zurich, 25 October 2026: 02:15 comes at 00:15 UTC and, after the change, at 01:15 UTC.
    const at = Date.UTC(2026, 9, 25, 1, 15);
    const zurich = { ...context, timeZone: 'Europe/Zurich', dayEnd: at + 1 };
    expect(changeSentence({ ...change, at }, zurich, texts('en'))).toMatch(/^02:15 GMT\+1 start/);
  });

  test('names a code that it does not know', () => {
    expect(reasonWords({ code: 'start.new', data: {} }, 'CNY', texts('en'))).toContain('start.new');
  });
});
