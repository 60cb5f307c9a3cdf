import { type LimitCode, limits } from './limit-codes.ts';

/** A limit broken over some steps. */
export interface Violation {
  /** Station id; `systemScope` for what belongs to the whole system. */
  readonly station: string;
  readonly limit: LimitCode;
  readonly rank: 1 | 2;
  readonly fromStep: number;
  /** Exclusive. A level belongs to the step that ends with it. */
  readonly toStep: number;
  /** Largest amount by which the limit is broken in these steps, > 0. */
  readonly amount: number;
  /** Amounts of these steps added up, in `unit` · steps. */
  readonly total: number;
  /** Unit of `amount`. */
  readonly unit: string;
  /** The generating unit it concerns. */
  readonly unitId?: string;
  readonly message: string;
}

/** Steps `[fromStep, toStep)` with the largest amount among them, and the sum of all. */
export interface Span {
  readonly fromStep: number;
  readonly toStep: number;
  readonly amount: number;
  readonly total: number;
}

/**
 * Runs of steps whose amount exceeds the tolerance. An amount that is not a number exceeds all.
 * @param amountAt how far step t is outside its limit; ≤ 0 is inside
 */
export function brokenSpans(
  steps: number,
  amountAt: (t: number) => number,
  tolerance: number,
): Span[] {
  const spans: Span[] = [];
  let open: { fromStep: number; toStep: number; amount: number; total: number } | null = null;
  for (let t = 0; t < steps; t++) {
    const amount = amountAt(t);
    if (amount <= tolerance) {
      open = null;
    } else if (open) {
      open.toStep = t + 1;
      open.amount = Math.max(open.amount, amount);
      open.total += amount;
    } else {
      open = { fromStep: t, toStep: t + 1, amount, total: amount };
      spans.push(open);
    }
  }
  return spans;
}

/** Whom a violation concerns, and in what other words than the limit's own. */
export interface Concern {
  readonly station: string;
  readonly unitId?: string;
  /** What disagrees, and the unit it is in. */
  readonly subject?: { readonly name: string; readonly unit: string };
}

export function violationOf(limit: LimitCode, span: Span, concern: Concern): Violation {
  const { rank, words } = limits[limit];
  const { station, unitId, subject } = concern;
  const unit = subject?.unit ?? limits[limit].unit;
  const place = unitId === undefined ? station : `${station}/${unitId}`;
  const last = span.toStep - 1;
  const when = span.fromStep === last ? `step ${last}` : `steps ${span.fromStep} to ${last}`;
  const what = subject ? `${subject.name} ${words}` : words;
  const by = `${Number(span.amount.toPrecision(4))}${unit === '1' || unit === '' ? '' : ` ${unit}`}`;
  return {
    station,
    limit,
    rank,
    ...span,
    unit,
    ...(unitId === undefined ? {} : { unitId }),
    message: `${place}: ${limit}: ${what}, by up to ${by}, ${when}`,
  };
}

/** `brokenSpans` made into violations of one limit. */
export function violationsOf(
  limit: LimitCode,
  concern: Concern,
  steps: number,
  amountAt: (t: number) => number,
  tolerance: number,
): Violation[] {
  return brokenSpans(steps, amountAt, tolerance).map((span) => violationOf(limit, span, concern));
}
