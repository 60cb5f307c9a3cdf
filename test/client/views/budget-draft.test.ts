import { describe, expect, it } from 'vitest';
import type { Budget } from '#shared/energy/review/budget.ts';
import { addFixedDay, budgetOf, draftOf, monthRows } from '#client/views/energy/budget-draft.ts';

const budget: Budget = {
  year: 2026,
  kwh: 365_000,
  rule: 'even',
  fixed: { '2026-02': 20_000, '2026-05-01': 500 },
  reason: 'as last year',
};

describe('a target as it is typed', () => {
  it('is the version it goes on from, with a reason of its own to be given', () => {
    const draft = draftOf(budget);
    expect(draft.reason).toBe('');
    const { reason: _, ...same } = budget;
    expect(budgetOf(draft, 2026)).toEqual(same);
  });

  it('leaves to the rule what is empty or no number, and takes numbers with separators', () => {
    const draft = draftOf(null);
    const months = draft.months.map((_, i) => ['', ' ', 'much', '1,200', '1 300', '-5'][i] ?? '');
    const { fixed } = budgetOf({ ...draft, kwh: 9000, months }, 2026);
    expect(fixed).toEqual({ '2026-04': 1200, '2026-05': 1300 });
  });

  it('shows the months as the server will run it down, beside what was used', () => {
    const draft = addFixedDay(draftOf(budget), '2026-03-01', 100);
    const used = { '2026-01-01': 900, '2026-01-02': 1000, '2025-12-31': 700 };
    const { months, total, fault } = monthRows(budgetOf(draft, 2026), used);
    expect(fault).toBeNull();
    expect(months[1]).toEqual({ month: '2026-02', target: 20_000, used: null, lastYear: null });
    // What is left of the year is shared by the days of the other months: 345000 over 337.
    expect(months[0]!.target).toBeCloseTo((345_000 / 337) * 31, 6);
    expect(months[0]!.used).toBe(1900);
    expect(months[11]!.lastYear).toBe(700);
    expect(months.reduce((sum, { target }) => sum + target!, 0)).toBeCloseTo(365_000, 6);
    expect(total).toEqual({ target: 365_000, used: 1900, lastYear: 700 });
  });

  it('says what does not add up instead', () => {
    const { fault, months } = monthRows({ ...budget, kwh: 10_000 }, {});
    expect(fault).toMatchObject({ code: 'too-much', whole: '2026', kwh: 10_000 });
    expect(months.every(({ target }) => target === null)).toBe(true);
  });
});
