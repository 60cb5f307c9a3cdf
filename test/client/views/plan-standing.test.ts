import { describe, expect, test } from 'vitest';
import { limits } from '#shared/dispatch/limit-codes.ts';
import type { Plan, Relaxation } from '#shared/station/plan-schema.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { planStanding } from '#client/views/wall/plan-standing.ts';

const texts = (language: 'zh' | 'en') => {
  const { t, te } = createTexts(language).global;
  return { t, te, locale: language };
};

/** A plan from 17:00 in Shanghai in quarter-hours. */
const startsAt = Date.parse('2026-06-01T17:00:00+08:00');
const context = { timeZone: 'Asia/Shanghai', dayEnd: Date.parse('2026-06-02T00:00:00+08:00') };

type Said = Partial<Pick<Plan, 'status' | 'gap' | 'relaxations'>>;
const words = (plan: Said, language: 'zh' | 'en'): string => {
  const whole = { status: 'feasible' as const, gap: null, relaxations: [], ...plan };
  return planStanding({ startsAt, stepMinutes: 15, plan: whole }, 's1', context, texts(language));
};

const relaxation = (of: Partial<Relaxation>): Relaxation => ({
  station: 's1',
  limit: 'load',
  fromStep: 4,
  toStep: 7,
  amount: 12.4,
  unit: 'MW',
  ...of,
});

describe('how good a plan is, in words', () => {
  test('proved, with the most that a better one could be worth more', () => {
    expect(words({ status: 'proved', gap: 0.0008 }, 'en')).toBe('Plan proved, gap 0.08 %');
    expect(words({ status: 'proved', gap: 0.0008 }, 'zh')).toBe('计划已证明，差距 0.08 %');
  });

  test('says of no gap that it is less than it is', () => {
    // 0.0801 % is more than 0.08 %; none is none.
    expect(words({ status: 'proved', gap: 0.000801 }, 'en')).toBe('Plan proved, gap 0.09 %');
    expect(words({ status: 'proved', gap: 0 }, 'en')).toBe('Plan proved, gap 0.00 %');
  });

  test('feasible, with the gap where there is a bound', () => {
    expect(words({ gap: 0.0143 }, 'en')).toBe('Plan feasible, gap 1.43 %');
    expect(words({ gap: 0.0143 }, 'zh')).toBe('计划可行，差距 1.43 %');
    expect(words({}, 'en')).toBe('Plan feasible, not proved');
    expect(words({}, 'zh')).toBe('计划可行，未经证明');
  });

  test('relaxed, with what gives way first, by how much and when, and how many more', () => {
    const short = relaxation({});
    expect(words({ status: 'relaxed', relaxations: [short] }, 'en')).toBe(
      'Plan relaxed: export off the load by 12.4 MW, 18:00–18:45',
    );
    expect(words({ status: 'relaxed', relaxations: [short] }, 'zh')).toBe(
      '计划放宽限值：送出偏离负荷 12.4 MW，18:00–18:45',
    );
    const late = relaxation({
      limit: 'level-max',
      fromStep: 28,
      toStep: 32,
      amount: 0.034,
      unit: 'm',
    });
    const both = { status: 'relaxed', relaxations: [late, short] } as const;
    expect(words({ ...both, relaxations: [late, short] }, 'en')).toBe(
      'Plan relaxed: export off the load by 12.4 MW, 18:00–18:45; 1 more',
    );
    // Step 28 begins at midnight.
    expect(words({ status: 'relaxed', relaxations: [late] }, 'en')).toBe(
      'Plan relaxed: level above its upper limit by 0.034 m, tomorrow 00:00–01:00',
    );
  });

  test('speaks of its own station and of the whole system, not of another station', () => {
    const relaxations = [
      relaxation({ station: 's2' }),
      relaxation({ station: 'system', toStep: 5 }),
    ];
    expect(words({ status: 'relaxed', relaxations }, 'en')).toBe(
      'Plan relaxed: export off the load by 12.4 MW, 18:00–18:15',
    );
    const elsewhere = [relaxation({ station: 's2' })];
    expect(words({ status: 'relaxed', relaxations: elsewhere }, 'en')).toBe(
      'Plan relaxed at another station',
    );
  });

  test.each(['zh', 'en'] as const)(
    'every limit that can give way has its words (%s)',
    (language) => {
      for (const limit of Object.keys(limits)) {
        expect(texts(language).te(`limit.${limit}`), limit).toBe(true);
      }
    },
  );
});
