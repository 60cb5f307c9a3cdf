import { describe, expect, test } from 'vitest';
import { limits, operatingLimits } from '#shared/dispatch/limit-codes.ts';
import type { Mend, Plan, Relaxation } from '#shared/station/plan-schema.ts';
import { createTexts } from '#client/i18n/i18n.ts';
import { planMends, planStanding } from '#client/views/wall/plan-standing.ts';

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

describe('what would mend a relaxed plan, in words', () => {
  const mend = (of: Partial<Mend>): Mend => ({
    change: 'load',
    station: 's1',
    fromStep: 4,
    toStep: 7,
    amount: 12.4,
    unit: 'MW',
    ...of,
  });
  const said = (mends: Mend[], language: 'zh' | 'en'): string => {
    const plan = { status: 'relaxed' as const, gap: null, relaxations: [relaxation({ mends })] };
    const named = { ...context, unitName: (id: string) => `unit ${id}` };
    return planMends({ startsAt, stepMinutes: 15, plan }, 's1', named, texts(language));
  };
  const level = mend({ change: 'level-min', fromStep: 7, toStep: 32, amount: 0.08, unit: 'm' });

  test('each way with its amount and time', () => {
    expect(said([mend({}), level], 'en')).toBe(
      'Would keep every limit: the load 12.4 MW lower, 18:00–18:45; or the level 0.080 m below its lower limit, 18:45–tomorrow 01:00',
    );
    expect(said([mend({}), level], 'zh')).toBe(
      '可满足全部限值的办法：负荷降低 12.4 MW，18:00–18:45；或 水位低于下限 0.080 m，18:45–明日 01:00',
    );
  });

  test('a load to be raised, less inflow and a unit back in service', () => {
    const less = mend({ change: 'inflow', amount: -30, unit: 'm³/s' });
    const back = mend({ change: 'outage', generatingUnit: '3', amount: 0.75, unit: 'h' });
    expect(said([mend({ amount: -2 })], 'en')).toContain('the load 2.0 MW higher');
    expect(said([less], 'en')).toContain('30.0 m³/s less of inflow');
    expect(said([back], 'en')).toContain('unit 3 back in service by 18:00');
  });

  test('nothing where nothing is known', () => {
    expect(said([], 'en')).toBe('');
  });

  test.each(['zh', 'en'] as const)(
    'every limit that can be let go has its words (%s)',
    (language) => {
      for (const limit of operatingLimits)
        expect(texts(language).te(`mend.${limit}`), limit).toBe(true);
    },
  );
});
