import { dateAfter, datesBetween } from './calendar.ts';

/** How a year's budget runs down to months and days. */
export const BUDGET_RULES = ['last-year', 'generation-plan', 'even'] as const;
export type BudgetRule = (typeof BUDGET_RULES)[number];

/** A consumer's target for a year as management set it; every change is a new version. */
export interface Budget {
  readonly year: number;
  readonly kwh: number;
  readonly rule: BudgetRule;
  /** Months (`YYYY-MM`) and days (`YYYY-MM-DD`) that were set by hand, kWh; the rest of the year takes up the difference. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Planned generation by month, MWh, January first: the weights of `generation-plan`. */
  readonly generationMwh?: readonly number[];
  /** Why it was set so; absent: nobody said. */
  readonly reason?: string;
}

/** Why a budget cannot be run down as it is set: a name that is not of its year, or parts that do not add up. */
export type BudgetFault =
  | { readonly code: 'stray'; readonly name: string; readonly year: number }
  | {
      readonly code: 'too-much' | 'all-fixed';
      /** Year or month whose parts are meant. */
      readonly whole: string;
      readonly sumKwh: number;
      readonly kwh: number;
    };

/** The same in words. */
export function budgetFaultWords(fault: BudgetFault): string {
  if (fault.code === 'stray') return `${fault.name} is not of ${fault.year}`;
  const { whole, sumKwh, kwh } = fault;
  return fault.code === 'too-much'
    ? `what is fixed within ${whole} comes to ${sumKwh} kWh, more than its ${kwh}`
    : `every part of ${whole} is fixed and they come to ${sumKwh} kWh, not its ${kwh}`;
}

/** @returns null where it can be run down */
export function budgetFault({ year, kwh, fixed }: Budget): BudgetFault | null {
  const names = Object.keys(fixed);
  const stray = names.find((name) => !name.startsWith(`${year}-`));
  if (stray !== undefined) return { code: 'stray', name: stray, year };
  const dates = datesBetween(`${year}-01-01`, `${year}-12-31`);
  const months = [...new Set(dates.map((date) => date.slice(0, 7)))];
  const wholes = [
    { name: String(year), kwh, parts: months },
    ...months
      .filter((month) => fixed[month] !== undefined)
      .map((month) => ({
        name: month,
        kwh: fixed[month]!,
        parts: dates.filter((date) => date.startsWith(month)),
      })),
  ];
  for (const whole of wholes) {
    const set = whole.parts.filter((part) => fixed[part] !== undefined);
    const sumKwh = set.reduce((total, part) => total + fixed[part]!, 0);
    const figures = { whole: whole.name, sumKwh, kwh: whole.kwh };
    if (sumKwh > whole.kwh * (1 + 1e-9)) return { code: 'too-much', ...figures };
    if (set.length === whole.parts.length && sumKwh < whole.kwh * (1 - 1e-9))
      return { code: 'all-fixed', ...figures };
  }
  return null;
}

/** A budget run down to days. */
export interface SpreadBudget {
  /** By `YYYY-MM`. */
  readonly months: ReadonlyMap<string, number>;
  /** By `YYYY-MM-DD`. */
  readonly days: ReadonlyMap<string, number>;
}

/** What the parts of a whole get: fixed ones theirs, the others the rest by their weights (evenly where all are 0). */
function shared(
  whole: number,
  parts: readonly string[],
  fixed: Readonly<Record<string, number>>,
  weightOf: (part: string) => number,
): Map<string, number> {
  const free = parts.filter((part) => fixed[part] === undefined);
  const rest = whole - parts.reduce((sum, part) => sum + (fixed[part] ?? 0), 0);
  const weights = free.reduce((sum, part) => sum + weightOf(part), 0);
  return new Map(
    parts.map((part) => {
      const share = weights > 0 ? weightOf(part) / weights : 1 / free.length;
      return [part, fixed[part] ?? rest * share];
    }),
  );
}

/**
 * Year → months → days. Months weigh by the rule: last year's use of the same month, planned generation of the
 * month, or its days; days within a month by last year's use on the day 52 weeks before, so that weekends meet
 * weekends, or evenly. Days add up to their month and months to the year, whatever is fixed by hand.
 * @param lastYear what was used on a date, kWh; null: not known. A month counts by the mean of its known days.
 */
export function spreadBudget(
  budget: Budget,
  lastYear: (date: string) => number | null,
): SpreadBudget {
  const { year, rule, fixed } = budget;
  const dates = datesBetween(`${year}-01-01`, `${year}-12-31`);
  const monthNames = [...new Set(dates.map((date) => date.slice(0, 7)))];
  const datesOf = (month: string): string[] => dates.filter((date) => date.startsWith(month));
  const byDay = (date: string): number => lastYear(dateAfter(date, -364)) ?? 0;
  const meanUse = (month: string): number => {
    const known = datesOf(month)
      .map((date) => lastYear(`${year - 1}${date.slice(4)}`))
      .filter((kwh) => kwh !== null);
    const sum = known.reduce((total, kwh) => total + kwh, 0);
    return known.length === 0 ? 0 : (sum / known.length) * datesOf(month).length;
  };
  const monthWeight = (month: string): number => {
    if (rule === 'last-year') return meanUse(month);
    if (rule === 'generation-plan') return budget.generationMwh?.[Number(month.slice(5)) - 1] ?? 0;
    return datesOf(month).length;
  };
  // Days that are fixed hold within a month that is not: it is shared out with them in it.
  const months = shared(budget.kwh, monthNames, fixed, monthWeight);
  const days = new Map<string, number>();
  for (const month of monthNames) {
    const weight = rule === 'last-year' ? byDay : () => 1;
    for (const [date, kwh] of shared(months.get(month)!, datesOf(month), fixed, weight))
      days.set(date, kwh);
  }
  return { months, days };
}
