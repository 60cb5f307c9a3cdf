import {
  type Budget,
  budgetFault,
  type BudgetFault,
  type BudgetRule,
  spreadBudget,
} from '#shared/energy/review/budget.ts';

/** A target as it is typed. Months are text: an empty one is left to the rule. */
export interface BudgetDraft {
  readonly kwh: number | '';
  readonly rule: BudgetRule;
  readonly reason: string;
  readonly months: string[];
  /** Fixed days by date, kWh. */
  readonly days: Readonly<Record<string, number>>;
  /** Planned generation by month, MWh. */
  readonly generationMwh: (number | '')[];
}

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

/** A version to go on from; null: an empty form. */
export function draftOf(budget: Budget | null): BudgetDraft {
  const fixed = budget?.fixed ?? {};
  return {
    kwh: budget?.kwh ?? '',
    rule: budget?.rule ?? 'last-year',
    reason: '',
    months: MONTHS.map((month) => {
      const kwh = budget && fixed[`${budget.year}-${month}`];
      return kwh == null ? '' : String(kwh);
    }),
    days: Object.fromEntries(Object.entries(fixed).filter(([name]) => name.length > 7)),
    generationMwh: MONTHS.map((_, i) => budget?.generationMwh?.[i] ?? ''),
  };
}

export const addFixedDay = (draft: BudgetDraft, date: string, kwh: number): BudgetDraft => ({
  ...draft,
  days: { ...draft.days, [date]: kwh },
});

/** What the form would set. What is no number counts as left to the rule. */
export function budgetOf(draft: BudgetDraft, year: number): Omit<Budget, 'reason'> {
  const months = draft.months.flatMap((text, i) => {
    const kwh = Number(text.replaceAll(/[\s,]/g, ''));
    return text.trim() === '' || !(kwh >= 0) ? [] : [[`${year}-${MONTHS[i]}`, kwh] as const];
  });
  const weights = draft.generationMwh.map((mwh) => (mwh === '' ? 0 : mwh));
  return {
    year,
    kwh: draft.kwh === '' ? 0 : draft.kwh,
    rule: draft.rule,
    fixed: { ...Object.fromEntries(months), ...draft.days },
    ...(draft.rule === 'generation-plan' ? { generationMwh: weights } : {}),
  };
}

/** A month of the table; null where nothing is known. */
export interface MonthRow {
  readonly month: string;
  readonly target: number | null;
  /** Closed days of the month, and of the same month a year before. */
  readonly used: number | null;
  readonly lastYear: number | null;
}

export interface MonthRows {
  readonly months: readonly MonthRow[];
  readonly total: Omit<MonthRow, 'month'>;
  readonly generationMwh: number;
  /** Why it cannot be run down so; null: it can. */
  readonly fault: BudgetFault | null;
}

/** The target run down to months as the server will, beside what was used. */
export function monthRows(
  budget: Omit<Budget, 'reason'>,
  usedKwh: Readonly<Record<string, number>>,
): MonthRows {
  const fault = budget.kwh > 0 ? budgetFault(budget) : null;
  const spread =
    budget.kwh > 0 && fault === null
      ? spreadBudget(budget, (date) => usedKwh[date] ?? null).months
      : null;
  const usedIn = (month: string): number | null => sumOf(usedKwh, month);
  const months = MONTHS.map((month): MonthRow => {
    const name = `${budget.year}-${month}`;
    return {
      month: name,
      target: spread?.get(name) ?? null,
      used: usedIn(name),
      lastYear: usedIn(`${budget.year - 1}-${month}`),
    };
  });
  return {
    months,
    total: {
      target: spread ? budget.kwh : null,
      used: usedIn(`${budget.year}-`),
      lastYear: usedIn(`${budget.year - 1}-`),
    },
    generationMwh: (budget.generationMwh ?? []).reduce((sum, mwh) => sum + mwh, 0),
    fault,
  };
}

function sumOf(kwh: Readonly<Record<string, number>>, beginning: string): number | null {
  const own = Object.keys(kwh).filter((date) => date.startsWith(beginning));
  return own.length === 0 ? null : own.reduce((sum, date) => sum + kwh[date]!, 0);
}
