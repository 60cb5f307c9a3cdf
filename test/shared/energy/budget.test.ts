import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  BUDGET_RULES,
  budgetFault,
  budgetFaultWords,
  spreadBudget,
} from '#shared/energy/review/budget.ts';
import { datesBetween } from '#shared/energy/review/calendar.ts';

const even: Budget = { year: 2025, kwh: 365_000, rule: 'even', fixed: {} };
const nothing = (): null => null;

describe('a budget', () => {
  it('run down evenly gives every day the same', () => {
    const { days, months } = spreadBudget(even, nothing);
    expect(days.get('2025-02-14')).toBeCloseTo(1000, 9);
    expect(months.get('2025-02')).toBeCloseTo(28_000, 9);
  });

  it('by last year’s shape follows its months, and its weekdays 52 weeks before', () => {
    // Last year January used 200 a day, the rest 100; Sundays used half.
    const lastYear = (date: string): number =>
      (date.slice(5, 7) === '01' ? 200 : 100) *
      (new Date(`${date}T00:00Z`).getUTCDay() === 0 ? 0.5 : 1);
    const { days, months } = spreadBudget({ ...even, rule: 'last-year' }, lastYear);
    expect(months.get('2025-01')! / months.get('2025-03')!).toBeCloseTo(2, 0);
    expect(days.get('2025-03-09')! / days.get('2025-03-10')!).toBeCloseTo(0.5, 9);
  });

  it('by the plan of generation gives months their share of it', () => {
    const generationMwh = [10, 30, ...Array<number>(10).fill(0)];
    const { months } = spreadBudget({ ...even, rule: 'generation-plan', generationMwh }, nothing);
    expect(months.get('2025-01')).toBeCloseTo(365_000 / 4, 6);
    expect(months.get('2025-12')).toBe(0);
  });

  it('always adds up: days to their month, months to the year, whatever is fixed by hand', () => {
    const fixed = fc.dictionary(
      fc.constantFrom('2025-01', '2025-02', '2025-03-05', '2025-03-06', '2025-11-30'),
      fc.double({ min: 0, max: 2000, noNaN: true }),
    );
    fc.assert(
      fc.property(fixed, fc.constantFrom(...BUDGET_RULES), (set, rule) => {
        const budget = { ...even, rule, fixed: set, generationMwh: Array<number>(12).fill(1) };
        const { days, months } = spreadBudget(budget, () => 3);
        const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
        expect(sum(months.values())).toBeCloseTo(365_000, 5);
        for (const [month, kwh] of months) {
          const own = [...days].filter(([date]) => date.startsWith(month));
          expect(sum(own.map(([, one]) => one))).toBeCloseTo(kwh, 5);
        }
        for (const [part, kwh] of Object.entries(set))
          expect(months.get(part) ?? days.get(part)).toBe(kwh);
      }),
      { numRuns: 30 },
    );
  });

  it('that cannot add up is refused in words', () => {
    const fault = (changes: Partial<Budget>): string =>
      budgetFaultWords(budgetFault({ ...even, ...changes })!);
    expect(budgetFault(even)).toBeNull();
    expect(fault({ fixed: { '2024-05': 3 } })).toContain('2024-05 is not of 2025');
    expect(fault({ fixed: { '2025-05': 400_000 } })).toContain('more than its 365000');
    const everyDay = datesBetween('2025-05-01', '2025-05-31').map((date) => [date, 1]);
    const may = { '2025-05': 50, ...(Object.fromEntries(everyDay) as Record<string, number>) };
    expect(fault({ fixed: may })).toContain('every part of 2025-05');
  });
});
