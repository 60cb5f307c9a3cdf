import { describe, expect, test } from 'vitest';
import {
  OPTIONAL_DATA,
  type ReasonCode,
  reasonCodes,
  reasonDataKeys,
} from '#shared/dispatch/reason-codes.ts';
import { type ReasonContext, reasonSentence, reasonWords } from '#client/format/reason-words.ts';
import { en } from '#client/i18n/en.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { zh } from '#client/i18n/zh.ts';

const LANGUAGES = ['en', 'zh'] as const;
const messages: Record<(typeof LANGUAGES)[number], object> = { en, zh };

function texts(language: 'zh' | 'en') {
  const { t, te } = createTexts(language).global;
  return { t, te, locale: language };
}

/** The text behind a dotted key. */
function textAt(language: 'zh' | 'en', key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>(
      (at, part) => (at as Record<string, unknown> | undefined)?.[part],
      messages[language],
    );
  return typeof found === 'string' ? found : '';
}

/** A number for each key that a code has, so that a sentence shows every value it names. */
function dataOf(code: ReasonCode): Record<string, unknown> {
  const keys = [...reasonDataKeys(code), ...OPTIONAL_DATA];
  return Object.fromEntries(keys.map((key) => [key, key === 'other' ? 'u9' : key.length]));
}

// 07:15 in Shanghai.
const context: ReasonContext = {
  at: Date.UTC(2026, 10, 20, 23, 15),
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  unitName: (id) => `Unit ${id.slice(1)}`,
};

describe.each(LANGUAGES)('reasons in words (%s)', (language) => {
  test.each(reasonCodes)('%s', (code) => {
    const text = textAt(language, `reason.${code}`);
    expect(text).not.toBe('');
    const named = (text.match(/\{\w+\}/g) ?? []).map((name) => name.slice(1, -1));
    // What a text names, the planner gives with this code.
    expect([...reasonDataKeys(code), 'currency']).toEqual(expect.arrayContaining(named));
    const reason = { code, unit: 'u3', data: dataOf(code) };
    const words = reasonWords(reason, 'CNY', texts(language), context.unitName);
    const sentence = reasonSentence(reason, context, texts(language));
    for (const said of [words, sentence]) {
      expect(said).not.toMatch(/[{}]|undefined|NaN/);
      expect(said.length).toBeGreaterThan(3);
    }
    expect(sentence).toContain(words);
  });
});

describe('a whole sentence', () => {
  const start = {
    code: 'start.price-rise',
    unit: 'u3',
    data: {
      price: 410,
      levelM: 445.123,
      mw: 42,
      byMw: 42,
      waterValue: 51_234,
      priceBefore: 210,
      forMinutes: 225,
      headM: -0.18,
    },
  };

  test('says when, what, why, for how long, and what head it takes', () => {
    expect(reasonSentence(start, context, texts('en'))).toBe(
      '07:15 start Unit 3: the price rises to 410 CNY/MWh; +42.0 MW until 11:00; takes 0.18 m of head',
    );
    const chinese = { ...context, unitName: (id: string) => `${id.slice(1)}号机组` };
    expect(reasonSentence(start, chinese, texts('zh'))).toBe(
      '07:15 3号机组开机：电价升至 410 CNY/MWh；+42.0 MW，至 11:00；用去 0.18 m 水头',
    );
  });

  test('says until when the head that a stop keeps is kept', () => {
    const stop = {
      code: 'stop.price-low',
      unit: 'u3',
      data: { ...start.data, byMw: -42, mw: 0, headM: 0.18, laterMinutes: 645 },
    };
    expect(reasonSentence(stop, context, texts('en'))).toBe(
      '07:15 stop Unit 3: the water is worth more later (51,234 CNY/Mm³); −42.0 MW until 11:00; ' +
        'keeps 0.18 m of head for 18:00',
    );
  });

  test('says what limits the station in a run of steps', () => {
    const step = {
      code: 'step.level-max',
      unit: '',
      data: { ...start.data, fromStep: 29, toStep: 44, limitM: 446.5 },
    };
    const { headM: _, ...data } = step.data;
    expect(reasonSentence({ ...step, data }, context, texts('en'))).toBe(
      '07:15–11:00: the level may not rise above 446.50 m',
    );
    expect(reasonSentence({ ...step, data }, context, texts('zh'))).toBe(
      '07:15–11:00：水位不得高于 446.50 m',
    );
  });

  test('says a whole day where one cause holds it, and no change where none is known', () => {
    const data = { ...start.data, forMinutes: 1440, fromStep: 0, toStep: 96 };
    expect(reasonSentence({ code: 'step.load', unit: '', data }, context, texts('en'))).toMatch(
      /^24 h from 07:15: the load is followed/,
    );
    const { headM: _, ...stop } = { ...start.data, byMw: 0 };
    expect(
      reasonSentence({ code: 'stop.outage', unit: 'u3', data: stop }, context, texts('en')),
    ).toBe('07:15 stop Unit 3: the unit is out of service; until 11:00');
  });

  test('leaves out what the plan does not say', () => {
    const { forMinutes: _f, headM: _h, ...data } = start.data;
    expect(reasonSentence({ ...start, data }, context, texts('en'))).toBe(
      '07:15 start Unit 3: the price rises to 410 CNY/MWh; +42.0 MW',
    );
  });

  test('names another unit by its name, and a code that it does not know', () => {
    const swap = { code: 'start.swap', unit: 'u3', data: { ...start.data, other: 'u1' } };
    expect(reasonWords(swap, 'CNY', texts('en'), context.unitName)).toBe(
      'it takes over from Unit 1',
    );
    expect(reasonSentence({ code: 'new.code', data: {} }, context, texts('en'))).toContain(
      'new.code',
    );
  });
});
